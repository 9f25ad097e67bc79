package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;

/**
 * The mean z-score of every gene in every cluster: {@code (cluster mean - overall mean) / overall standard deviation}, with the
 * population standard deviation (ddof 0) over the clustered cells.
 *
 * <p>This is the mean over a cluster's cells of the per-cell z-scores, without making any of them.
 *
 * @param clusters number of clusters
 * @param genes number of genes
 * @param sizes cells of each cluster
 * @param means mean of each gene over all clustered cells
 * @param z clusters x genes; NaN for constant genes and empty clusters
 * @param errors clusters x genes, standard error of {@code z} over the cluster's cells; 0 for a single cell
 */
record ClusterProfile(int clusters, int genes, int[] sizes, double[] means, double[] z, double[] errors) {

    static ClusterProfile of(CsrMatrix values, int[] clusterOf, int clusters) {
        int genes = values.columns();
        int[] sizes = new int[clusters];
        double[] sums = new double[clusters * genes];
        double[] squares = new double[clusters * genes];
        int[] stored = new int[genes];
        int cells = 0;
        for (int cell = 0; cell < values.rows(); cell++) {
            int cluster = clusterOf[cell];
            if (cluster < 0) {
                continue;
            }
            cells++;
            sizes[cluster]++;
            for (int i = values.start(cell); i < values.end(cell); i++) {
                double value = values.values()[i];
                sums[cluster * genes + values.columnIndices()[i]] += value;
                squares[cluster * genes + values.columnIndices()[i]] += value * value;
                stored[values.columnIndices()[i]]++;
            }
        }
        double[] mean = new double[genes];
        for (int i = 0; i < sums.length; i++) {
            mean[i % genes] += sums[i] / cells;
        }
        double[] deviation = deviations(values, clusterOf, mean, stored, cells);
        double[] z = new double[sums.length];
        double[] errors = new double[sums.length];
        for (int i = 0; i < z.length; i++) {
            int size = sizes[i / genes];
            double inside = sums[i] / size;
            z[i] = (inside - mean[i % genes]) / deviation[i % genes];
            double variance = Math.max(0, squares[i] - size * inside * inside) / Math.max(1, size - 1);
            errors[i] = Math.sqrt(variance / size) / deviation[i % genes];
        }
        return new ClusterProfile(clusters, genes, sizes, mean, z, errors);
    }

    private static double[] deviations(CsrMatrix values, int[] clusterOf, double[] mean, int[] stored, int cells) {
        int genes = mean.length;
        double[] squares = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            squares[gene] = (cells - stored[gene]) * mean[gene] * mean[gene];
        }
        for (int cell = 0; cell < values.rows(); cell++) {
            for (int i = values.start(cell); clusterOf[cell] >= 0 && i < values.end(cell); i++) {
                int gene = values.columnIndices()[i];
                double difference = values.values()[i] - mean[gene];
                squares[gene] += difference * difference;
            }
        }
        for (int gene = 0; gene < genes; gene++) {
            double deviation = Math.sqrt(squares[gene] / cells);
            // What remains of a constant gene is rounding.
            squares[gene] = deviation > 1e-7 * Math.abs(mean[gene]) ? deviation : Double.NaN;
        }
        return squares;
    }

    /** The population standard deviation of each gene over all cells; NaN for a constant gene. */
    static double[] deviations(CsrMatrix values, double[] mean) {
        int[] stored = new int[values.columns()];
        for (int gene : values.columnIndices()) {
            stored[gene]++;
        }
        return deviations(values, new int[values.rows()], mean, stored, values.rows());
    }

    /** The mean z-score of a set of genes in a cluster. */
    double score(int cluster, int[] set) {
        double sum = 0;
        for (int gene : set) {
            sum += z[cluster * genes + gene];
        }
        return sum / set.length;
    }

    /** The squared standard error of {@link #score}, with the genes taken as independent. */
    double squaredError(int cluster, int[] set) {
        double sum = 0;
        for (int gene : set) {
            double error = errors[cluster * genes + gene];
            sum += error * error;
        }
        return sum / set.length / set.length;
    }
}
