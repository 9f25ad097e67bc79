package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.random.CounterRandom;
import org.junit.jupiter.api.Test;

class TissueBinsTest {

    private static final double[] X = {10, 11, 109, 10};
    private static final double[] Y = {5, 5.5, 5, 54};

    @Test
    void meansAreOverTheObservationsOfABinAndUndefinedWhereThereAreNone() {
        CsrMatrix values =
                new CsrMatrix(4, 2, new long[] {0, 2, 3, 3, 4}, new int[] {0, 1, 1, 0}, new float[] {4, 1, 3, 7});
        TissueBins bins = TissueBins.over(X, Y, 10, 0);

        assertThat(bins.sideUm()).isCloseTo(9.9, within(1e-12));
        assertThat(bins.columns()).isEqualTo(11);
        assertThat(bins.binOf()).containsExactly(0, 0, 10, 44);
        double[][] means = bins.means(values, new int[] {1, 0});
        assertThat(means[0][0]).isEqualTo(2);
        assertThat(means[1][0]).isEqualTo(2);
        assertThat(means[0][10]).isZero();
        assertThat(means[1][44]).isEqualTo(7);
        assertThat(means[0][1]).isNaN();
        assertThat(bins.xUm(10)).isCloseTo(10 + 10.5 * 9.9, within(1e-9));
        assertThat(bins.yUm(44)).isCloseTo(5 + 4.5 * 9.9, within(1e-9));
    }

    @Test
    void everyObservationLiesInItsBin() {
        int n = 2_000;
        double[] x = new double[n];
        double[] y = new double[n];
        CounterRandom random = CounterRandom.of(3, "tissue bins", "test");
        for (int i = 0; i < n; i++) {
            x[i] = -300 + 5_000 * random.nextDouble();
            y[i] = 70 + 900 * random.nextDouble();
        }
        TissueBins bins = TissueBins.over(x, y, 128, 20);
        for (int i = 0; i < n; i++) {
            int bin = bins.binOf()[i];
            assertThat(x[i])
                    .isBetween(bins.xUm(bin) - bins.sideUm() / 2 - 1e-9, bins.xUm(bin) + bins.sideUm() / 2 + 1e-9);
            assertThat(y[i])
                    .isBetween(bins.yUm(bin) - bins.sideUm() / 2 - 1e-9, bins.yUm(bin) + bins.sideUm() / 2 + 1e-9);
        }
    }

    @Test
    void binsAreNotSmallerThanAskedAndOnePlaceIsOneBin() {
        assertThat(TissueBins.over(X, Y, 10, 52.34).sideUm()).isCloseTo(53, within(1e-9));
        TissueBins point = TissueBins.over(new double[] {7, 7}, new double[] {3, 3}, 128, 0);
        assertThat(point.observations()).containsExactly(2);
    }
}
