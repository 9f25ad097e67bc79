package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * A test of each gene in each cluster against all other clustered cells; cells with cluster -1 are left out.
 *
 * <p>Determinism: each gene is tested by itself, so that the table does not depend on the number of threads.
 */
abstract sealed class GeneTest permits MarkerGenes, WelchMarkers {

    private static final int GENES_PER_BLOCK = 64;

    final CsrMatrix byGene;
    final int[] clusterOf;
    final int clusters;
    final int[] sizes;
    final int cells;

    GeneTest(CsrMatrix logNormalised, int[] clusterOf, int clusters) {
        if (clusterOf.length != logNormalised.rows()) {
            throw new IllegalArgumentException(clusterOf.length + " labels for " + logNormalised.rows() + " cells");
        }
        this.byGene = logNormalised.transpose();
        this.clusterOf = clusterOf;
        this.clusters = clusters;
        this.sizes = new int[clusters];
        for (int cluster : clusterOf) {
            if (cluster < -1 || cluster >= clusters) {
                throw new IllegalArgumentException("cluster " + cluster + " of " + clusters);
            }
            if (cluster >= 0) {
                sizes[cluster]++;
            }
        }
        this.cells = Arrays.stream(sizes).sum();
    }

    /** Enters one gene's scores, p-values and descriptions. */
    abstract void gene(int gene, MarkerTable table);

    /** All genes, tested and ranked. */
    final MarkerTable table(Workers workers) {
        MarkerTable table = MarkerTable.empty(clusters, byGene.rows());
        workers.forRanges(byGene.rows(), GENES_PER_BLOCK, (from, to) -> {
            for (int gene = from; gene < to; gene++) {
                gene(gene, table);
            }
        });
        workers.map(clusters, cluster -> {
            table.rank(cluster);
            return Boolean.TRUE;
        });
        return table;
    }

    /** Enters fold changes and shares of expressing cells, from sums of values and numbers of expressing cells by cluster. */
    final void describe(int gene, double[] sums, int[] expressing, MarkerTable table) {
        double total = Arrays.stream(sums).sum();
        int expressingTotal = Arrays.stream(expressing).sum();
        for (int cluster = 0; cluster < clusters; cluster++) {
            int in = sizes[cluster];
            int out = cells - in;
            int at = table.at(cluster, gene);
            table.foldChanges()[at] = MarkerTable.foldChange(sums[cluster] / in, (total - sums[cluster]) / out);
            table.shareIn()[at] = (double) expressing[cluster] / in;
            table.shareOut()[at] = (double) (expressingTotal - expressing[cluster]) / out;
        }
    }
}
