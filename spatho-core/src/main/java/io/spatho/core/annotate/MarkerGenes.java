package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.statistics.NormalTail;
import java.util.Arrays;

/**
 * Marker genes: the Wilcoxon rank-sum test of each gene in each cluster against all other clustered cells.
 *
 * <p>The normal approximation with tie correction and without continuity correction. Zeros are one block of ties, ranked without
 * being visited; cost: nonzeros x log plus genes x clusters. Determinism: independent of the number of threads. Cells with
 * cluster -1 are left out. A gene without any spread, or a cluster that is empty or holds all cells, has no test: score, p and
 * adjusted p are NaN, and the gene does not count in the correction.
 *
 * <p>Source: scanpy 1.11.5 {@code tl.rank_genes_groups(method="wilcoxon", tie_correct=True, pts=True)}, the fold change
 * included: {@code log2((expm1(mean in) + 1e-9) / (expm1(mean out) + 1e-9))}.
 */
public final class MarkerGenes extends GeneTest {

    private MarkerGenes(CsrMatrix logNormalised, int[] clusterOf, int clusters) {
        super(logNormalised, clusterOf, clusters);
    }

    /** The tests on log-normalised values, cells x genes, with {@code clusterOf[cell]} below {@code clusters} or -1. */
    public static MarkerTable of(CsrMatrix logNormalised, int[] clusterOf, int clusters, Workers workers) {
        return new MarkerGenes(logNormalised, clusterOf, clusters).table(workers);
    }

    @Override
    void gene(int gene, MarkerTable table) {
        Entries entries = Entries.of(byGene, gene, clusterOf);
        double[] sums = new double[clusters];
        int[] expressing = new int[clusters];
        for (int i = 0; i < entries.count; i++) {
            sums[entries.cluster(i)] += entries.value(i);
            expressing[entries.cluster(i)] += entries.value(i) != 0 ? 1 : 0;
        }
        double[] ranks = new double[clusters];
        double ties = ranks(entries, ranks);
        describe(gene, sums, expressing, table);
        for (int cluster = 0; cluster < clusters; cluster++) {
            int in = sizes[cluster];
            int out = cells - in;
            int at = table.at(cluster, gene);
            double n = cells;
            double spread = (1 - ties / (n * n * n - n)) * in * out * (n + 1) / 12;
            // The tie correction of a gene without spread is 0 but for rounding.
            boolean defined = in > 0 && out > 0 && !entries.constant(cells);
            double score = defined ? (ranks[cluster] - in * (n + 1) / 2) / Math.sqrt(spread) : Double.NaN;
            table.scores()[at] = score;
            table.pValues()[at] = NormalTail.beyond(score);
        }
    }

    /** Adds each cluster's sum of mid-ranks and returns the sum of t^3 - t over blocks of t ties. */
    private double ranks(Entries entries, double[] ranks) {
        double ties = 0;
        double below = 0;
        int zeros = cells - entries.count;
        int[] stored = new int[clusters];
        for (int i = 0; i < entries.count; i++) {
            stored[entries.cluster(i)]++;
        }
        boolean zerosDone = false;
        int i = 0;
        while (i < entries.count || !zerosDone) {
            boolean zeroBlock = !zerosDone && (i == entries.count || entries.value(i) >= 0);
            int end = i;
            double block = 0;
            if (zeroBlock) {
                block = zeros;
                zerosDone = true;
            }
            if (i < entries.count && (!zeroBlock || entries.value(i) == 0)) {
                end = entries.endOfTies(i);
            }
            block += end - i;
            double rank = below + (block + 1) / 2;
            for (; i < end; i++) {
                ranks[entries.cluster(i)] += rank;
            }
            for (int cluster = 0; zeroBlock && cluster < clusters; cluster++) {
                ranks[cluster] += rank * (sizes[cluster] - stored[cluster]);
            }
            ties += block * block * block - block;
            below += block;
        }
        return ties;
    }

    /** The stored values of one gene in ascending order, with the cluster of each. */
    private static final class Entries {
        final int count;
        private final long[] packed;

        private Entries(long[] packed, int count) {
            this.packed = packed;
            this.count = count;
        }

        static Entries of(CsrMatrix byGene, int gene, int[] clusterOf) {
            long[] packed = new long[byGene.end(gene) - byGene.start(gene)];
            int count = 0;
            for (int i = byGene.start(gene); i < byGene.end(gene); i++) {
                int cluster = clusterOf[byGene.columnIndices()[i]];
                if (cluster >= 0) {
                    int bits = Float.floatToIntBits(byGene.values()[i] + 0.0f);
                    // The order-preserving bits of a float32: negative values are flipped.
                    int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
                    packed[count++] = ((long) ordered << 32) | cluster;
                }
            }
            Arrays.sort(packed, 0, count);
            return new Entries(packed, count);
        }

        int cluster(int i) {
            return (int) packed[i];
        }

        float value(int i) {
            int ordered = (int) (packed[i] >> 32);
            return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & Integer.MAX_VALUE));
        }

        int endOfTies(int i) {
            int end = i + 1;
            while (end < count && packed[end] >> 32 == packed[i] >> 32) {
                end++;
            }
            return end;
        }

        boolean constant(int cells) {
            boolean zeros = count < cells;
            return count == 0 || (endOfTies(0) == count && (!zeros || value(0) == 0));
        }
    }
}
