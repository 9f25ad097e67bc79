package io.spatho.stgpt.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.tiff.OmeTiffWriter;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.histology.tile.TissueSlide;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pixels of tiles: planes of the right colours at the right places of a made slide, half red and half blue. */
class TilePicturesTest {

    private static final int SIDE = 512;

    @TempDir
    Path temp;

    private Path slide() throws IOException {
        Path file = temp.resolve("slide.ome.tif");
        try (Workers workers = new Workers(1)) {
            OmeTiffWriter.write(
                    file,
                    new OmeTiffWriter.Settings(SIDE, SIDE, 0.5, 128, 0.95f),
                    (from, to) -> {
                        byte[] rgb = new byte[3 * SIDE * (to - from)];
                        for (int at = 0; at < rgb.length; at += 3) {
                            boolean left = at / 3 % SIDE < SIDE / 2;
                            rgb[at] = (byte) (left ? 200 : 40);
                            rgb[at + 2] = (byte) (left ? 40 : 200);
                        }
                        return rgb;
                    },
                    workers);
        }
        return file;
    }

    private TileFeatures features(double... xUm) {
        int n = xUm.length;
        String[] ids = new String[n];
        double[] scales = new double[n];
        double[] yUm = new double[n];
        Arrays.setAll(ids, i -> "tile-" + i);
        Arrays.fill(scales, 32);
        Arrays.fill(yUm, 128);
        Table table = Table.ofRows(n)
                .with("tile_id", new Column.Strings(ids))
                .with("x_um", new Column.Doubles(xUm))
                .with("y_um", new Column.Doubles(yUm))
                .with("scale_um", new Column.Doubles(scales))
                .with("feature", new Column.Floats(new float[n]));
        Path file = temp.resolve(n + "-features.parquet");
        try (TableSink sink = new ParquetTables().create(file, Map.of(), table)) {
            sink.append(table);
        }
        return TileFeatures.read(file);
    }

    private static double mean(float[] values, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    @Test
    void planesHaveTheColoursOfTheirPlace() throws IOException {
        try (Workers workers = new Workers(2);
                TissueSlide slide = TissueSlide.alone(Slide.open(slide()), workers)) {
            TilePictures pictures = TilePictures.read(slide, features(60, 200), workers);
            int plane = TilePictures.SIDE * TilePictures.SIDE;
            float[] rows = pictures.rows(new int[] {1, 0});
            assertThat(rows).hasSize(2 * 3 * plane);
            assertThat(mean(rows, 0, plane)).isCloseTo(40 / 127.5 - 1, within(0.05));
            assertThat(mean(rows, 2 * plane, plane)).isCloseTo(200 / 127.5 - 1, within(0.05));
            assertThat(mean(rows, 3 * plane, plane)).isCloseTo(200 / 127.5 - 1, within(0.05));
            assertThatThrownBy(() -> TilePictures.read(slide, features(60, 900, 901), workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("does not cover the observations");
        }
    }
}
