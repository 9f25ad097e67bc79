package io.spatho.core.preprocess;

import io.spatho.core.random.CounterRandom;
import java.util.Arrays;

/**
 * Leading eigenpairs of a large symmetric positive semidefinite matrix by block Krylov iteration with full orthogonalisation and
 * restarts from Ritz vectors.
 *
 * <p>Blocks are ten vectors wider than the number of pairs wanted, so that equal eigenvalues are found together. Source: Musco and
 * Musco 2015 (randomised block Krylov), with the restart of Wu and Simon 2000. Deterministic for a seed.
 */
final class BlockKrylov {

    private static final int OVERSAMPLING = 10;
    private static final int BLOCKS_HELD = 5;
    private static final int BLOCKS_KEPT = 2;

    /** A column that orthogonalisation shrinks below this share of its length carries rounding only. */
    private static final double DEPENDENT = 1e-11;

    private final CovarianceOperator operator;
    private final Stop stop;
    private final int genes;
    private final int capacity;
    private final int blockWidth;
    private final double[][] basis;
    private final double[][] images;
    private int size;

    /**
     * When the iteration ends.
     *
     * @param wanted number of pairs
     * @param tolerance residual relative to the largest eigenvalue
     * @param passes largest number of products with the matrix
     */
    record Stop(int wanted, double tolerance, int passes) {}

    private BlockKrylov(CovarianceOperator operator, Stop stop) {
        this.operator = operator;
        this.stop = stop;
        this.genes = operator.genes();
        this.blockWidth = Math.min(genes, stop.wanted() + OVERSAMPLING);
        this.capacity = Math.min(genes, BLOCKS_HELD * blockWidth);
        this.basis = new double[genes][capacity];
        this.images = new double[genes][capacity];
    }

    /** The leading pairs. */
    static Eigenpairs largest(CovarianceOperator operator, Stop stop, long seed) {
        return new BlockKrylov(operator, stop).run(seed);
    }

    private Eigenpairs run(long seed) {
        double[][] block = orthonormalised(randomBlock(seed));
        for (int pass = 1; ; pass++) {
            double[][] image = operator.times(block);
            append(block, image);
            double[][] next = pass < stop.passes() && size < genes ? orthonormalised(image) : new double[genes][0];
            boolean last = next[0].length == 0;
            if (last || size + next[0].length > capacity) {
                Eigenpairs ritz = Eigenpairs.full(projected(), size);
                Eigenpairs pairs = leading(ritz);
                if (last || pairs.residual() <= stop.tolerance()) {
                    return pairs;
                }
                restart(ritz, Math.min(BLOCKS_KEPT * blockWidth, capacity - next[0].length));
            }
            block = next;
        }
    }

    private double[][] randomBlock(long seed) {
        double[][] block = new double[genes][blockWidth];
        for (int gene = 0; gene < genes; gene++) {
            CounterRandom random = CounterRandom.of(seed, "pca", gene);
            for (int j = 0; j < blockWidth; j++) {
                block[gene][j] = random.nextGaussian();
            }
        }
        return block;
    }

    private void append(double[][] block, double[][] image) {
        int width = block[0].length;
        for (int gene = 0; gene < genes; gene++) {
            System.arraycopy(block[gene], 0, basis[gene], size, width);
            System.arraycopy(image[gene], 0, images[gene], size, width);
        }
        size += width;
    }

    /** The matrix seen from within the basis: {@code Q' C Q}, made symmetric. */
    private double[][] projected() {
        double[][] full = new double[size][size];
        for (int gene = 0; gene < genes; gene++) {
            double[] image = Arrays.copyOf(images[gene], size);
            for (int i = 0; i < size; i++) {
                VectorSums.addScaled(full[i], basis[gene][i], image);
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                full[i][j] = (full[i][j] + full[j][i]) / 2;
                full[j][i] = full[i][j];
            }
        }
        return full;
    }

    private Eigenpairs leading(Eigenpairs ritz) {
        int wanted = stop.wanted();
        double[] values = Arrays.copyOf(ritz.values(), wanted);
        double[][] vectors = combined(basis, ritz.vectors(), wanted);
        double[][] products = combined(images, ritz.vectors(), wanted);
        double worst = 0;
        for (int j = 0; j < wanted; j++) {
            double squares = 0;
            for (int gene = 0; gene < genes; gene++) {
                double difference = products[gene][j] - values[j] * vectors[gene][j];
                squares += difference * difference;
            }
            worst = Math.max(worst, Math.sqrt(squares));
        }
        return new Eigenpairs(values, vectors, values[0] > 0 ? worst / values[0] : 0);
    }

    private double[][] combined(double[][] columns, double[][] weights, int width) {
        double[][] narrow = new double[size][];
        for (int i = 0; i < size; i++) {
            narrow[i] = Arrays.copyOf(weights[i], width);
        }
        double[][] sums = new double[genes][width];
        for (int gene = 0; gene < genes; gene++) {
            for (int i = 0; i < size; i++) {
                VectorSums.addScaled(sums[gene], columns[gene][i], narrow[i]);
            }
        }
        return sums;
    }

    private void restart(Eigenpairs ritz, int kept) {
        double[][] vectors = combined(basis, ritz.vectors(), kept);
        double[][] products = combined(images, ritz.vectors(), kept);
        size = 0;
        append(vectors, products);
    }

    /** The block made orthogonal to the basis (twice, which is enough) and orthonormal; dependent columns are left out. */
    private double[][] orthonormalised(double[][] block) {
        double[][] columns = new double[block[0].length][genes];
        double[] lengths = new double[columns.length];
        for (int j = 0; j < columns.length; j++) {
            for (int gene = 0; gene < genes; gene++) {
                columns[j][gene] = block[gene][j];
            }
            lengths[j] = length(columns[j]);
        }
        removeBasis(columns);
        removeBasis(columns);
        double[][] kept = new double[columns.length][];
        int width = 0;
        for (int j = 0; j < columns.length; j++) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < width; i++) {
                    VectorSums.addScaled(columns[j], -dot(kept[i], columns[j]), kept[i]);
                }
            }
            double length = length(columns[j]);
            if (length > DEPENDENT * lengths[j] && size + width < genes) {
                double[] unit = new double[genes];
                VectorSums.addScaled(unit, 1 / length, columns[j]);
                kept[width++] = unit;
            }
        }
        double[][] result = new double[genes][width];
        for (int gene = 0; gene < genes; gene++) {
            for (int j = 0; j < width; j++) {
                result[gene][j] = kept[j][gene];
            }
        }
        return result;
    }

    private void removeBasis(double[][] columns) {
        double[][] overlap = new double[size][columns.length];
        double[] row = new double[columns.length];
        for (int gene = 0; gene < genes; gene++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = columns[j][gene];
            }
            for (int i = 0; i < size; i++) {
                VectorSums.addScaled(overlap[i], basis[gene][i], row);
            }
        }
        for (int gene = 0; gene < genes; gene++) {
            Arrays.fill(row, 0);
            for (int i = 0; i < size; i++) {
                VectorSums.addScaled(row, basis[gene][i], overlap[i]);
            }
            for (int j = 0; j < row.length; j++) {
                columns[j][gene] -= row[j];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double length(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }
}
