package io.spatho.anndata.synthetic;

import java.nio.file.Path;
import java.util.function.IntFunction;

/** Writes what is true of every observation, beside the bundle. */
final class TruthFile {

    private TruthFile() {}

    /** Writes a header and one line for each observation. */
    static void write(Path file, String header, int rows, IntFunction<String> line) {
        GzipText.plain(file, out -> {
            out.write(header + "\n");
            for (int row = 0; row < rows; row++) {
                out.write(line.apply(row) + "\n");
            }
        });
    }
}
