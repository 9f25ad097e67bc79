package io.spatho.anndata.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastInflaterTest {

    private final CounterRandom random = CounterRandom.of(11, "inflate", 0);

    /** Bytes of several kinds: noise, few values, runs, repeats, slowly rising. */
    private byte[] bytes(int kind, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            int noise = random.nextInt(256);
            bytes[i] = switch (kind) {
                case 0 -> (byte) noise;
                case 1 -> (byte) (noise < 200 ? 1 : noise < 240 ? 2 : noise % 9);
                case 2 -> (byte) (i / 700 % 3 == 0 ? 0 : noise % 4);
                case 3 -> i < 40 ? (byte) noise : bytes[i - 3 - i / 1000 % 37];
                case 4 -> (byte) (i / 13);
                default -> 0;
            };
        }
        return bytes;
    }

    private static byte[] deflate(byte[] raw, int level, int strategy) {
        Deflater deflater = new Deflater(level);
        deflater.setStrategy(strategy);
        deflater.setInput(raw);
        deflater.finish();
        byte[] packed = new byte[2 * raw.length + 100];
        int size = 0;
        while (!deflater.finished()) {
            size += deflater.deflate(packed, size, packed.length - size);
        }
        deflater.end();
        return Arrays.copyOf(packed, size);
    }

    private static byte[] inflate(byte[] packed, int size) throws DataFormatException {
        byte[] raw = new byte[size];
        Arrays.fill(raw, (byte) 77);
        new FastInflater().inflate(packed, packed.length, raw, size);
        return raw;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void expandsWhatZlibMade(int kind) throws DataFormatException {
        for (int size : new int[] {0, 1, 2, 3, 7, 300, 70_001, 300_000}) {
            byte[] raw = bytes(kind, size);
            for (int level : new int[] {0, 1, 6, 9}) {
                assertThat(inflate(deflate(raw, level, Deflater.DEFAULT_STRATEGY), size))
                        .isEqualTo(raw);
            }
            assertThat(inflate(deflate(raw, 6, Deflater.HUFFMAN_ONLY), size)).isEqualTo(raw);
            assertThat(inflate(new FastDeflater().deflate(raw, size, Math.max(1, size / 4)), size))
                    .isEqualTo(raw);
        }
    }

    @Test
    void takesTheLongestCodes() throws DataFormatException {
        // Counts that grow like Fibonacci's numbers give codes of every length up to 15 bits.
        byte[] raw = new byte[60_000];
        int at = 0;
        int before = 1;
        int now = 1;
        for (int value = 0; at < raw.length; value++) {
            int end = Math.min(raw.length, at + now);
            Arrays.fill(raw, at, end, (byte) value);
            at = end;
            int next = before + now;
            before = now;
            now = next;
        }
        for (int i = raw.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte kept = raw[i];
            raw[i] = raw[other];
            raw[other] = kept;
        }
        byte[] packed = deflate(raw, 6, Deflater.HUFFMAN_ONLY);
        assertThat(inflate(packed, raw.length)).isEqualTo(raw);
    }

    @Test
    void refusesAnotherSize() {
        byte[] packed = deflate(bytes(1, 5_000), 6, Deflater.DEFAULT_STRATEGY);
        assertThatThrownBy(() -> inflate(packed, 4_999)).isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> inflate(packed, 5_001)).hasMessageContaining("5000 bytes instead of 5001");
    }

    @Test
    void refusesAStreamThatIsCut() {
        byte[] packed = deflate(bytes(2, 5_000), 6, Deflater.DEFAULT_STRATEGY);
        for (int size = 0; size < packed.length; size++) {
            byte[] cut = Arrays.copyOf(packed, size);
            assertThatThrownBy(() -> inflate(cut, 5_000)).isInstanceOf(DataFormatException.class);
        }
    }

    /** Whatever is damaged, the platform's inflater and this one agree on whether the stream is good, and on its bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void agreesWithThePlatformOnDamage(int kind) {
        byte[] packed = deflate(bytes(kind, 3_000), kind % 2 == 0 ? 6 : 1, Deflater.DEFAULT_STRATEGY);
        for (int turn = 0; turn < 800; turn++) {
            byte[] damaged = packed.clone();
            int at = random.nextInt(turn % 2 == 0 ? Math.min(60, damaged.length) : damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            byte[] expected = expected(damaged, 3_000);
            byte[] found;
            try {
                found = inflate(damaged, 3_000);
            } catch (DataFormatException e) {
                found = null;
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    private static byte[] expected(byte[] packed, int size) {
        Inflater inflater = new Inflater();
        inflater.setInput(packed);
        byte[] raw = new byte[size + 1];
        try {
            int n = 0;
            int more;
            do {
                more = inflater.inflate(raw, n, raw.length - n);
                n += more;
            } while (more > 0 && !inflater.finished() && n < raw.length);
            return n == size && inflater.finished() ? Arrays.copyOf(raw, size) : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }
}
