package io.spatho.stgpt.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuantileBinsTest {

    @Test
    void fiftyDistinctValuesFallIntoFiftyBins() {
        float[] values = new float[50];
        for (int i = 0; i < 50; i++) {
            values[i] = i + 1;
        }
        QuantileBins bins = QuantileBins.of(values, 51);

        for (int i = 0; i < 50; i++) {
            assertThat(bins.bin(values[i], 0)).isBetween(i, i + 1);
        }
        assertThat(bins.bin(1, 0)).isEqualTo(1);
        assertThat(bins.bin(50, 0)).isEqualTo(50);
    }

    @Test
    void twoValuesGetTheFirstAndTheLastBin() {
        QuantileBins bins = QuantileBins.of(new float[] {3, 9}, 51);

        assertThat(bins.bin(3, 0)).isEqualTo(1);
        assertThat(bins.bin(9, 0)).isEqualTo(50);
    }

    @Test
    void tiesSpreadOverAllBinsThatTheValueOccupies() {
        QuantileBins bins = QuantileBins.of(new float[] {2, 2, 2}, 51);

        assertThat(bins.bin(2, 0)).isEqualTo(50);
        assertThat(bins.bin(2, 1e-9)).isEqualTo(50);
        assertThat(bins.bin(2, 0.5)).isEqualTo(25);
        assertThat(bins.bin(2, 0.999999)).isEqualTo(1);
    }
}
