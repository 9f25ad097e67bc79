package io.spatho.stgpt.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandingTest {

    @Test
    void aDifferenceOfRoundingIsNoVictory() {
        assertThat(Standing.of(0.9382755433686892, 0.9382755434060147)).isEqualTo(Standing.CLOSE_TO);
        assertThat(Standing.of(0.98, 1.0)).isEqualTo(Standing.BEATS);
        assertThat(Standing.of(1.02, 1.0)).isEqualTo(Standing.LOSES_TO);
        assertThat(Standing.of(0, 0)).isEqualTo(Standing.CLOSE_TO);
        assertThat(Standing.of(0.5, Double.NaN)).isEqualTo(Standing.LOSES_TO);
    }
}
