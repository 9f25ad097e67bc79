package io.spatho.cli.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of input: where a sound one lies and how it is read.
 *
 * @param name what it is
 * @param good a folder with the sound input
 * @param opened the path in the folder that a user names, empty for the folder itself
 * @param reader reads the input in a folder and gives a digest of what it read
 * @param converts whether {@code spatho convert} takes it
 * @param chosen the files that are damaged, empty for all
 */
record Subject(String name, Path good, String opened, Reader reader, boolean converts, List<String> chosen) {

    Subject(String name, Path good, String opened, Reader reader, boolean converts) {
        this(name, good, opened, reader, converts, List.of());
    }

    /** The same, of which only some files are damaged. */
    Subject only(List<String> files) {
        return new Subject(name, good, opened, reader, converts, List.copyOf(files));
    }

    /** Reads an input whole. */
    @FunctionalInterface
    interface Reader {
        String digest(Path input) throws IOException;
    }

    /** What a user would name, in a copy of the folder. */
    Path input(Path folder) {
        return opened.isEmpty() ? folder : folder.resolve(opened);
    }

    /** The names of all files, in order. */
    List<String> files() throws IOException {
        try (Stream<Path> paths = Files.walk(good)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> good.relativize(path).toString())
                    .filter(file -> chosen.isEmpty() || chosen.contains(file))
                    .sorted()
                    .toList();
        }
    }
}
