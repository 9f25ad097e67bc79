package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.region.Division;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What is learnt from: tiles with measured expression.
 *
 * @param inputs features of all tiles of the table
 * @param tiles the tile of each observation
 * @param division what each observation is for
 * @param expression observations x genes, logged
 * @param scale of the genes in the training observations
 * @param standardised expression
 * @param composition observations x types, shares
 * @param queries observations x width, rows of length one: where the observation lies among the reference's vectors
 */
record RetrievalMaterial(
        PictureInputs inputs,
        int[] tiles,
        Division division,
        DenseMatrix expression,
        Moments scale,
        DenseMatrix standardised,
        DenseMatrix composition,
        DenseMatrix queries) {

    /** The tiles of observations. */
    int[] tilesOf(int[] observations) {
        return Arrays.stream(observations).map(row -> tiles[row]).toArray();
    }

    /** Validation observations that choose the best weights: every other of their blocks. */
    int[] choosing() {
        return validation(0);
    }

    /** Validation observations that calibrate intervals and choose nothing. */
    int[] calibrating() {
        return validation(1);
    }

    private int[] validation(int half) {
        int[] all = division.cells(Division.Part.VALIDATION);
        List<Integer> groups = division.groups(Division.Part.VALIDATION);
        if (groups.size() > 1) {
            return Arrays.stream(all)
                    .filter(row -> groups.indexOf(division.group(row)) % 2 == half)
                    .toArray();
        }
        int middle = all.length / 2;
        return half == 0 ? Arrays.copyOf(all, middle) : Arrays.copyOfRange(all, middle, all.length);
    }

    /** The most variable columns among those allowed, over the training rows; ascending positions. */
    static int[] mostVariable(DenseMatrix expression, int[] rows, int most) {
        int genes = expression.columns();
        double[] variances = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            double sum = 0;
            double squares = 0;
            for (int row : rows) {
                double value = expression.get(row, gene);
                sum += value;
                squares += value * value;
            }
            double n = Math.max(1, rows.length);
            variances[gene] = squares / n - sum / n * (sum / n);
        }
        return java.util.stream.IntStream.range(0, genes)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(gene -> -variances[gene])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
