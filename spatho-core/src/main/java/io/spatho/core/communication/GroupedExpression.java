package io.spatho.core.communication;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The labelled cells and the genes that some pair names, renumbered, so that a random labelling costs only their nonzeros. */
final class GroupedExpression {

    private final int categories;
    private final int genes;
    private final int[] labels;
    private final int[] starts;
    private final int[] columns;
    private final float[] values;
    private final double[] sizes;

    GroupedExpression(CsrMatrix matrix, int[] allLabels, int categories, int[] chosen) {
        this.categories = categories;
        this.genes = chosen.length;
        int[] number = new int[matrix.columns()];
        Arrays.fill(number, -1);
        for (int gene = 0; gene < chosen.length; gene++) {
            number[chosen[gene]] = gene;
        }
        int[] cells = IntStream.range(0, matrix.rows())
                .filter(cell -> allLabels[cell] >= 0)
                .toArray();
        this.labels = Arrays.stream(cells).map(cell -> allLabels[cell]).toArray();
        this.sizes = new double[categories];
        this.starts = new int[cells.length + 1];
        int[] foundColumns = new int[Math.toIntExact(matrix.nonzeros())];
        float[] foundValues = new float[foundColumns.length];
        int at = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            sizes[labels[cell]]++;
            for (int i = matrix.start(cells[cell]); i < matrix.end(cells[cell]); i++) {
                if (number[matrix.columnIndices()[i]] >= 0) {
                    foundColumns[at] = number[matrix.columnIndices()[i]];
                    foundValues[at++] = matrix.values()[i];
                }
            }
            starts[cell + 1] = at;
        }
        this.columns = Arrays.copyOf(foundColumns, at);
        this.values = Arrays.copyOf(foundValues, at);
    }

    int[] labels() {
        return labels;
    }

    /** The number of cells of each label. */
    double[] sizes() {
        return sizes;
    }

    /** Mean of each gene over the cells of each label: label after label. NaN for a label without a cell. */
    double[] means(int[] labelOf) {
        double[] sums = new double[categories * genes];
        for (int cell = 0; cell < labelOf.length; cell++) {
            int row = labelOf[cell] * genes;
            for (int i = starts[cell]; i < starts[cell + 1]; i++) {
                sums[row + columns[i]] += values[i];
            }
        }
        return perCell(sums);
    }

    /** Share of cells with a value above 0, of each gene for each label. */
    double[] shares() {
        double[] counts = new double[categories * genes];
        for (int cell = 0; cell < labels.length; cell++) {
            int row = labels[cell] * genes;
            for (int i = starts[cell]; i < starts[cell + 1]; i++) {
                counts[row + columns[i]] += values[i] > 0 ? 1 : 0;
            }
        }
        return perCell(counts);
    }

    private double[] perCell(double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= sizes[i / genes];
        }
        return sums;
    }
}
