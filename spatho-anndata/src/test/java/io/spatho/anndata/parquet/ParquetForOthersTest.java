package io.spatho.anndata.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.SampleTables;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB and parquet-java find in our files. */
class ParquetForOthersTest {

    private static final ParquetReadOptions PLAIN =
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

    @TempDir
    Path folder;

    private Path write(Table table) {
        Path file = folder.resolve("t.parquet");
        return SampleTables.write(new ParquetTables(), file, Map.of("run_id", "r 1", "origin", "measured"), table, 999);
    }

    private List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql.replace("FILE", "'" + folder + "/t.parquet'"))) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join(" ", row.stream().map(String::valueOf).toList()));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Test
    void missingTextIsNullAndMissingNumbersAreNaN() {
        write(Table.ofRows(4)
                .with("id", new Column.Strings(new String[] {"a", "b", "c", "d"}))
                .with("note", new Column.Strings(new String[] {null, "", "ä", null}))
                .with("kind", new Column.Categories(new int[] {1, -1, 0, 1}, List.of("p", "q"), true))
                .with("x", new Column.Doubles(new double[] {1.5, Double.NaN, Double.POSITIVE_INFINITY, -0.0}))
                .with("y", new Column.Floats(new float[] {1, Float.NaN, 3, 4}))
                .with("n", new Column.Ints(new int[] {1, -2, Integer.MAX_VALUE, 0}))
                .with("m", new Column.Longs(new long[] {1, Long.MIN_VALUE, 3, 4}))
                .with("f", new Column.Booleans(new boolean[] {true, false, true, true})));
        assertThat(query("DESCRIBE SELECT * FROM FILE"))
                .extracting(row -> row.substring(0, row.indexOf(' ', row.indexOf(' ') + 1)))
                .containsExactly(
                        "id VARCHAR",
                        "note VARCHAR",
                        "kind VARCHAR",
                        "x DOUBLE",
                        "y FLOAT",
                        "n INTEGER",
                        "m BIGINT",
                        "f BOOLEAN");
        assertThat(
                        query(
                                "SELECT note IS NULL, note = '', kind IS NULL, isnan(x), x IS NULL, isnan(y), n, m, f FROM FILE"))
                .containsExactly(
                        "true null false false false false 1 1 true",
                        "false true true true false true -2 -9223372036854775808 false",
                        "false false false false false false 2147483647 3 true",
                        "true null false false false false 0 4 true");
        // A filter on a column that holds NaN must find the other rows whatever the statistics say.
        assertThat(query("SELECT id FROM FILE WHERE x > 1 AND x < 2")).containsExactly("a");
        assertThat(query("SELECT id FROM FILE WHERE isnan(y)")).containsExactly("b");
    }

    @Test
    void pagesAreCompressedAndHaveStatistics() {
        write(SampleTables.everyType(30_000));
        assertThat(query("SELECT DISTINCT compression FROM parquet_metadata(FILE)"))
                .containsExactly("ZSTD");
        assertThat(query("SELECT stats_min_value, stats_max_value, num_values FROM parquet_metadata(FILE)"
                        + " WHERE path_in_schema = 'cell_id'"))
                .hasSize(1);
        assertThat(query("SELECT count(*) FROM parquet_metadata(FILE) WHERE stats_null_count IS NULL"))
                .containsExactly("0");
        assertThat(query("SELECT decode(key) || '=' || decode(value) FROM parquet_kv_metadata(FILE)"))
                .contains("run_id=r 1", "origin=measured");
    }

    @Test
    void sortedColumnsAreDeclaredAndPagesIndexed() throws IOException {
        assertThat(sorting(Table.ofRows(4)
                        .with("region_id", new Column.Strings(new String[] {"a", "a", "b", "b"}))
                        .with("cell_id", new Column.Strings(new String[] {"1", "2", "1", "3"}))
                        .with("role", new Column.Strings(new String[] {"x", "y", "z", "a"}))))
                .containsExactly(0, 1);
        assertThat(sorting(ids("a", "b", "c"))).containsExactly(0);
        assertThat(sorting(ids("b", "a"))).isEmpty();
        assertThat(sorting(ids("a", null, "c"))).isEmpty();
        assertThat(sorting(ids("a", "a"))).containsExactly(0);
        assertThat(sorting(ids("x"))).containsExactly(0);
        assertThat(sorting(ids())).isEmpty();
        // U+FF5E stands before U+1F600 in UTF-8 and after it in UTF-16.
        assertThat(sorting(ids("\uFF5E", "\uD83D\uDE00"))).containsExactly(0);
        assertThat(sorting(ids("\uD83D\uDE00", "\uFF5E"))).isEmpty();
        assertThat(sorting(Table.ofRows(3).with("x", new Column.Doubles(new double[] {1, 2, 3}))))
                .isEmpty();
        assertThat(sorting(Table.ofRows(3).with("n", new Column.Ints(new int[] {-1, 2, 3}))))
                .containsExactly(0);
    }

    private static Table ids(String... ids) {
        return Table.ofRows(ids.length).with("id", new Column.Strings(ids));
    }

    private List<Integer> sorting(Table table) throws IOException {
        Path file = write(table);
        assertThat(ParquetTable.read(file).rows()).isEqualTo(table.rows());
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), PLAIN)) {
            for (var group : reader.getFooter().getBlocks()) {
                for (ColumnChunkMetaData chunk : group.getColumns()) {
                    assertThat(reader.readColumnIndex(chunk)).isNotNull();
                    assertThat(reader.readOffsetIndex(chunk)).isNotNull();
                }
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        var footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, bytes.length - 8 - length, length));
        if (footer.getRow_groupsSize() == 0 || !footer.getRow_groups().get(0).isSetSorting_columns()) {
            return List.of();
        }
        return footer.getRow_groups().get(0).getSorting_columns().stream()
                .map(SortingColumn::getColumn_idx)
                .toList();
    }
}
