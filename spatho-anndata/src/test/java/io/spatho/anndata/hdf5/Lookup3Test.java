package io.spatho.anndata.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Values printed by the self-test of Jenkins' published lookup3.c. */
class Lookup3Test {

    @Test
    void agreesWithPublishedValues() {
        byte[] text = "Four score and seven years ago".getBytes(StandardCharsets.US_ASCII);
        assertThat(Lookup3.of(text, text.length)).isEqualTo(0x17770551);
        assertThat(Lookup3.of(new byte[0], 0)).isEqualTo(0xdeadbeef);
    }
}
