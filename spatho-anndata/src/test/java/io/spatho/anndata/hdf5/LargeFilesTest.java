package io.spatho.anndata.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Files above 4 GiB, whose addresses need more than 32 bits. */
class LargeFilesTest {

    private static final long FIVE_GIB = 5L << 30;

    @TempDir
    private Path folder;

    /** A hole before the content makes addresses large; the file system stores nothing for it. */
    @Test
    void addressesBeyondFourGibibytesAreWrittenAndRead() throws IOException {
        Path file = folder.resolve("hole.h5");
        int[] many = IntStream.range(0, 600_000).map(i -> i * 7).toArray();
        String[] names = IntStream.range(0, 5_000).mapToObj(i -> "name " + i).toArray(String[]::new);
        try (Workers workers = new Workers(2);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            writer.space().reserve(FIVE_GIB);
            Hdf5Stream stream = writer.root().group("matrix").intStream("stream");
            stream.append(many, 0, many.length);
            writer.root().ints("array", many);
            writer.root().strings("names", names);
            writer.root().attribute("title", "large");
            writer.finish();
            assertThat(Files.size(file)).isGreaterThan(FIVE_GIB);
        }
        try (Workers workers = new Workers(2);
                Hdf5Source source = Hdf5Source.open(file, workers)) {
            assertThat(source.ints("matrix/stream")).isEqualTo(many);
            assertThat(source.ints("array")).isEqualTo(many);
            assertThat(source.strings("names")).isEqualTo(names);
            assertThat(source.text("/", "title")).contains("large");
        }
        try (HdfFile independent = new HdfFile(file)) {
            assertThat((int[]) independent.getDatasetByPath("array").getData()).isEqualTo(many);
        }
    }

    /** Writes 5 GiB for real, which takes a minute: {@code -Dspatho.largeFiles=true}. */
    @Test
    @EnabledIfSystemProperty(named = "spatho.largeFiles", matches = "true")
    void fiveGibibytesOfNoiseComeBack() {
        Path file = folder.resolve("noise.h5");
        long[] piece = new long[1 << 20];
        long pieces = FIVE_GIB / (piece.length * 8L) + 1;
        try (Workers workers = new Workers(2);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            Hdf5Stream stream = writer.root().longStream("noise");
            for (long number = 0; number < pieces; number++) {
                fill(piece, number);
                stream.append(piece, 0, piece.length);
            }
            writer.finish();
        }
        assertThat(file.toFile().length()).isGreaterThan(4L << 30);
        try (Workers workers = new Workers(2);
                Hdf5Source source = Hdf5Source.open(file, workers)) {
            Hdf5Numbers noise = source.numbers("noise");
            assertThat(noise.shape()).containsExactly(pieces * piece.length);
            for (long number = 0; number < pieces; number += 37) {
                fill(piece, number);
                byte[] bytes = noise.read(number * piece.length, piece.length);
                long[] back = new long[piece.length];
                java.nio.ByteBuffer.wrap(bytes)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .asLongBuffer()
                        .get(back);
                assertThat(back).isEqualTo(piece);
            }
        }
    }

    private static void fill(long[] piece, long number) {
        for (int i = 0; i < piece.length; i++) {
            long mixed = (number * piece.length + i) * 0x9E3779B97F4A7C15L;
            piece[i] = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        }
    }
}
