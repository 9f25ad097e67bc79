package io.spatho.core.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import io.spatho.core.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit says what it is, and takes only numbers in its range. */
class LimitTest {

    @ParameterizedTest
    @EnumSource(Limit.class)
    void everyLimitHasADefaultInItsRangeAndSaysWhy(Limit limit) {
        assertThat(limit.parse(Long.toString(limit.standard()))).isEqualTo(limit.standard());
        assertThat(limit.unit()).isNotBlank();
        assertThat(limit.reason()).isNotBlank();
        assertThat(limit.variable()).matches("SPATHO_LIMIT_[A-Z0-9_]+");
        assertThat(limit.property()).matches("spatho\\.limit\\.[a-z0-9_]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "many", "", "1e3", "101000", "9223372036854775808"})
    void aSettingThatIsNoNumberInRangeIsAUsageError(String text) {
        assertThatThrownBy(() -> Limit.JSON_DEPTH.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("SPATHO_LIMIT_JSON_DEPTH");
    }

    @Test
    void aSettingIsTaken() {
        assertThat(Limit.JSON_DEPTH.parse(" 17 ")).isEqualTo(17);
        assertThat(Limit.BUNDLE_LINKS_OUTSIDE.parse("0")).isZero();
    }

    @Test
    void whatIsOverALimitSaysHowToRaiseIt() {
        assertThatThrownBy(() -> Limit.REGIONS.require(1_000_001, "too many regions", "a.geojson"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too many regions [a.geojson]: expected at most 1000000 regions, found 1000001")
                .hasMessageContaining("SPATHO_LIMIT_REGIONS");
        Limit.REGIONS.require(1_000_000, "too many regions", "a.geojson");
    }

    @Test
    void labelsAreCountedInBytesOfUtf8() {
        String bacterium = "\uD83E\uDDA0";
        assertThat(Labels.symbol(bacterium.repeat(64), () -> "here")).hasSize(128);
        assertThatThrownBy(() -> Labels.symbol(bacterium.repeat(64) + "x", () -> "here"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("here")
                .hasMessageContaining("257");
        assertThat(Labels.label("x".repeat(4096), () -> "here")).hasSize(4096);
        assertThatThrownBy(() -> Labels.label("x".repeat(4097), () -> "here")).isInstanceOf(InputException.class);
    }
}
