package io.spatho.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonIntervalTest {

    @Test
    void agreesWithStatsmodels() {
        // statsmodels 0.15: proportion_confint(7, 50, method="wilson") and (0, 20).
        WilsonInterval some = WilsonInterval.of(7, 50);
        assertThat(some.lower()).isCloseTo(0.06950833427016288, within(1e-12));
        assertThat(some.upper()).isCloseTo(0.26186193710585537, within(1e-12));
        WilsonInterval none = WilsonInterval.of(0, 20);
        assertThat(none.lower()).isCloseTo(0, within(1e-12));
        assertThat(none.upper()).isCloseTo(0.1611251580528194, within(1e-12));
        assertThat(WilsonInterval.of(0, 0)).isEqualTo(new WilsonInterval(0, 1));
        assertThatThrownBy(() -> WilsonInterval.of(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
