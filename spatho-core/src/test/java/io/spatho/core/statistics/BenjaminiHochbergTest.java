package io.spatho.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class BenjaminiHochbergTest {

    @Test
    void adjustsAsByHand() {
        double[] adjusted = BenjaminiHochberg.adjust(new double[] {0.04, 0.01, 0.03, 0.5});
        // Sorted 0.01 0.03 0.04 0.5 times 4/1 4/2 4/3 4/4: 0.04 0.06 0.0533 0.5, then the minimum from the right.
        assertThat(adjusted).containsExactly(new double[] {0.16 / 3, 0.04, 0.16 / 3, 0.5}, within(1e-15));
    }

    @Test
    void undefinedTestsDoNotCount() {
        double[] adjusted = BenjaminiHochberg.adjust(new double[] {Double.NaN, 0.02, Double.NaN, 0.04});
        assertThat(adjusted[0]).isNaN();
        assertThat(adjusted[1]).isEqualTo(0.04);
        assertThat(adjusted[3]).isEqualTo(0.04);
    }

    @Test
    void equalAndExtremeValues() {
        assertThat(BenjaminiHochberg.adjust(new double[] {1, 1, 1})).containsExactly(1, 1, 1);
        assertThat(BenjaminiHochberg.adjust(new double[] {0, -0.0, 1})).containsExactly(0, 0, 1);
        assertThat(BenjaminiHochberg.adjust(new double[] {0.5, 0.5})).containsExactly(0.5, 0.5);
        assertThat(BenjaminiHochberg.adjust(new double[0])).isEmpty();
    }

    @Test
    void tailsAreAccurateFarOut() {
        assertThat(NormalTail.above(0)).isEqualTo(0.5);
        assertThat(NormalTail.beyond(1.959963984540054)).isCloseTo(0.05, within(1e-14));
        // Values of scipy.stats.norm.sf.
        assertThat(NormalTail.above(10) / 7.61985302416047e-24).isCloseTo(1, within(1e-12));
        assertThat(NormalTail.above(37) / 5.725571222524576e-300).isCloseTo(1, within(1e-10));
        assertThat(NormalTail.above(-10)).isEqualTo(1);
        assertThat(NormalTail.beyond(Double.NaN)).isNaN();
        assertThat(NormalTail.beyond(60)).isPositive().isLessThan(1e-300);
    }
}
