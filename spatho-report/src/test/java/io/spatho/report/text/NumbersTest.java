package io.spatho.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|3|0",
                "1234567|3|1,230,000",
                "-0.000123456|3|−0.000123",
                "0.0000123|3|1.23 × 10⁻⁵",
                "-2.5e15|2|−2.5 × 10¹⁵",
                "999.96|4|1,000",
                "0.5|3|0.5",
                "100|3|100",
                "2.675|3|2.67"
            })
    void roundsToSignificantDigits(double value, int digits, String text) {
        assertThat(Numbers.significant(value, digits)).isEqualTo(text);
    }

    @Test
    void writesCountsSharesAndSizes() {
        assertThat(Numbers.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Numbers.count(-12)).isEqualTo("−12");
        assertThat(Numbers.percent(0.965)).isEqualTo("96.5 %");
        assertThat(Numbers.percent(1)).isEqualTo("100 %");
        assertThat(Numbers.percent(0.0001)).isEqualTo("< 0.1 %");
        assertThat(Numbers.bytes(999)).isEqualTo("999 B");
        assertThat(Numbers.bytes(999_999)).isEqualTo("1 MB");
        assertThat(Numbers.bytes(48_211_904)).isEqualTo("48.2 MB");
        assertThat(Numbers.length(500)).isEqualTo("500 µm");
        assertThat(Numbers.length(2000)).isEqualTo("2 mm");
        assertThat(Numbers.area(345_678)).isEqualTo("346,000 µm²");
        assertThat(Numbers.probability(1e-9)).isEqualTo("< 0.001");
        assertThat(Numbers.probability(0.25)).isEqualTo("0.250");
        assertThat(Numbers.fixed(-1.25, 1)).isEqualTo("−1.2");
    }

    @Test
    void saysWhatIsNotDefined() {
        assertThat(List.of(
                        Numbers.significant(Double.NaN, 3),
                        Numbers.fixed(Double.POSITIVE_INFINITY, 1),
                        Numbers.percent(Double.NaN),
                        Numbers.length(Double.NaN)))
                .containsOnly(Numbers.UNDEFINED);
    }

    @Test
    void writesCoordinatesWithOneDecimal() {
        assertThat(Numbers.coordinate(12.34)).isEqualTo("12.3");
        assertThat(Numbers.coordinate(-0.04)).isEqualTo("0");
        assertThat(Numbers.coordinate(-0.5)).isEqualTo("-0.5");
        assertThat(Numbers.coordinate(7)).isEqualTo("7");
    }

    @Test
    void dependsOnNoLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            assertThat(Numbers.significant(1234.5, 5)).isEqualTo("1,234.5");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void ordersNamesNaturally() {
        assertThat(List.of("10", "b2", "2", "b10", "02", "b").stream()
                        .sorted(NaturalOrder.INSTANCE)
                        .toList())
                .containsExactly("02", "2", "10", "b", "b2", "b10");
    }
}
