package io.spatho.core.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Golden values: harmonypy 0.0.9 and fastMNN's steps in numpy (docs/golden/make_integration_golden.py). */
final class CorrectionTest {

    private static final int N = 90;
    private static final int[] SHOWN = {0, 1, 2, 50, 89};

    private static final double[][] HARMONY = {
        {4.824441186390698, 0.49675892909553265, 1.0714100310097434, 1.9565080284670726},
        {1.5237958105796336, 3.270762057541462, -0.5701170394914425, 1.9250254148311243},
        {1.5886007407090457, -1.040684895301802, 4.84676647069894, 1.4458748977327565},
        {0.5583217510676944, 0.44936093634920427, 4.412370026283631, 2.0856313737291834},
        {1.5393720493027272, -0.8664636710577357, 3.367941141307952, 1.7745559798901218}
    };

    private static final double[][] HARMONY_OF_TWO = {
        {4.769689383785426, 0.4267833650399515, 1.0279098190972078, 1.8733306041957345},
        {1.4812228178856621, 2.8925524995965874, -0.532529751787368, 1.8748597256919017},
        {1.6022125062323371, -0.6493684280332253, 4.81949103245143, 1.4486118146711076},
        {0.5249015138018834, -0.37441005299515273, 4.3614688465543585, 2.1921259960125234},
        {1.5591831930542153, -0.4341395229108295, 3.446116322991049, 1.6653287737089741}
    };

    private static final double[][] MUTUAL = {
        {2.7455773588957872, 1.1262275602762666, -0.6521048736959902, 1.7528851330205},
        {2.6698098602364517, 2.7469473723488167, 0.501126121729063, 1.5958627418810791},
        {-0.6516336744801114, 0.06085871192324466, 3.5830392747043085, 1.7808185200275242},
        {-0.4103610159950677, 0.3011495789323295, 3.423007121457368, 1.918254096708574},
        {0.000555593498572704, -0.0860039539239974, 2.586804676719016, 2.001396635854985}
    };

    private static int[] batch() {
        return IntStream.range(0, N).map(i -> i * 7 % 5 < 2 ? 1 : 0).toArray();
    }

    private static DenseMatrix points() {
        DenseMatrix points = DenseMatrix.zeros(N, 4);
        int[] batch = batch();
        for (int i = 0; i < N; i++) {
            points.values()[4 * i] = (float) (Math.sin(i) + (i % 3 == 0 ? 4 : 0) + 1.5 * batch[i]);
            points.values()[4 * i + 1] = (float) (Math.cos(2.0 * i) + (i % 3 == 1 ? 4 : 0) - 0.8 * batch[i]);
            points.values()[4 * i + 2] = (float) (Math.sin(3.0 * i + 1) + (i % 3 == 2 ? 4 : 0) + 0.4 * batch[i]);
            points.values()[4 * i + 3] = (float) (Math.cos(0.5 * i) + 1.0);
        }
        return points;
    }

    private static Harmony.Result fromGivenStart(Batches batches, int threads) {
        DenseMatrix points = points();
        double[] unit = HarmonyClusters.unit(HarmonyClusters.doubles(points), 4);
        double[][] centres = IntStream.of(0, 1, 2, 33)
                .mapToObj(row -> Arrays.copyOfRange(unit, 4 * row, 4 * row + 4))
                .toArray(double[][]::new);
        int[] order = IntStream.range(0, N).toArray();
        try (Workers workers = new Workers(threads)) {
            return Harmony.correct(points, batches, Harmony.Settings.standard(), centres, round -> order, workers);
        }
    }

    private static void assertRows(DenseMatrix found, double[][] expected, double tolerance) {
        for (int i = 0; i < SHOWN.length; i++) {
            for (int j = 0; j < 4; j++) {
                assertThat((double) found.get(SHOWN[i], j)).isCloseTo(expected[i][j], within(tolerance));
            }
        }
    }

    @Test
    void harmonyAgreesWithHarmonypyFromTheSameStart() {
        assertRows(fromGivenStart(Batches.of(batch()), 2).vectors(), HARMONY, 1e-6);
    }

    @Test
    void harmonyAgreesOnTwoVariables() {
        int[] protocol = IntStream.range(0, N).map(i -> i * 3 / N).toArray();
        assertRows(fromGivenStart(Batches.of(batch(), protocol), 2).vectors(), HARMONY_OF_TWO, 1e-6);
    }

    @Test
    void mutualNeighboursAgreeWithTheirReference() {
        try (Workers workers = new Workers(2)) {
            MutualNeighbours.Result found = MutualNeighbours.correct(points(), batch(), new int[] {0, 1}, 6, workers);

            assertThat(found.pairs()).containsExactly(133);
            assertRows(found.vectors(), MUTUAL, 2e-6);
        }
    }

    @Test
    void aPureShiftIsTakenOffWhole() {
        int n = 300;
        int[] batch = IntStream.range(0, n).map(i -> i % 2).toArray();
        DenseMatrix points = DenseMatrix.zeros(n, 3);
        for (int i = 0; i < n; i++) {
            int pair = i / 2;
            points.values()[3 * i] = (float) (Math.sin(pair * 1.7) + 6 * (pair % 2));
            points.values()[3 * i + 1] = (float) Math.cos(pair * 2.3);
            // The shift is at right angles to all else, as mutual neighbours ask for.
            points.values()[3 * i + 2] = 5 * batch[i];
        }
        try (Workers workers = new Workers(2)) {
            DenseMatrix moved = MutualNeighbours.correct(points, batch, new int[] {0, 1}, 20, workers)
                    .vectors();
            for (int i = 0; i < n; i += 2) {
                assertThat(moved.get(i + 1, 2)).isCloseTo(moved.get(i, 2), within(1e-4f));
            }
        }
    }

    @Test
    void resultsDoNotDependOnThreads() {
        Harmony.Result[] harmony = new Harmony.Result[2];
        MutualNeighbours.Result[] mutual = new MutualNeighbours.Result[2];
        for (int i = 0; i < 2; i++) {
            try (Workers workers = new Workers(1 + 6 * i)) {
                harmony[i] = Harmony.correct(points(), Batches.of(batch()), Harmony.Settings.standard(), 5, workers);
                mutual[i] = MutualNeighbours.correct(points(), batch(), new int[] {1, 0}, 5, workers);
            }
        }
        assertThat(harmony[1].vectors().values()).isEqualTo(harmony[0].vectors().values());
        assertThat(mutual[1].vectors().values()).isEqualTo(mutual[0].vectors().values());
    }

    @Test
    void mergingStartsAtTheLargestAndStaysWithinAProtocol() {
        int[] batchOf = {0, 1, 1, 2, 2, 2, 3, 3};

        assertThat(MutualNeighbours.order(batchOf, new int[] {0, 1, 0, 1})).containsExactly(2, 0, 1, 3);
    }

    @Test
    void oneBatchIsLeftAlone() {
        try (Workers workers = new Workers(1)) {
            Harmony.Result found =
                    Harmony.correct(points(), Batches.of(new int[N]), Harmony.Settings.standard(), 0, workers);

            assertThat(found.clusters()).isEqualTo(3);
            for (int i = 0; i < points().values().length; i++) {
                assertThat(found.vectors().values()[i]).isCloseTo(points().values()[i], within(0.5f));
            }
        }
    }
}
