package io.spatho.stgpt.evaluation;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;

/**
 * A baseline: the mean expression of the training cells that are nearest by their scores on the principal components. Ties go to
 * the cell that comes first. Cost for a cell: training cells x components.
 */
final class NearestCells {

    private static final int NEIGHBOURS = 15;
    private static final int BLOCK = 32;

    private final CsrMatrix expression;
    private final int[] training;
    private final double[][] scores;

    NearestCells(CsrMatrix expression, int[] training, double[][] scores) {
        this.expression = expression;
        this.training = training;
        this.scores = scores;
    }

    /** The predictions for cells with these scores, cells x genes. */
    DenseMatrix predict(double[][] cells, Workers workers) {
        DenseMatrix predicted = DenseMatrix.zeros(cells.length, expression.columns());
        workers.forRanges(cells.length, BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                addNeighbours(cells[row], predicted.values(), row * expression.columns());
            }
        });
        return predicted;
    }

    private void addNeighbours(double[] own, float[] target, int at) {
        int wanted = Math.min(NEIGHBOURS, training.length);
        double[] nearest = new double[wanted];
        int[] which = new int[wanted];
        int held = 0;
        for (int i = 0; i < training.length; i++) {
            double distance = distance(own, scores[i]);
            if (held < wanted || distance < nearest[held - 1]) {
                int place = held < wanted ? held++ : held - 1;
                while (place > 0 && nearest[place - 1] > distance) {
                    nearest[place] = nearest[place - 1];
                    which[place] = which[place - 1];
                    place--;
                }
                nearest[place] = distance;
                which[place] = training[i];
            }
        }
        for (int n = 0; n < held; n++) {
            for (int i = expression.start(which[n]); i < expression.end(which[n]); i++) {
                target[at + expression.columnIndices()[i]] += expression.values()[i] / held;
            }
        }
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int k = 0; k < one.length; k++) {
            sum += (one[k] - other[k]) * (one[k] - other[k]);
        }
        return sum;
    }
}
