package io.spatho.anndata.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5LevelsTest {

    @TempDir
    private Path folder;

    /** Level 0 leaves chunks as they are, the last one filled up. */
    @Test
    void anyLevelComesBack() {
        int[] values = IntStream.range(0, 300_001).map(i -> i % 1_000).toArray();
        for (int level : new int[] {0, 1, 4}) {
            Path file = folder.resolve("level" + level + ".h5");
            try (Workers workers = new Workers(2);
                    Hdf5Writer writer = Hdf5Writer.create(file, workers, level)) {
                writer.root().ints("array", values);
                Hdf5Stream stream = writer.root().intStream("stream");
                stream.append(values, 0, 77);
                stream.append(values, 77, values.length);
                writer.finish();
            }
            try (Hdf5Source source = Hdf5Source.open(file)) {
                assertThat(source.ints("array")).isEqualTo(values);
                assertThat(source.ints("stream")).isEqualTo(values);
            }
            try (HdfFile independent = new HdfFile(file)) {
                assertThat((int[]) independent.getDatasetByPath("stream").getData())
                        .isEqualTo(values);
            }
            long plain = 8L * values.length;
            assertThat(file.toFile().length() > plain).isEqualTo(level == 0);
        }
    }
}
