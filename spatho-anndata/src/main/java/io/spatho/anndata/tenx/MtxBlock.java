package io.spatho.anndata.tenx;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.Arrays;

/** The entries of a stretch of whole lines of a Matrix Market file; when one is wrong, the fault and its line in the stretch. */
final class MtxBlock {

    int[] features = new int[1 << 12];
    int[] cells = new int[1 << 12];
    float[] values = new float[1 << 12];
    int size;
    int lines;
    String fault = "";
    String expected = "";
    String found = "";

    void add(int feature, int cell, float value) {
        if (size == features.length) {
            features = Arrays.copyOf(features, 2 * size);
            cells = Arrays.copyOf(cells, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        features[size] = feature;
        cells[size] = cell;
        values[size++] = value;
    }

    void fail(String what, String wanted, String actual) {
        fault = what;
        expected = wanted;
        found = actual;
    }

    /** Fails when a line was wrong; the block follows {@code line} lines of the file. */
    void requireSound(Path file, long line) {
        if (!fault.isEmpty()) {
            throw new InputException(
                    Problem.of(fault).at(file + " line " + (line + lines)).expected(expected, found));
        }
    }
}
