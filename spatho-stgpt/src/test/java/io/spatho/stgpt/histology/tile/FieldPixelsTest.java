package io.spatho.stgpt.histology.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Enlarging a picture that was cut elsewhere. */
class FieldPixelsTest {

    @Test
    void aPictureIsEnlargedWithoutNewColours() {
        byte[] rgb = new byte[3 * 8 * 8];
        Arrays.fill(rgb, (byte) 200);
        FieldPixels field = new FieldPixels(8, 0.5, rgb, true);
        FieldPixels larger = field.enlarged(16);
        assertThat(larger.side()).isEqualTo(16);
        assertThat(larger.umPerPixel()).isEqualTo(0.25);
        assertThat(larger.rgb()).containsOnly(200);
        assertThat(field.enlarged(8)).isSameAs(field);
        assertThatThrownBy(() -> field.enlarged(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSlopeStaysASlope() {
        byte[] rgb = new byte[3 * 16 * 16];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (10 * (i / 3 % 16));
        }
        byte[] larger = new FieldPixels(16, 0.5, rgb, true).enlarged(32).rgb();
        for (int x = 6; x < 26; x++) {
            assertThat(larger[3 * (32 * 9 + x)] & 0xff).isBetween(5 * x - 4, 5 * x - 1);
        }
    }
}
