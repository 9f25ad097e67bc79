package io.spatho.stgpt.region;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The expressed genes of a cell: at most so many, those of highest value, in the order of the genes.
 *
 * @param genes positions among the model's genes, ascending
 * @param values log expression of each
 */
record CellTokens(int[] genes, float[] values) {

    static CellTokens of(CsrMatrix expression, int cell, int most) {
        int[] entries = IntStream.range(expression.start(cell), expression.end(cell))
                .filter(i -> expression.values()[i] > 0)
                .toArray();
        if (entries.length > most) {
            float[] values = expression.values();
            entries = Arrays.stream(entries)
                    .boxed()
                    .sorted((a, b) ->
                            values[a] == values[b] ? Integer.compare(a, b) : Float.compare(values[b], values[a]))
                    .limit(most)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }
        int[] genes = new int[entries.length];
        float[] values = new float[entries.length];
        for (int i = 0; i < entries.length; i++) {
            genes[i] = expression.columnIndices()[entries[i]];
            values[i] = expression.values()[entries[i]];
        }
        return new CellTokens(genes, values);
    }

    /** The same tokens without those of the genes marked. */
    CellTokens without(boolean[] dropped) {
        int[] kept =
                IntStream.range(0, genes.length).filter(i -> !dropped[genes[i]]).toArray();
        float[] left = new float[kept.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = values[kept[i]];
        }
        return new CellTokens(Arrays.stream(kept).map(i -> genes[i]).toArray(), left);
    }

    static CellTokens none() {
        return new CellTokens(new int[0], new float[0]);
    }

    int length() {
        return genes.length;
    }
}
