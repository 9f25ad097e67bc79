package io.spatho.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RegionSummaryTest {

    private static CellMembership member(int region, int cell, CellMembership.Role role, double weight) {
        return new CellMembership(region, cell, role, weight, 1);
    }

    private static final List<CellMembership> ROWS = List.of(
            member(0, 0, CellMembership.Role.INNER, 2 / 3.0),
            member(0, 1, CellMembership.Role.BOUNDARY, 1 / 3.0),
            member(0, 2, CellMembership.Role.CONTEXT, 0),
            member(2, 2, CellMembership.Role.INNER, 1));

    @Test
    void meansOfRawCountsAndMissingness() {
        CsrMatrix counts =
                new CsrMatrix(3, 4, new long[] {0, 2, 4, 5}, new int[] {0, 2, 0, 1, 3}, new float[] {4, 1, 1, 0, 9});
        try (Workers workers = new Workers(2)) {
            RegionSummary summary = RegionSummary.of(counts, ROWS, 3, workers);
            assertThat(summary.cells()).containsExactly(2, 0, 1);
            assertThat(summary.means().values())
                    .containsExactly(2.5f, 0, 0.5f, 0, Float.NaN, Float.NaN, Float.NaN, Float.NaN, 0, 0, 0, 9);
            // A stored zero is no count.
            assertThat(summary.missingness()[0]).isEqualTo(0.5);
            assertThat(summary.missingness()[1]).isNaN();
            assertThat(summary.missingness()[2]).isEqualTo(0.75);
        }
    }

    @Test
    void poolingIsWeightedAndOfUnitLength() {
        DenseMatrix cells = new DenseMatrix(3, 2, new float[] {1, 0, 0, 1, 3, -4});
        DenseMatrix pooled = RegionPooling.pool(cells, ROWS, 3);
        assertThat(pooled.get(0, 0)).isCloseTo((float) (2 / Math.sqrt(5)), within(1e-7f));
        assertThat(pooled.get(0, 1)).isCloseTo((float) (1 / Math.sqrt(5)), within(1e-7f));
        assertThat(pooled.get(1, 0)).isNaN();
        assertThat(pooled.get(2, 0)).isEqualTo(0.6f);
        assertThat(pooled.get(2, 1)).isEqualTo(-0.8f);
        DenseMatrix opposite = new DenseMatrix(2, 1, new float[] {1, -1});
        List<CellMembership> halves =
                List.of(member(0, 0, CellMembership.Role.INNER, 0.5), member(0, 1, CellMembership.Role.INNER, 0.5));
        assertThat(RegionPooling.pool(opposite, halves, 1).get(0, 0)).isNaN();
    }

    @Test
    void qualityFlagsAreJoinedInOrder() {
        RegionQc.Expectations expected = new RegionQc.Expectations(2, new boolean[] {true, false, true}, false);
        List<RegionQc> quality = RegionQc.of(ROWS, 3, expected);
        assertThat(quality).extracting(RegionQc::qcFlag).containsExactly("ok", "no_image,low_cells", "low_cells");
        assertThat(quality.get(0).boundaryShare()).isEqualTo(0.5);
        assertThat(quality.get(0).context()).isEqualTo(1);
        assertThat(quality.get(1).boundaryShare()).isNaN();
    }

    /** Twenty regions of two structures with embeddings around two corners; some are spoilt. */
    @Test
    void plantedOutliersAreFound() {
        int count = 20;
        CounterRandom random = CounterRandom.of(2, "embeddings", 0);
        float[] values = new float[2 * count];
        List<Region> regions = new ArrayList<>();
        List<CellMembership> rows = new ArrayList<>();
        int cell = 0;
        for (int region = 0; region < count; region++) {
            values[2 * region] = (float) ((region < 10 ? 1 : 0) + 0.02 * random.nextGaussian());
            values[2 * region + 1] = (float) ((region < 10 ? 0 : 1) + 0.02 * random.nextGaussian());
            regions.add(new Region(
                    "r" + region, MadeRegions.wkt(MadeRegions.square(0, 0, 1)), "user", region < 10 ? "a" : "b"));
            for (int i = 0; i < (region == 15 ? 5 : 40); i++) {
                boolean edge = region == 16 || i % 4 == 0;
                rows.add(member(region, cell++, edge ? CellMembership.Role.BOUNDARY : CellMembership.Role.INNER, 0.01));
            }
        }
        values[6] = 1.6f;
        values[8] = 0.1f;
        values[9] = 0.9f;
        values[14] = Float.NaN;
        DenseMatrix embeddings = new DenseMatrix(count, 2, values);
        boolean[] imaged = new boolean[count];
        List<RegionQc> quality = RegionQc.of(rows, count, new RegionQc.Expectations(30, imaged, false));
        List<RegionOutlier> found =
                RegionOutliers.of(embeddings, regions, quality, RegionOutliers.Limits.standard(), "spot");
        assertThat(found)
                .extracting(outlier -> outlier.region() + " " + outlier.kind().id())
                .contains("3 outlying", "4 ambiguous", "4 outlying", "15 weakly_supported", "16 weakly_supported");
        assertThat(found).noneSatisfy(outlier -> assertThat(outlier.region()).isIn(0, 1, 7, 12));
        assertThat(found).isSortedAccordingTo((left, right) -> Integer.compare(left.region(), right.region()));
        assertThat(found)
                .extracting(RegionOutlier::reason)
                .contains("100 % of its spots are boundary spots, more than 80 %");
        assertThat(found.stream()
                        .filter(o -> o.region() == 15)
                        .findFirst()
                        .orElseThrow()
                        .reason())
                .isEqualTo("5 spots, fewer than 30");
    }

    @Test
    void equalEmbeddingsAreNoOutliers() {
        List<Region> regions =
                Collections.nCopies(8, new Region("r", MadeRegions.wkt(MadeRegions.square(0, 0, 1)), "user", "a"));
        List<RegionQc> quality = Collections.nCopies(8, new RegionQc(0, 50, 10, 0, List.of()));
        DenseMatrix same = DenseMatrix.zeros(8, 3);
        assertThat(RegionOutliers.of(same, regions, quality, RegionOutliers.Limits.standard(), "spot"))
                .isEmpty();
        assertThat(RegionOutliers.of(
                        DenseMatrix.zeros(8, 0), regions, quality, RegionOutliers.Limits.standard(), "spot"))
                .isEmpty();
    }
}
