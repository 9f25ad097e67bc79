package io.spatho.cli;

import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes small texts that people name on the command line. */
final class TextFile {

    private static final long MOST_BYTES = 1 << 20;

    private TextFile() {}

    static String read(Path file) {
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new InputException(Problem.of("the text is too long")
                        .at(file)
                        .expected("at most " + MOST_BYTES + " bytes", bytes));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read text: " + e).at(file).fix("Name a text file in UTF-8"), e);
        }
    }

    static void write(Path file, String text) {
        DurableFiles.write(file, target -> Files.writeString(target, text, StandardCharsets.UTF_8));
    }
}
