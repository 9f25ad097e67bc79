package io.spatho.core.artifact;

import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file beside its place, forces it to disk and renames it, so that under its name there is either nothing, the old content
 * or the whole new content.
 */
public final class DurableFiles {

    private static final String SUFFIX = ".part";

    private DurableFiles() {}

    /** Whether a file name is that of an unfinished file, which the next run removes. */
    public static boolean isUnfinished(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(SUFFIX);
    }

    /** Writes {@code target} by way of a temporary file in the same folder, which is created when absent. */
    public static void write(Path target, ArtifactStore.FileWriter writer) {
        Path folder = target.toAbsolutePath().getParent();
        Path part = folder.resolve("." + target.getFileName() + "." + unique() + SUFFIX);
        try {
            Files.createDirectories(folder);
            writer.write(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(folder);
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot write file: " + FileTrouble.words(e, folder))
                            .at(target)
                            .fix("Check free space and permissions; the same command with --resume continues"),
                    e);
        } finally {
            deleteQuietly(part);
        }
    }

    /** No two writers share a number: process ids are equal in two containers, and one process may write the same file twice at once. */
    private static String unique() {
        return Long.toHexString(UUID.randomUUID().getMostSignificantBits());
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Some file systems cannot open folders; the rename itself is still atomic there.
            return;
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The file is recognisable as unfinished, and the next run removes it.
            return;
        }
    }
}
