package io.spatho.stgpt.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LinearBaselineTest {

    @Test
    void solvesASymmetricSystem() {
        double[][] matrix = {{4, 2, 0.5}, {2, 5, 1}, {0.5, 1, 3}};
        double[][] solution = {{1, -2}, {3, 0.5}, {-1, 4}};
        double[][] right = new double[3][2];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                for (int k = 0; k < 3; k++) {
                    right[i][j] += matrix[i][k] * solution[k][j];
                }
            }
        }

        LinearSystem.solve(matrix, right);

        for (int i = 0; i < 3; i++) {
            assertThat(right[i]).containsExactly(solution[i], within(1e-12));
        }
    }
}
