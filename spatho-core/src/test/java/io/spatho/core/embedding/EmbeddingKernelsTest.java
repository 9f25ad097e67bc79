package io.spatho.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EmbeddingKernelsTest {

    private static DenseMatrix rows(float... values) {
        return new DenseMatrix(values.length / 2, 2, values);
    }

    @Test
    void attentionCountsWhatPointsWithTheGroup() {
        DenseMatrix vectors = rows(1, 0, 0.8f, 0.6f, 0, 1, Float.NaN, 0);
        AttentionPooling.Pooled pooled =
                AttentionPooling.pool(vectors, new int[] {0, 1, 2, 3}, new double[] {1, 1, 1, 1});
        double[] mean = {1.8 / Math.hypot(1.8, 1.6), 1.6 / Math.hypot(1.8, 1.6)};
        double[] attention = {
            Math.exp(mean[0] / 0.2), Math.exp((0.8 * mean[0] + 0.6 * mean[1]) / 0.2), Math.exp(mean[1] / 0.2), 0
        };
        double sum = Arrays.stream(attention).sum();

        assertThat(pooled.mean()).containsExactly(mean, within(1e-7));
        for (int i = 0; i < 4; i++) {
            assertThat(pooled.attentionWeights()[i]).isCloseTo(attention[i] / sum, within(1e-6));
        }
        assertThat(pooled.meanWeights()).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0, 0}, within(1e-12));
        assertThat(Math.hypot(pooled.attention()[0], pooled.attention()[1])).isCloseTo(1, within(1e-12));
        assertThat(pooled.effectiveMembers()).isBetween(1.0, 3.0);
    }

    @Test
    void nothingToPoolHasNoDirection() {
        AttentionPooling.Pooled pooled = AttentionPooling.pool(rows(1, 0), new int[0], new double[0]);

        assertThat(pooled.mean()).containsOnly(Double.NaN);
        assertThat(pooled.effectiveMembers()).isZero();
    }

    @Test
    void tightGroupsAreCoherentAndAStrayLooksLikeTheOtherStructure() {
        DenseMatrix vectors = rows(1, 0.1f, 1, -0.1f, 0.9f, 0, -1, 0.1f, -1, -0.1f, -0.8f, 0.05f);
        int[] structures = {0, 0, 0, 1, 1, 0};
        double[] coherence = Coherence.of(vectors, new int[] {0, 0, 0, 1, 1, -1}, 2);
        BoundaryAmbiguity.Result ambiguity = BoundaryAmbiguity.of(vectors, structures, 2);

        assertThat(Arrays.stream(coherence).limit(5).boxed()).allMatch(cosine -> cosine > 0.9);
        assertThat(coherence[5]).isNaN();
        assertThat(ambiguity.margin()[0]).isPositive();
        assertThat(ambiguity.margin()[5]).isNegative();
        assertThat(ambiguity.nearest()[5]).isEqualTo(1);
    }

    @Test
    void neighboursThatAreAlikeAgreeMoreThanChance() {
        int n = 40;
        DenseMatrix vectors = DenseMatrix.zeros(n, 2);
        int[] from = new int[n - 1];
        int[] to = new int[n - 1];
        float[] lengths = new float[n - 1];
        for (int i = 0; i < n; i++) {
            vectors.values()[2 * i] = (float) Math.cos(Math.PI * i / n);
            vectors.values()[2 * i + 1] = (float) Math.sin(Math.PI * i / n);
            if (i > 0) {
                from[i - 1] = i - 1;
                to[i - 1] = i;
                lengths[i - 1] = 1;
            }
        }
        SpatialAgreement.Result agreement = SpatialAgreement.of(vectors, Graph.ofEdges(n, from, to, lengths), 1);

        assertThat(Arrays.stream(agreement.neighbours()).average().orElseThrow())
                .isGreaterThan(Arrays.stream(agreement.random()).average().orElseThrow() + 0.3);
    }

    @Test
    void theMostAlikeRegionComesFirst() {
        List<SimilarRegions.Pair> pairs = SimilarRegions.of(rows(1, 0, 0.9f, 0.1f, 0, 1, Float.NaN, 1), 1);

        assertThat(pairs).extracting(SimilarRegions.Pair::region).containsExactly(0, 1, 2);
        assertThat(pairs).extracting(SimilarRegions.Pair::similar).containsExactly(1, 0, 1);
    }

    @Test
    void intervalsHoldTheMeanAndNeedThreeBlocks() {
        double[] values = {1, 2, 3, 4, 5, 6, Double.NaN};
        BlockBootstrap.Mean mean =
                BlockBootstrap.of(values, new SpatialBlocks(3, new int[] {0, 0, 1, 1, 2, 2, 2}), 1, "test");

        assertThat(mean.n()).isEqualTo(6);
        assertThat(mean.value()).isEqualTo(3.5);
        assertThat(mean.interval().orElseThrow().lower()).isBetween(1.5, 3.5);
        assertThat(mean.interval().orElseThrow().upper()).isBetween(3.5, 5.5);
        assertThat(BlockBootstrap.of(values, SpatialBlocks.single(7), 1, "test").interval())
                .isEmpty();
    }
}
