package io.spatho.anndata.zarr;

import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder that takes shape beside its place and is renamed when it is whole. */
final class StagedFolder {

    private final Path place;
    private final Path part;
    private final Path old;

    private StagedFolder(Path place, Path part, Path old) {
        this.place = place;
        this.part = part;
        this.old = old;
    }

    static StagedFolder start(Path store) {
        Path place = store.toAbsolutePath().normalize();
        StagedFolder folder = new StagedFolder(place, beside(place, ".part"), beside(place, ".old.part"));
        try {
            folder.requireReplaceable();
            Files.createDirectories(folder.part);
            return folder;
        } catch (IOException e) {
            throw folder.cannot(e);
        }
    }

    private static Path beside(Path place, String suffix) {
        String unique = Long.toHexString(UUID.randomUUID().getMostSignificantBits());
        return place.resolveSibling("." + place.getFileName() + "." + unique + suffix);
    }

    Path part() {
        return part;
    }

    /** What is at the place may only be a store or an empty folder. */
    private void requireReplaceable() throws IOException {
        if (Files.notExists(place)) {
            return;
        }
        boolean store = Files.exists(place.resolve("zarr.json")) || Files.exists(place.resolve(".zgroup"));
        if (Files.isDirectory(place) && (store || isEmpty(place))) {
            return;
        }
        throw new UsageException(Problem.of("the output exists and is no Zarr store")
                .at(place)
                .expected("a new folder or a store to replace", Files.isDirectory(place) ? "another folder" : "a file")
                .fix("Name another output or remove this one"));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    /** Copies what is in one folder of this one into another. */
    void copy(String from, String to) throws IOException {
        Path source = part.resolve(from);
        Path target = part.resolve(to);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.sorted().toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** Forces all files to disk and gives the folder its name. */
    void finish(Workers workers) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(part)) {
            all = files.filter(Files::isRegularFile).toList();
        }
        workers.map(all.size(), i -> {
            force(all.get(i));
            return Boolean.TRUE;
        });
        boolean replaced = Files.exists(place);
        if (replaced) {
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        force(place.getParent());
        if (replaced) {
            delete(old);
        }
    }

    private static void force(Path path) {
        boolean folder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            // Some file systems cannot open folders.
            if (!folder) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Drops the folder unless it was finished. */
    void drop() {
        try {
            delete(part);
        } catch (IOException e) {
            // What is left has a hidden name that says that it is unfinished.
            return;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    ResourceException cannot(IOException cause) {
        return new ResourceException(
                Problem.of("cannot write the Zarr store: " + FileTrouble.words(cause, place))
                        .at(place)
                        .fix("Check free space and permissions"),
                cause);
    }
}
