package io.spatho.stgpt.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.graph.Libraries;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import io.spatho.stgpt.expression.ExpressionSlides.Slide;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.region.PlantedCase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts and features meet by name, slides stand side by side, and what does not fit is refused. */
final class ExpressionSlidesTest {

    private static final Workers WORKERS = new Workers(2);
    private static final SpatialDataset CASE = PlantedCase.of(10, 12, 1, 3).dataset();

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    /** Tiles of some cells in an order, whose first feature is the cell's number and whose second the side. */
    private TileFeatures features(int[] cells, float last, double... sides) {
        int n = cells.length;
        int rows = n * sides.length;
        String[] ids = new String[rows];
        double[] x = new double[rows];
        double[] y = new double[rows];
        double[] side = new double[rows];
        float[] number = new float[rows];
        float[] second = new float[rows];
        for (int row = 0; row < rows; row++) {
            int cell = cells[row % n];
            ids[row] = CASE.cellIds()[cell];
            x[row] = CASE.xUm()[cell];
            y[row] = CASE.yUm()[cell];
            side[row] = sides[row / n];
            number[row] = cell;
            second[row] = (float) side[row];
        }
        second[rows - 1] = last;
        Table table = Table.ofRows(rows)
                .with("tile_id", new Column.Strings(ids))
                .with("x_um", new Column.Doubles(x))
                .with("y_um", new Column.Doubles(y))
                .with("scale_um", new Column.Doubles(side))
                .with("cell", new Column.Floats(number))
                .with("side", new Column.Floats(second));
        Path file = folder.resolve("features.parquet");
        try (TableSink sink = new ParquetTables().create(file, Map.of(), table)) {
            sink.append(table);
        }
        return TileFeatures.read(file);
    }

    private static int[] backwards(int from) {
        return IntStream.range(from, 100).map(i -> 99 + from - i).toArray();
    }

    @Test
    void countsAndFeaturesMeetByName() {
        TileFeatures features = features(backwards(3), 0, 32, 8);
        ExpressionMaterial material = ExpressionSlides.of(List.of(new Slide("a", CASE, features)))
                .material(List.of("GENE7", "GENE2"), 5, WORKERS);
        assertThat(material.genes()).containsExactly("GENE7", "GENE2");
        assertThat(material.size()).isEqualTo(97);
        PlacedFeatures places = material.places();
        assertThat(places.scales()).containsExactly(8.0, 32.0);
        assertThat(places.slides().names()).containsExactly("a");
        for (int row = 0; row < 97; row++) {
            int cell = row + 3;
            assertThat(places.ids()[row]).isEqualTo("cell-" + cell);
            assertThat(places.x()[row]).isEqualTo(CASE.xUm()[cell]);
            assertThat(places.features().get(0).get(row, 0)).isEqualTo(cell);
            assertThat(places.features().get(1).get(row, 1)).isEqualTo(32);
            assertThat(material.counts().get(row, 0)).isEqualTo(count(CASE, cell, 7));
            assertThat(material.counts().get(row, 1)).isEqualTo(count(CASE, cell, 2));
        }
    }

    private static float count(SpatialDataset dataset, int cell, int gene) {
        for (int i = dataset.counts().start(cell); i < dataset.counts().end(cell); i++) {
            if (dataset.counts().columnIndices()[i] == gene) {
                return dataset.counts().values()[i];
            }
        }
        return 0;
    }

    @Test
    void slidesStandSideBySideWithTheGenesThatAllHave() {
        TileFeatures features = features(backwards(0), 0, 8);
        int[] half = IntStream.range(0, 12).filter(gene -> gene % 2 == 1).toArray();
        SpatialDataset odd = SpatialDataset.builder(
                        CASE.metadata(),
                        CASE.counts().selectColumns(half),
                        CASE.panel().select(half),
                        CASE.obs(),
                        CASE.xUm(),
                        CASE.yUm())
                .build();
        ExpressionSlides slides =
                ExpressionSlides.of(List.of(new Slide("b", CASE, features), new Slide("a", odd, features)));
        ExpressionMaterial material = slides.material(List.of(), 4, WORKERS);
        assertThat(material.genes()).hasSize(4).allMatch(gene -> Integer.parseInt(gene.substring(4)) % 2 == 1);
        assertThat(material.size()).isEqualTo(200);
        assertThat(material.places().ids()).startsWith("b/cell-0").endsWith("a/cell-99");
        assertThat(material.slides().names()).containsExactly("a", "b");
        assertThat(material.slides().codes()[0]).isEqualTo(1);
        int gene = Integer.parseInt(material.genes().get(0).substring(4));
        assertThat(material.counts().get(104, 0)).isEqualTo(count(CASE, 4, gene));
        assertThatThrownBy(() -> slides.material(List.of("GENE1", "GENE2"), 4, WORKERS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("absent from the case")
                .hasMessageContaining("GENE2");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Slide few = new Slide("a", CASE, features(backwards(6), 0, 8));
        assertThatThrownBy(() -> ExpressionSlides.of(List.of(few)).material(List.of(), 4, WORKERS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("do not cover the observations");
        Slide broken = new Slide("a", CASE, features(backwards(0), Float.NaN, 8));
        assertThatThrownBy(() -> ExpressionSlides.of(List.of(broken)).material(List.of(), 4, WORKERS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a number");
        Slide one = new Slide("a", CASE, features(backwards(0), 0, 8));
        Slide other = new Slide("b", CASE, features(backwards(0), 0, 16));
        assertThatThrownBy(() -> ExpressionSlides.of(List.of(one, other)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("different encoders or fields of view");
    }

    @Test
    void theShiftedObservationIsTheNearestOfAll() {
        for (int way = 0; way < 4; way++) {
            PlacedFeatures places = scattered(way);
            int[] found = ShiftedPlaces.of(places, WORKERS);
            for (int[] own : places.slides().rows()) {
                for (int i : own) {
                    assertThat(found[i]).as("way %d, place %d", way, i).isEqualTo(nearest(places, own, i));
                }
            }
        }
    }

    /** On two slides: at random, on a grid with ties, on a line, with a hole. */
    private static PlacedFeatures scattered(int way) {
        int n = 300;
        double[] x = new double[n];
        double[] y = new double[n];
        String[] slides = new String[n];
        for (int i = 0; i < n; i++) {
            CounterRandom random = CounterRandom.of(way, "scattered", i);
            double angle = 2 * Math.PI * random.nextDouble();
            slides[i] = i % 3 == 0 ? "a" : "b";
            x[i] = way == 1 ? 8 * (i % 20) : way == 3 ? 500 * Math.cos(angle) : 1000 * random.nextDouble();
            y[i] = way == 1 ? 8 * Math.floorDiv(i, 20) : way == 3 ? 500 * Math.sin(angle) : 40 * random.nextDouble();
            y[i] = way == 2 ? 7 : y[i];
        }
        return new PlacedFeatures(new String[n], Libraries.of(slides), x, y, List.of(), List.of(), List.of());
    }

    private static int nearest(PlacedFeatures places, int[] own, int i) {
        double toX = away(places.x(), own, i);
        double toY = away(places.y(), own, i);
        int best = own[0];
        for (int other : own) {
            if (Math.hypot(toX - places.x()[other], toY - places.y()[other])
                    < Math.hypot(toX - places.x()[best], toY - places.y()[best])) {
                best = other;
            }
        }
        return best;
    }

    private static double away(double[] values, int[] own, int i) {
        double least = Arrays.stream(own).mapToDouble(row -> values[row]).min().orElseThrow();
        double width = Arrays.stream(own).mapToDouble(row -> values[row]).max().orElseThrow() - least;
        return values[i] - least < width / 2 ? values[i] + width / 2 : values[i] - width / 2;
    }
}
