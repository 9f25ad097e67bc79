package io.spatho.core.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import org.junit.jupiter.api.Test;

final class PooledComponentsTest {

    private static CsrMatrix matrix(int rows, double shift) {
        int genes = 5;
        long[] starts = new long[rows + 1];
        int[] columns = new int[rows * genes];
        float[] values = new float[rows * genes];
        for (int row = 0; row < rows; row++) {
            starts[row + 1] = starts[row] + genes;
            for (int gene = 0; gene < genes; gene++) {
                columns[row * genes + gene] = gene;
                values[row * genes + gene] = (float) (Math.sin(row * (gene + 1.3)) * (5 - gene) + shift * gene + 6);
            }
        }
        return new CsrMatrix(rows, genes, starts, columns, values);
    }

    @Test
    void oneMatrixHasItsOwnComponents() {
        try (Workers workers = new Workers(2)) {
            CsrMatrix matrix = matrix(40, 0);
            PooledComponents pool = new PooledComponents(5);
            pool.add(matrix, workers);
            PooledComponents.Axes axes = pool.axes(3, 0, workers);
            Pca expected = PrincipalComponents.fit(matrix, new PrincipalComponents.Options(3, false, 0), workers);

            assertThat(axes.variances()).containsExactly(expected.variances(), within(1e-9));
            assertThat(axes.totalVariance()).isCloseTo(expected.totalVariance(), within(1e-9));
            assertThat(axes.project(matrix, workers).values())
                    .containsExactly(expected.scores().values(), within(1e-5f));
        }
    }

    @Test
    void everyMatrixCountsTheSameWhateverItsRows() {
        try (Workers workers = new Workers(1)) {
            PooledComponents pool = new PooledComponents(5);
            CsrMatrix small = matrix(10, 0);
            CsrMatrix large = matrix(200, 2);
            pool.add(small, workers);
            pool.add(large, workers);
            PooledComponents.Axes axes = pool.axes(2, 0, workers);

            GeneMoments one = GeneMoments.of(small, value -> value, workers);
            GeneMoments other = GeneMoments.of(large, value -> value, workers);
            double total = 0;
            for (int gene = 0; gene < 5; gene++) {
                double between = (one.means()[gene] - other.means()[gene]) / 2;
                assertThat(axes.centre()[gene]).isCloseTo((one.means()[gene] + other.means()[gene]) / 2, within(1e-12));
                total += (one.variances()[gene] + other.variances()[gene]) / 2 + between * between;
            }
            assertThat(axes.totalVariance()).isCloseTo(total, within(1e-9));
        }
    }
}
