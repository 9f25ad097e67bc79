package io.spatho.anndata.xenium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.error.InputException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutlineFileTest {

    private static final float NAN = Float.NaN;

    @TempDir
    Path folder;

    /** One row: id, x, y, label. */
    private record Row(String id, float x, float y, int label) {}

    private static Row[] square(String id, float left, float bottom, float side, int label) {
        return new Row[] {
            new Row(id, left, bottom, label),
            new Row(id, left + side, bottom, label),
            new Row(id, left + side, bottom + side, label),
            new Row(id, left, bottom + side, label),
            new Row(id, left, bottom, label)
        };
    }

    private static Row[] rows(Row[]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(Row[]::new);
    }

    private Path parquet(boolean labelled, Row... rows) {
        Table table = Table.ofRows(rows.length)
                .with(
                        "cell_id",
                        new Column.Strings(Arrays.stream(rows).map(Row::id).toArray(String[]::new)))
                .with("vertex_x", new Column.Floats(floats(rows, true)))
                .with("vertex_y", new Column.Floats(floats(rows, false)));
        if (labelled) {
            table = table.with(
                    "label_id",
                    new Column.Ints(Arrays.stream(rows).mapToInt(Row::label).toArray()));
        }
        Path file = folder.resolve("nucleus_boundaries.parquet");
        TestBundles.parquet(file, table);
        return file;
    }

    private Path csv(boolean labelled, Row... rows) {
        StringBuilder text =
                new StringBuilder("\"cell_id\",\"vertex_x\",\"vertex_y\"" + (labelled ? ",\"label_id\"\n" : "\n"));
        for (Row row : rows) {
            text.append('"')
                    .append(row.id)
                    .append("\",")
                    .append(row.x)
                    .append(',')
                    .append(row.y);
            text.append(labelled ? "," + row.label + "\n" : "\n");
        }
        return TestFiles.write(folder.resolve("nucleus_boundaries.csv.gz"), text.toString());
    }

    private static float[] floats(Row[] rows, boolean x) {
        float[] values = new float[rows.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = x ? rows[i].x : rows[i].y;
        }
        return values;
    }

    private static OutlineFile source(Path file, String... ids) {
        return new OutlineFile("nucleus_boundaries", file, new CellIndex(ids), 2);
    }

    private static double area(Outlines outlines, int polygon) {
        double twice = 0;
        int start = outlines.starts()[polygon];
        int end = outlines.starts()[polygon + 1];
        for (int i = start; i < end; i++) {
            int next = i + 1 < end ? i + 1 : start;
            twice += (double) outlines.xUm()[i] * outlines.yUm()[next]
                    - (double) outlines.xUm()[next] * outlines.yUm()[i];
        }
        return Math.abs(twice) / 2;
    }

    @Test
    void polygonsAreJoinedByIdWhateverTheirOrder() {
        Row[] rows = rows(square("b-1", 10, 0, 2, 2), square("a-1", 0, 0, 1, 1));
        for (Path file : new Path[] {parquet(true, rows), csv(true, rows), csv(false, rows)}) {
            Outlines outlines = source(file, "a-1", "b-1", "c-1").read();
            assertThat(outlines.observations()).containsExactly(0, 1);
            assertThat(outlines.starts()).containsExactly(0, 4, 8);
            assertThat(area(outlines, 0)).isEqualTo(1);
            assertThat(area(outlines, 1)).isEqualTo(4);
        }
    }

    @Test
    void aCellWithTwoNucleiHasTwoPolygonsWithAndWithoutLabels() {
        Row[] rows = rows(square("a-1", 0, 0, 1, 7), square("a-1", 5, 5, 3, 8), square("b-1", 20, 20, 2, 9));
        for (Path file : new Path[] {parquet(true, rows), parquet(false, rows), csv(false, rows)}) {
            Outlines outlines = source(file, "a-1", "b-1").read();
            assertThat(outlines.observations()).containsExactly(0, 0, 1);
            assertThat(outlines.starts()).containsExactly(0, 4, 8, 12);
            assertThat(area(outlines, 0)).isEqualTo(1);
            assertThat(area(outlines, 1)).isEqualTo(9);
        }
    }

    @Test
    void rowsOfOnePolygonNeedNotLieTogether() {
        Row[] a = square("a-1", 0, 0, 1, 7);
        Row[] b = square("b-1", 5, 5, 3, 8);
        Row[] mixed = new Row[10];
        for (int i = 0; i < 5; i++) {
            mixed[2 * i] = b[i];
            mixed[2 * i + 1] = a[i];
        }
        for (boolean labelled : new boolean[] {true, false}) {
            Outlines outlines = source(parquet(labelled, mixed), "a-1", "b-1").read();
            assertThat(outlines.observations()).containsExactly(0, 1);
            assertThat(outlines.starts()).containsExactly(0, 4, 8);
            assertThat(area(outlines, 0)).isEqualTo(1);
            assertThat(area(outlines, 1)).isEqualTo(9);
        }
    }

    @Test
    void openRingsAreTakenAsTheyAre() {
        Row[] open = Arrays.copyOf(square("a-1", 0, 0, 2, 1), 4);
        Outlines outlines = source(parquet(false, open), "a-1").read();
        assertThat(outlines.starts()).containsExactly(0, 4);
        assertThat(area(outlines, 0)).isEqualTo(4);
    }

    @Test
    void brokenPolygonsAndUnknownCellsAreCounted() {
        Row[] line = {new Row("b-1", 1, 1, 2), new Row("b-1", 2, 2, 2), new Row("b-1", 1, 1, 2)};
        Row[] notANumber = square("c-1", 0, 0, 1, 3);
        notANumber[2] = new Row("c-1", NAN, 3, 3);
        Row[] rows = rows(square("a-1", 0, 0, 1, 1), line, notANumber, square("other-1", 0, 0, 1, 4));
        OutlineFile source = source(parquet(true, rows), "a-1", "b-1", "c-1");
        assertThat(source.read().observations()).containsExactly(0);
        assertThat(source.warnings())
                .containsExactly(
                        "5 of 18 rows of nucleus_boundaries.parquet belong to cells that are not in the matrix and"
                                + " were left out",
                        "2 outlines of nucleus_boundaries.parquet had fewer than three corners or a corner that is"
                                + " no number and were left out");
    }

    @Test
    void outlinesOfAnotherRunAreRefused() {
        Path file = parquet(true, square("other-1", 0, 0, 1, 1));
        assertThatThrownBy(() -> source(file, "a-1").read())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no outline belongs to a cell of the matrix")
                .hasMessageContaining("nucleus_boundaries.parquet");
    }

    @Test
    void wrongTypesAndMissingColumnsAreRefused() {
        Path file = folder.resolve("cell_boundaries.parquet");
        TestBundles.parquet(
                file,
                Table.ofRows(1)
                        .with("cell_id", new Column.Strings(new String[] {"a-1"}))
                        .with("vertex_x", new Column.Strings(new String[] {"1"}))
                        .with("vertex_y", new Column.Floats(new float[] {1})));
        assertThatThrownBy(() -> source(file, "a-1").read())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column vertex_x has a type that is not supported");
        TestBundles.parquet(file, Table.ofRows(1).with("cell_id", new Column.Ints(new int[] {1})));
        assertThatThrownBy(() -> source(file, "1").read())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column vertex_x is missing");
        TestFiles.truncate(file, 0.6);
        assertThatThrownBy(() -> source(file, "1").read())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cell_boundaries.parquet");
        Path text = TestFiles.write(folder.resolve("cell_boundaries.csv"), "cell_id,vertex_x,vertex_y\na-1,one,2\n");
        assertThatThrownBy(() -> source(text, "a-1").read())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("no number");
    }

    @Test
    void manyPolygonsInAnyOrderComeOutTheSame() {
        int cells = 30_000;
        String[] ids = new String[cells];
        Row[][] squares = new Row[cells][];
        for (int i = 0; i < cells; i++) {
            ids[i] = "cell" + i;
            int line = i / 100;
            squares[i] = square(ids[i], i % 100, line, 0.5f + i % 3, i + 1);
        }
        Outlines forward = source(parquet(true, rows(squares)), ids).read();
        Row[][] backward = new Row[cells][];
        for (int i = 0; i < cells; i++) {
            backward[i] = squares[cells - 1 - i];
        }
        Outlines reversed = source(parquet(true, rows(backward)), ids).read();
        assertThat(reversed.observations()).isEqualTo(forward.observations());
        assertThat(reversed.starts()).isEqualTo(forward.starts());
        assertThat(reversed.xUm()).isEqualTo(forward.xUm());
        assertThat(reversed.yUm()).isEqualTo(forward.yUm());
        assertThat(forward.size()).isEqualTo(cells);
    }

    @Test
    void theTinyBundlesIntegerIdsAreJoined() {
        Path bundle = SampleData.of("xenium-tiny-bundle");
        for (String name : new String[] {"cell_boundaries", "nucleus_boundaries"}) {
            Outlines outlines = source(bundle.resolve(name + ".parquet"), "1", "2", "3", "4", "5", "6")
                    .read();
            assertThat(outlines.observations()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(outlines.starts()).containsExactly(0, 12, 24, 36, 48, 60, 72);
        }
        Outlines cells = source(bundle.resolve("cell_boundaries.parquet"), "1", "2", "3", "4", "5", "6")
                .read();
        // The file's own cell_area of cell 1 is 58.387; its outline is a simplified one.
        assertThat(area(cells, 0)).isCloseTo(58.4, within(3.0));
    }
}
