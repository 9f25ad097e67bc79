package io.spatho.anndata.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The codes of TIFF 6.0, section 13. */
final class LzwDecoderTest {

    /** The specification's example: 7 7 7 8 8 7 7 6 6. */
    @Test
    void theExampleOfTheSpecification() throws CorruptTileException {
        int[] codes = {256, 7, 258, 8, 8, 258, 6, 6, 257};
        byte[] out = new byte[9];
        assertThat(new LzwDecoder().decode(packed(codes), out)).isEqualTo(9);
        assertThat(out).containsExactly(7, 7, 7, 8, 8, 7, 7, 6, 6);
    }

    @Test
    void aCodeBeforeItsTimeIsCorrupt() {
        assertThatThrownBy(() -> new LzwDecoder().decode(packed(new int[] {256, 7, 300}), new byte[9]))
                .isInstanceOf(CorruptTileException.class);
    }

    @Test
    void outputEndsWithTheArray() throws CorruptTileException {
        byte[] out = new byte[4];
        assertThat(new LzwDecoder().decode(packed(new int[] {256, 7, 258, 259, 260}), out))
                .isEqualTo(4);
        assertThat(out).isEqualTo(new byte[] {7, 7, 7, 7});
    }

    private static byte[] packed(int[] codes) {
        byte[] bytes = new byte[(codes.length * 9 + 7) / 8];
        for (int i = 0; i < codes.length * 9; i++) {
            int bit = (codes[i / 9] >> (8 - i % 9)) & 1;
            bytes[i / 8] |= (byte) (bit << (7 - i % 8));
        }
        return Arrays.copyOf(bytes, bytes.length);
    }
}
