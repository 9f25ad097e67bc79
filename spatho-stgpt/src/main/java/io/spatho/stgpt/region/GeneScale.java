package io.spatho.stgpt.region;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * Mean and standard deviation of each gene in the training cells: where it is expressed, and over neighbourhood means. Targets are
 * measured in these units, so that predicting each gene's mean has an error of about 1.
 *
 * @param expressedMean mean of the nonzero values
 * @param expressedDeviation their standard deviation; 1 where it is too small to divide by
 * @param nearbyMean mean over cells of the neighbours' mean
 * @param nearbyDeviation its standard deviation; 1 where it is too small to divide by
 * @param panelMean mean over all cells, zeros included
 * @param panelDeviation its standard deviation; 1 where it is too small to divide by
 */
record GeneScale(
        float[] expressedMean,
        float[] expressedDeviation,
        float[] nearbyMean,
        float[] nearbyDeviation,
        float[] panelMean,
        float[] panelDeviation) {

    private static final double SMALLEST_DEVIATION = 1e-3;

    static GeneScale of(CsrMatrix expression, Neighbourhood neighbourhood, Division division) {
        Moments expressed = new Moments(expression.columns());
        Moments nearby = new Moments(expression.columns());
        float[] mean = new float[expression.columns()];
        long cells = 0;
        for (int cell = 0; cell < expression.rows(); cell++) {
            if (division.part(cell) != Division.Part.TRAINING) {
                continue;
            }
            cells++;
            for (int i = expression.start(cell); i < expression.end(cell); i++) {
                if (expression.values()[i] != 0) {
                    expressed.add(expression.columnIndices()[i], expression.values()[i]);
                }
            }
            if (neighbourhood.mean(cell, mean, 0)) {
                for (int gene = 0; gene < mean.length; gene++) {
                    nearby.add(gene, mean[gene]);
                }
            }
        }
        Moments panel = expressed.withZeros(cells);
        return new GeneScale(
                expressed.means(),
                expressed.deviations(),
                nearby.means(),
                nearby.deviations(),
                panel.means(),
                panel.deviations());
    }

    float expressed(int gene, float value) {
        return (value - expressedMean[gene]) / expressedDeviation[gene];
    }

    float nearby(int gene, float value) {
        return (value - nearbyMean[gene]) / nearbyDeviation[gene];
    }

    float panel(int gene, float value) {
        return (value - panelMean[gene]) / panelDeviation[gene];
    }

    /** The value that a number in units of {@link #panel} stands for; expression is never below 0. */
    float ofPanel(int gene, float units) {
        return Math.max(0, panelMean[gene] + units * panelDeviation[gene]);
    }

    private static final class Moments {

        private final long[] counts;
        private final double[] sums;
        private final double[] squares;

        Moments(int genes) {
            this.counts = new long[genes];
            this.sums = new double[genes];
            this.squares = new double[genes];
        }

        /** The moments over so many cells, of which those that were not added have 0. */
        Moments withZeros(long cells) {
            Moments all = new Moments(sums.length);
            Arrays.fill(all.counts, cells);
            System.arraycopy(sums, 0, all.sums, 0, sums.length);
            System.arraycopy(squares, 0, all.squares, 0, squares.length);
            return all;
        }

        void add(int gene, double value) {
            counts[gene]++;
            sums[gene] += value;
            squares[gene] += value * value;
        }

        float[] means() {
            float[] means = new float[sums.length];
            for (int gene = 0; gene < means.length; gene++) {
                means[gene] = counts[gene] == 0 ? 0 : (float) (sums[gene] / counts[gene]);
            }
            return means;
        }

        float[] deviations() {
            float[] deviations = new float[sums.length];
            Arrays.fill(deviations, 1);
            for (int gene = 0; gene < deviations.length; gene++) {
                if (counts[gene] > 1) {
                    double mean = sums[gene] / counts[gene];
                    double deviation = Math.sqrt(Math.max(0, squares[gene] / counts[gene] - mean * mean));
                    deviations[gene] = deviation < SMALLEST_DEVIATION ? 1 : (float) deviation;
                }
            }
            return deviations;
        }
    }
}
