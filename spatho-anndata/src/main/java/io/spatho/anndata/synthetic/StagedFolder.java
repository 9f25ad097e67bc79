package io.spatho.anndata.synthetic;

import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes a folder beside its place and renames it when whole, so that an interrupted bundle never stands under its name. */
final class StagedFolder {

    private StagedFolder() {}

    /** Fills {@code target}, which must not exist or be an empty folder. */
    static void write(Path target, Consumer<Path> content) {
        Path place = target.toAbsolutePath().normalize();
        Path part = place.resolveSibling("." + place.getFileName() + "."
                + Long.toHexString(UUID.randomUUID().getMostSignificantBits()) + ".part");
        try {
            requireFree(place);
            Files.createDirectories(part);
            content.accept(part);
            Files.deleteIfExists(place);
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (UncheckedIOException e) {
            throw cannot(place, e.getCause());
        } catch (IOException e) {
            throw cannot(place, e);
        } finally {
            deleteAll(part);
        }
    }

    private static ResourceException cannot(Path place, IOException e) {
        return new ResourceException(
                Problem.of("cannot write the bundle: " + FileTrouble.words(e, place))
                        .at(place)
                        .fix("Check free space and permissions"),
                e);
    }

    private static void requireFree(Path place) throws IOException {
        if (Files.notExists(place)) {
            return;
        }
        if (Files.isDirectory(place)) {
            try (Stream<Path> content = Files.list(place)) {
                if (content.findAny().isEmpty()) {
                    return;
                }
            }
        }
        throw new UsageException(Problem.of("the output exists")
                .at(place)
                .expected("a new or empty folder", "something there already")
                .fix("Choose another folder or remove this one"));
    }

    private static void deleteAll(Path part) {
        if (Files.notExists(part)) {
            return;
        }
        try (Stream<Path> content = Files.walk(part)) {
            List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // What is left has a hidden name that says that it is unfinished.
            return;
        }
    }
}
