package io.spatho.cli.corpus;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Copies of sound inputs, which are made whole again after each damage without copying what it left alone. */
final class Copies {

    private Copies() {}

    /** Makes a folder the same as another: what is not there is deleted, what is lost or was written since is copied. */
    static void restore(Path good, Path copy) throws IOException {
        if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(copy);
            Files.createDirectories(copy);
        }
        clear(good, copy);
        Files.walkFileTree(good, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(copy.resolve(good.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = copy.resolve(good.relativize(file));
                if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    // The time is copied too, so that a file which was written since can be told by its own.
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes what the sound input does not have, or has as something else, of another size or of another time. */
    private static void clear(Path good, Path copy) throws IOException {
        Files.walkFileTree(copy, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path original = good.resolve(copy.relativize(file));
                if (!attributes.isRegularFile() || !isSame(original, attributes)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (!Files.isDirectory(good.resolve(copy.relativize(folder)))) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isSame(Path original, BasicFileAttributes attributes) throws IOException {
        if (!Files.isRegularFile(original)) {
            return false;
        }
        BasicFileAttributes sound = Files.readAttributes(original, BasicFileAttributes.class);
        return sound.size() == attributes.size() && sound.lastModifiedTime().equals(attributes.lastModifiedTime());
    }

    /** Deletes a folder with all that is in it; links are not followed. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, IOException failure) throws IOException {
                Files.delete(done);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
