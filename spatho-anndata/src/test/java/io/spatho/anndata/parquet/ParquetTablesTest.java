package io.spatho.anndata.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SameTable;
import io.spatho.anndata.SampleData;
import io.spatho.anndata.SampleTables;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTablesTest {

    @TempDir
    Path folder;

    private Path write(String name, Table table, int batch) {
        return SampleTables.write(
                new ParquetTables(), folder.resolve(name), Map.of("run_id", "r1", "kind", "measured"), table, batch);
    }

    @Test
    void everyColumnTypeComesBackAsItWas() {
        for (int rows : new int[] {0, 1, 5, 25_001}) {
            Table table = SampleTables.everyType(rows);
            Path file = write("t.parquet", table, 1000);
            SameTable.check(new ParquetTables().read(file), table);
            assertThat(ParquetTable.metadata(file))
                    .containsEntry("run_id", "r1")
                    .containsEntry("kind", "measured");
        }
    }

    @Test
    void batchesDoNotChangeTheBytes() throws IOException {
        Table table = SampleTables.everyType(25_000);
        byte[] whole = Files.readAllBytes(write("a.parquet", table, 25_000));
        assertThat(Files.readAllBytes(write("b.parquet", table, 777))).isEqualTo(whole);
        assertThat(Files.readAllBytes(write("c.parquet", table, 1))).isEqualTo(whole);
    }

    @Test
    void wideEmbeddingsComeBack() {
        Table table =
                Table.ofRows(40).with("region_id", SampleTables.everyType(40).column("cell_id"));
        for (int d = 0; d < 3000; d++) {
            float[] values = new float[40];
            for (int i = 0; i < 40; i++) {
                values[i] = i * 3000 + d;
            }
            table = table.with("emb_" + d, new Column.Floats(values));
        }
        Path file = write("wide.parquet", table, 7);
        SameTable.check(ParquetTable.read(file), table);
        Table part = ParquetTable.read(file, new TreeSet<>(Set.of("emb_2999", "region_id")));
        assertThat(part.names()).containsExactly("emb_2999", "region_id");
        assertThat(part.doubles("emb_2999")[39]).isEqualTo(39 * 3000 + 2999);
    }

    @Test
    void aMissingColumnNamesWhatWasExpectedAndFound() {
        Path file = write("t.parquet", SampleTables.everyType(3), 3);
        assertThatThrownBy(() -> ParquetTable.read(file, Set.of("x_centroid")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column x_centroid is missing")
                .hasMessageContaining("expected x_centroid")
                .hasMessageContaining("cell_id, note, cluster");
    }

    @Test
    void otherColumnsAndCategoriesAreRefused() {
        Table table = SampleTables.everyType(3);
        try (TableSink sink = new ParquetTables().create(folder.resolve("t"), Map.of(), table)) {
            assertThatThrownBy(() -> sink.append(Table.ofRows(1).with("x", new Column.Doubles(new double[1]))))
                    .isInstanceOf(IllegalArgumentException.class);
            Column other = new Column.Categories(new int[3], List.of("q"), true);
            assertThatThrownBy(() -> sink.append(table.with("cluster", other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cluster changed its categories");
            assertThatThrownBy(() -> sink.append(table.with("x", table.column("emb_0"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x changed its type");
        }
    }

    @Test
    void aFileThatCannotBeMadeIsAResourceProblem() {
        assertThatThrownBy(() ->
                        new ParquetTables().create(folder.resolve("no/such/f"), Map.of(), SampleTables.everyType(1)))
                .isInstanceOf(ResourceException.class);
    }

    @Test
    void filesThatAreNotParquetAreRefused() throws IOException {
        Path absent = folder.resolve("absent.parquet");
        assertThatThrownBy(() -> ParquetTable.read(absent))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("file is missing");
        Path text = Files.writeString(folder.resolve("text.parquet"), "cell_id,x_centroid\n1,2\n");
        assertThatThrownBy(() -> ParquetTable.read(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a Parquet file");
    }

    @Test
    void everyCutAndEveryFlippedByteEndsInAnInputExceptionOrASoundTable() throws IOException {
        byte[] good = Files.readAllBytes(write("t.parquet", SampleTables.everyType(50), 50));
        Path file = folder.resolve("bad.parquet");
        for (int length = 0; length < good.length; length += 1 + good.length / 40) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThatThrownBy(() -> ParquetTable.read(file)).isInstanceOf(InputException.class);
        }
        int refused = 0;
        for (int at = 0; at < good.length; at += 7) {
            byte[] flipped = good.clone();
            flipped[at] ^= (byte) 0x55;
            Files.write(file, flipped);
            try {
                assertThat(ParquetTable.read(file).rows()).isEqualTo(50);
            } catch (InputException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(good.length / 14);
    }

    @Test
    void filesOfOtherWritersAreRead() {
        Path bundle = SampleData.of("xenium-tiny-bundle");
        Table cells = ParquetTable.read(bundle.resolve("cells.parquet"));
        assertThat(cells.rows()).isEqualTo(6);
        assertThat(cells.column("cell_id")).isInstanceOf(Column.Ints.class);
        assertThat(cells.doubles("x_centroid")[0]).isCloseTo(847.259912, org.assertj.core.data.Offset.offset(1e-6));
        Path lung = SampleData.of("xenium-transcripts-lung").resolve("transcripts.parquet");
        Table transcripts = ParquetTable.read(lung, Set.of("transcript_id", "cell_id", "overlaps_nucleus", "qv"));
        assertThat(transcripts.rows()).isEqualTo(10_000);
        assertThat(transcripts.strings("cell_id")[0]).isEqualTo("cpikkedh-1");
        assertThat(((Column.Longs) transcripts.column("transcript_id")).values()[0])
                .isEqualTo(282063387231058L);
        assertThat(transcripts.column("overlaps_nucleus")).isInstanceOf(Column.Ints.class);
        assertThat(transcripts.column("qv")).isInstanceOf(Column.Floats.class);
    }
}
