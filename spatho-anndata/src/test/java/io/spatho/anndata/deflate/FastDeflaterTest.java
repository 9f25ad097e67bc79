package io.spatho.anndata.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes in, the Java platform's own inflater must give back. */
class FastDeflaterTest {

    private final FastDeflater deflater = new FastDeflater();

    private static byte[] inflate(byte[] packed, int size) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[size + 1];
            int length = 0;
            while (!inflater.finished()) {
                int n = inflater.inflate(bytes, length, bytes.length - length);
                assertThat(n > 0 || inflater.finished()).isTrue();
                length += n;
            }
            assertThat(inflater.getRemaining()).isZero();
            return Arrays.copyOf(bytes, length);
        } finally {
            inflater.end();
        }
    }

    private void requireRoundTrip(byte[] bytes, int stretch) throws DataFormatException {
        assertThat(inflate(deflater.deflate(bytes, bytes.length, stretch), bytes.length))
                .isEqualTo(bytes);
    }

    private static byte[] noise(int size, int values, long seed) {
        CounterRandom random = CounterRandom.of(seed, "test.bytes", size);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) random.nextInt(values);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 257, 258, 259, 260, 261, 65_534, 65_535, 65_536, 200_001})
    void everyLengthOfEveryKindComesBack(int size) throws DataFormatException {
        byte[] ascending = new byte[size];
        byte[] runs = new byte[size];
        for (int i = 0; i < size; i++) {
            ascending[i] = (byte) i;
            runs[i] = (byte) (i / 37 % 5);
        }
        for (int stretch : new int[] {1, 1000, 65_536, 1 << 20}) {
            if (stretch > 1 || size < 300) {
                requireRoundTrip(new byte[size], stretch);
                requireRoundTrip(ascending, stretch);
                requireRoundTrip(runs, stretch);
                requireRoundTrip(noise(size, 256, 1), stretch);
                requireRoundTrip(noise(size, 2, 2), stretch);
                requireRoundTrip(noise(size, 7, 3), stretch);
            }
        }
    }

    @Test
    void rareBytesDoNotMakeCodesTooLong() throws DataFormatException {
        // Counts that grow like Fibonacci's numbers give the longest codes that there can be.
        int[] counts = new int[24];
        counts[0] = 1;
        counts[1] = 1;
        for (int i = 2; i < counts.length; i++) {
            counts[i] = Math.min(20_000, counts[i - 1] + counts[i - 2]);
        }
        byte[] bytes = new byte[IntStream.of(counts).sum()];
        CounterRandom random = CounterRandom.of(4, "test.shuffle", 0);
        int at = 0;
        for (int value = 0; value < counts.length; value++) {
            Arrays.fill(bytes, at, at + counts[value], (byte) value);
            at += counts[value];
        }
        for (int i = bytes.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte kept = bytes[i];
            bytes[i] = bytes[other];
            bytes[other] = kept;
        }
        requireRoundTrip(bytes, bytes.length);
        HuffmanCode code = new HuffmanCode(counts.length, 7);
        code.build(counts);
        double sum = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            assertThat(code.length(symbol)).isBetween(1, 7);
            sum += Math.pow(2, -code.length(symbol));
        }
        assertThat(sum).as("Kraft's sum of a whole code").isEqualTo(1);
    }

    @Test
    void lengthsAndDistancesHaveTheSymbolsOfTheStandard() {
        assertThat(IntStream.of(3, 10, 11, 12, 13, 18, 19, 35, 67, 115, 130, 131, 163, 195, 227, 257, 258)
                        .map(Tokens::lengthSymbol))
                .containsExactly(257, 264, 265, 265, 266, 268, 269, 273, 277, 280, 280, 281, 282, 283, 284, 284, 285);
        assertThat(IntStream.of(1, 4, 5, 6, 7, 9, 24_576, 24_577, 32_768).map(Tokens::distanceSymbol))
                .containsExactly(0, 3, 4, 4, 5, 6, 28, 29, 29);
        assertThat(IntStream.of(257, 264, 265, 284, 285).map(Tokens::lengthExtra))
                .containsExactly(0, 0, 1, 5, 0);
        assertThat(IntStream.of(0, 3, 4, 29).map(Tokens::distanceExtra)).containsExactly(0, 0, 1, 13);
    }

    @Test
    void streamsAreAboutAsSmallAsThoseOfZlib() {
        byte[] bytes = new byte[1 << 20];
        int plane = bytes.length / 4;
        CounterRandom random = CounterRandom.of(5, "test.planes", 0);
        for (int i = 0; i < plane; i++) {
            bytes[i] = (byte) random.nextInt(256);
            bytes[plane + i] = (byte) (i / 11 % 20);
            bytes[3 * plane + i] = (byte) (random.nextDouble() < 0.8 ? 0x3f : 0x40);
        }
        Deflater zlib = new Deflater(1);
        zlib.setInput(bytes);
        zlib.finish();
        int theirs = zlib.deflate(new byte[bytes.length]);
        zlib.end();
        assertThat(deflater.deflate(bytes, bytes.length, plane).length).isLessThan(theirs * 11 / 10);
    }

    @Test
    void buffersUsedBeforeChangeNothing() {
        byte[] bytes = noise(100_000, 30, 6);
        byte[] first = deflater.deflate(bytes, bytes.length, 50_000);
        deflater.deflate(noise(300_000, 256, 7), 300_000, 300_000);
        assertThat(deflater.deflate(bytes, bytes.length, 50_000)).isEqualTo(first);
    }
}
