package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Marker genes by Welch's t-test of each gene in each cluster against all other clustered cells: unequal variances, and degrees of
 * freedom after Satterthwaite.
 *
 * <p>Cells with cluster -1 are left out. Undefined (NaN), and not counted in the correction: a cluster or rest of fewer than two
 * cells, and a gene without spread in both. Cost: nonzeros plus genes x clusters. Determinism: independent of the number of
 * threads. Source: Welch 1947; scanpy 1.11.5 {@code tl.rank_genes_groups(method="t-test")}, which gives 0 and 1 where this gives NaN.
 */
public final class WelchMarkers extends GeneTest {

    private WelchMarkers(CsrMatrix logNormalised, int[] clusterOf, int clusters) {
        super(logNormalised, clusterOf, clusters);
    }

    /** The tests on log-normalised values, cells x genes, with {@code clusterOf[cell]} below {@code clusters} or -1. */
    public static MarkerTable of(CsrMatrix logNormalised, int[] clusterOf, int clusters, Workers workers) {
        return new WelchMarkers(logNormalised, clusterOf, clusters).table(workers);
    }

    @Override
    void gene(int gene, MarkerTable table) {
        double[] sums = new double[clusters];
        int[] expressing = new int[clusters];
        for (int i = byGene.start(gene); i < byGene.end(gene); i++) {
            int cluster = clusterOf[byGene.columnIndices()[i]];
            if (cluster >= 0) {
                sums[cluster] += byGene.values()[i];
                expressing[cluster] += byGene.values()[i] != 0 ? 1 : 0;
            }
        }
        double total = Arrays.stream(sums).sum();
        double mean = total / cells;
        double[] squares = squares(gene, mean);
        double allSquares = Arrays.stream(squares).sum();
        describe(gene, sums, expressing, table);
        for (int cluster = 0; cluster < clusters; cluster++) {
            int in = sizes[cluster];
            int out = cells - in;
            int at = table.at(cluster, gene);
            double meanIn = sums[cluster] / in;
            double meanOut = (total - sums[cluster]) / out;
            double spreadIn = varianceOfMean(squares[cluster], in, meanIn - mean);
            double spreadOut = varianceOfMean(allSquares - squares[cluster], out, meanOut - mean);
            double t = (meanIn - meanOut) / Math.sqrt(spreadIn + spreadOut);
            table.scores()[at] = Double.isFinite(t) ? t : Double.NaN;
            table.pValues()[at] = p(table.scores()[at], spreadIn, in, spreadOut, out);
        }
    }

    /** Sums of squared deviations from the gene's mean over all cells, by cluster; exact where values are large and alike. */
    private double[] squares(int gene, double mean) {
        double[] squares = new double[clusters];
        int[] zeros = sizes.clone();
        for (int i = byGene.start(gene); i < byGene.end(gene); i++) {
            int cluster = clusterOf[byGene.columnIndices()[i]];
            if (cluster >= 0) {
                double difference = byGene.values()[i] - mean;
                squares[cluster] += difference * difference;
                zeros[cluster]--;
            }
        }
        Arrays.setAll(squares, cluster -> squares[cluster] + zeros[cluster] * mean * mean);
        return squares;
    }

    /** The sample variance divided by n, from squared deviations about a point that lies {@code shift} beside the mean. */
    private static double varianceOfMean(double squares, double n, double shift) {
        return n < 2 ? Double.NaN : Math.max(0, squares - n * shift * shift) / (n - 1) / n;
    }

    private static double p(double t, double spreadIn, double in, double spreadOut, double out) {
        if (Double.isNaN(t)) {
            return Double.NaN;
        }
        double sum = spreadIn + spreadOut;
        double freedom = sum * sum / (spreadIn * spreadIn / (in - 1) + spreadOut * spreadOut / (out - 1));
        return 2 * new TDistribution(freedom).cumulativeProbability(-Math.abs(t));
    }
}
