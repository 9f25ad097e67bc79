package io.spatho.stgpt.discordance;

import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;

/**
 * What networks read: genes as {@code log(1 + 10^4 share)} centred and scaled by the training spots' mean and deviation, and features
 * of pictures centred and scaled within each slide, which takes differences of stain and scanner between slides away.
 *
 * @param means of each gene
 * @param deviations of each gene; 1 where there is none
 */
record InputScaling(float[] means, float[] deviations) {

    private static final double TARGET = 1e4;
    private static final float LARGEST = 10;

    static InputScaling of(CsrMatrix counts) {
        DenseMatrix logs = logs(counts);
        int genes = counts.columns();
        float[] means = new float[genes];
        float[] deviations = new float[genes];
        for (int gene = 0; gene < genes; gene++) {
            double[] moments = moments(logs, gene, null, 0);
            means[gene] = (float) moments[0];
            deviations[gene] = (float) moments[1];
        }
        return new InputScaling(means, deviations);
    }

    DenseMatrix genes(CsrMatrix counts) {
        DenseMatrix logs = logs(counts);
        for (int i = 0; i < logs.values().length; i++) {
            int gene = i % logs.columns();
            logs.values()[i] = limited((logs.values()[i] - means[gene]) / deviations[gene]);
        }
        return logs;
    }

    static DenseMatrix image(DenseMatrix image, Libraries slides) {
        DenseMatrix scaled = DenseMatrix.zeros(image.rows(), image.columns());
        int[] codes = slides.codes();
        for (int column = 0; column < image.columns(); column++) {
            for (int slide = 0; slide < slides.size(); slide++) {
                double[] moments = moments(image, column, codes, slide);
                for (int row = 0; row < image.rows(); row++) {
                    if (codes[row] == slide) {
                        int at = row * image.columns() + column;
                        scaled.values()[at] = limited((float) ((image.values()[at] - moments[0]) / moments[1]));
                    }
                }
            }
        }
        return scaled;
    }

    private static float limited(float value) {
        return Math.max(-LARGEST, Math.min(LARGEST, value));
    }

    /** Mean and deviation of a column over the rows of a code, or over all without codes. */
    private static double[] moments(DenseMatrix matrix, int column, int[] codes, int code) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int pass = 0; pass < 2; pass++) {
            double mean = n == 0 ? 0 : sum / n;
            n = 0;
            for (int row = 0; row < matrix.rows(); row++) {
                if (codes == null || codes[row] == code) {
                    double value = matrix.get(row, column);
                    sum += pass == 0 ? value : 0;
                    squares += pass == 0 ? 0 : (value - mean) * (value - mean);
                    n++;
                }
            }
        }
        double deviation = Math.sqrt(squares / Math.max(1, n));
        return new double[] {sum / Math.max(1, n), deviation > 1e-6 ? deviation : 1};
    }

    static DenseMatrix logs(CsrMatrix counts) {
        DenseMatrix logs = DenseMatrix.zeros(counts.rows(), counts.columns());
        for (int row = 0; row < counts.rows(); row++) {
            double size = counts.rowSum(row);
            for (int i = counts.start(row); i < counts.end(row); i++) {
                logs.values()[row * counts.columns() + counts.columnIndices()[i]] =
                        (float) Math.log1p(TARGET * counts.values()[i] / size);
            }
        }
        return logs;
    }
}
