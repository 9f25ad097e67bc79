package io.spatho.core.cluster;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * The three features of each gene at an observation: its own expression, the kernel-weighted mean of its neighbours, and the
 * magnitude of the azimuthal Gabor gradient.
 *
 * <p>With weights w, directions phi and the unweighted mean m of the neighbours' expression x, the gradient is {@code |sum w exp(i phi)
 * (x - m)|}: large where expression rises in some direction, 0 where it is the same all around, and unchanged when the tissue is
 * turned or mirrored. It equals {@code |sum c x|} with {@code c = w exp(i phi) - (sum w exp(i phi)) / k}, so one pass over the
 * neighbours' entries is enough. An observation without neighbours has its own expression as mean and the gradient 0.
 *
 * <p>Source: Singhal and others 2024 (BANKSY), harmonics 0 and 1, centred as in its reference implementations.
 */
final class NeighbourhoodFeatures {

    private final CsrMatrix expression;
    private final KernelNeighbours near;
    private final KernelNeighbours far;

    /** Features from an observations x genes matrix; {@code near} gives the mean and {@code far} the gradient. */
    NeighbourhoodFeatures(CsrMatrix expression, KernelNeighbours near, KernelNeighbours far) {
        this.expression = expression;
        this.near = near;
        this.far = far;
    }

    int observations() {
        return expression.rows();
    }

    int genes() {
        return expression.columns();
    }

    /** Own values, means and gradients of all genes, one after the other: 3 x genes values. */
    double[] row(int observation, Scratch scratch) {
        double[] features = scratch.features;
        Arrays.fill(features, 0);
        int genes = genes();
        add(features, 0, observation, 1);
        if (near.degree(observation) == 0) {
            add(features, genes, observation, 1);
        }
        for (int i = near.starts()[observation]; i < near.starts()[observation + 1]; i++) {
            add(features, genes, near.neighbours()[i], near.weights()[i]);
        }
        gradient(observation, scratch);
        return features;
    }

    private void add(double[] sums, int offset, int row, double weight) {
        for (int i = expression.start(row); i < expression.end(row); i++) {
            sums[offset + expression.columnIndices()[i]] += weight * expression.values()[i];
        }
    }

    private void gradient(int observation, Scratch scratch) {
        int first = far.starts()[observation];
        int last = far.starts()[observation + 1];
        double meanCosine = 0;
        double meanSine = 0;
        for (int i = first; i < last; i++) {
            meanCosine += (double) far.weights()[i] * far.cosines()[i];
            meanSine += (double) far.weights()[i] * far.sines()[i];
        }
        meanCosine /= Math.max(1, last - first);
        meanSine /= Math.max(1, last - first);
        double[] real = scratch.real;
        double[] imaginary = scratch.imaginary;
        Arrays.fill(real, 0);
        Arrays.fill(imaginary, 0);
        for (int i = first; i < last; i++) {
            double a = (double) far.weights()[i] * far.cosines()[i] - meanCosine;
            double b = (double) far.weights()[i] * far.sines()[i] - meanSine;
            int row = far.neighbours()[i];
            for (int entry = expression.start(row); entry < expression.end(row); entry++) {
                int gene = expression.columnIndices()[entry];
                double value = expression.values()[entry];
                real[gene] += a * value;
                imaginary[gene] += b * value;
            }
        }
        int offset = 2 * genes();
        for (int gene = 0; gene < genes(); gene++) {
            scratch.features[offset + gene] = Math.sqrt(real[gene] * real[gene] + imaginary[gene] * imaginary[gene]);
        }
    }

    /** Room for one row; a thread needs its own. */
    static final class Scratch {

        private final double[] features;
        private final double[] real;
        private final double[] imaginary;

        Scratch(int genes) {
            this.features = new double[3 * genes];
            this.real = new double[genes];
            this.imaginary = new double[genes];
        }
    }
}
