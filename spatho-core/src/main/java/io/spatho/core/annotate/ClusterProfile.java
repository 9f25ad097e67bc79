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
 * @param z clusters x genes; NaN for constant genes and empty clusters
 */
record ClusterProfile(int clusters, int genes, int[] sizes, double[] z) {

    static ClusterProfile of(CsrMatrix values, int[] clusterOf, int clusters) {
        int genes = values.columns();
        int[] sizes = new int[clusters];
        double[] sums = new double[clusters * genes];
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
                sums[cluster * genes + values.columnIndices()[i]] += values.values()[i];
                stored[values.columnIndices()[i]]++;
            }
        }
        double[] mean = new double[genes];
        for (int i = 0; i < sums.length; i++) {
            mean[i % genes] += sums[i] / cells;
        }
        double[] deviation = deviations(values, clusterOf, mean, stored, cells);
        double[] z = new double[sums.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = (sums[i] / sizes[i / genes] - mean[i % genes]) / deviation[i % genes];
        }
        return new ClusterProfile(clusters, genes, sizes, z);
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

    /** The mean z-score of a set of genes in a cluster. */
    double score(int cluster, int[] set) {
        double sum = 0;
        for (int gene : set) {
            sum += z[cluster * genes + gene];
        }
        return sum / set.length;
    }
}
