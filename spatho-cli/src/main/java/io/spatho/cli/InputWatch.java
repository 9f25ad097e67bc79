package io.spatho.cli;

import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Notices that an input was changed between the first look at it and the end of the run: its digest in the manifest and the numbers
 * made of it could then be of two different files. Looked at are size, time of change and identity of each file; nothing is read
 * again.
 */
final class InputWatch {

    private final Path bundle;
    private final Map<Path, Facts> bundleFiles;
    private final Map<Path, Facts> named;

    private InputWatch(Path bundle, Map<Path, Facts> bundleFiles, Map<Path, Facts> named) {
        this.bundle = bundle;
        this.bundleFiles = bundleFiles;
        this.named = named;
    }

    private record Facts(long bytes, long changed, String identity) {
        static Facts of(Path file) throws IOException {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Facts(
                    found.size(), found.lastModifiedTime().to(TimeUnit.NANOSECONDS), String.valueOf(found.fileKey()));
        }
    }

    /** Looks at a bundle, and at files and folders that were named beside it; what is not there is for their readers to say. */
    static InputWatch of(Path bundle, Collection<Path> named) {
        Map<Path, Facts> further = new TreeMap<>();
        named.forEach(file -> further.putAll(look(file)));
        return new InputWatch(bundle, look(bundle), further);
    }

    private static Map<Path, Facts> look(Path place) {
        Map<Path, Facts> found = new TreeMap<>();
        if (!Files.exists(place)) {
            return found;
        }
        try (Stream<Path> walk = Files.walk(place)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                found.put(file, Facts.of(file));
            }
        } catch (IOException | UncheckedIOException e) {
            // A folder that cannot be listed is refused by the reader that needs it.
            return found;
        }
        return found;
    }

    /** Fails when one of the files that were read is another now. */
    void require(List<SourceFile> read) {
        named.forEach(InputWatch::require);
        bundleFiles.forEach((file, facts) -> {
            if (isRead(file, read)) {
                require(file, facts);
            }
        });
    }

    /** Files of a bundle go by their names in it; a file or store is one source by its own name. */
    private boolean isRead(Path file, List<SourceFile> read) {
        String inside = bundle.relativize(file).toString().replace('\\', '/');
        String whole = String.valueOf(bundle.toAbsolutePath().normalize().getFileName());
        return read.stream()
                .anyMatch(
                        source -> source.name().equals(inside) || source.name().equals(whole));
    }

    private static void require(Path file, Facts facts) {
        try {
            if (Facts.of(file).equals(facts)) {
                return;
            }
        } catch (IOException e) {
            throw changed(file, FileTrouble.words(e));
        }
        throw changed(file, "another size or time of change");
    }

    private static InputException changed(Path file, String how) {
        return new InputException(Problem.of("an input was changed while it was read")
                .at(file)
                .expected("the file as it was at the start", how)
                .fix("Run again once nothing writes to it; the folder is taken over with --resume"));
    }
}
