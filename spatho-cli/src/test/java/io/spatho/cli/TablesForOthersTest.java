package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.arrow.ArrowTables;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Table;
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
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every table of a whole run, as DuckDB finds it. */
class TablesForOthersTest {

    @TempDir
    static Path shared;

    private static Path run;
    private static JsonNode manifest;
    private static final Map<String, JsonNode> TABLES = new TreeMap<>();

    @BeforeAll
    static void runOnce() {
        run = shared.resolve("run");
        Path xenium = bundle(Platform.XENIUM, 700, shared.resolve("xenium"));
        Outcome outcome = spatho("run", xenium, "-o", run, "--stgpt", "none", "--min-region-cells", 10, "--arrow");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        manifest = StrictJson.read(run.resolve("evidence_manifest.json"));
        for (JsonNode artifact : manifest.path("artifacts")) {
            if (artifact.path("path").asText().endsWith(".parquet")) {
                TABLES.put(artifact.path("path").asText(), artifact);
            }
        }
        assertThat(TABLES).hasSizeGreaterThan(8);
    }

    private static List<List<String>> query(String sql) {
        List<List<String>> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static String file(String path) {
        return "'" + run.resolve(path) + "'";
    }

    @Test
    void rowsAreThoseOfTheManifest() {
        TABLES.forEach((path, artifact) -> assertThat(query("SELECT count(*) FROM " + file(path)))
                .as(path)
                .containsExactly(List.of(artifact.path("rows").asText())));
    }

    @Test
    void everyFileCarriesTheRunAndItsOrigin() {
        TABLES.forEach((path, artifact) -> {
            Map<String, String> metadata = new TreeMap<>();
            query("SELECT decode(key), decode(value) FROM parquet_kv_metadata(" + file(path) + ")")
                    .forEach(row -> metadata.put(row.get(0), row.get(1)));
            assertThat(metadata)
                    .as(path)
                    .containsEntry("run_id", manifest.path("run_id").asText())
                    .containsEntry("origin", artifact.path("origin").asText());
        });
    }

    @Test
    void everyColumnIsCompressedAndHasStatistics() {
        TABLES.forEach((path, artifact) -> {
            assertThat(query("SELECT DISTINCT compression FROM parquet_metadata(" + file(path) + ")"))
                    .as(path)
                    .isIn(List.of(List.of("ZSTD")), List.of());
            assertThat(query("SELECT path_in_schema FROM parquet_metadata(" + file(path)
                            + ") WHERE stats_null_count IS NULL"))
                    .as(path)
                    .isEmpty();
        });
    }

    @Test
    void idsComeSortedAndOfTheRightType() {
        TABLES.forEach((path, artifact) -> {
            List<List<String>> columns = query("DESCRIBE SELECT * FROM " + file(path));
            String id = columns.get(0).get(0);
            assertThat(columns.get(0).get(1)).as(path + " " + id).isEqualTo(id.endsWith("_um") ? "DOUBLE" : "VARCHAR");
            columns.stream()
                    .filter(column -> column.get(0).startsWith("emb_")
                            || (path.endsWith("region_molecular_summary.parquet")
                                    && column.get(0).startsWith("gene_")))
                    .forEach(column -> assertThat(column.get(1)).as(path).isEqualTo("FLOAT"));
            assertThat(query("SELECT count(*) FROM (SELECT \"" + id + "\" AS id, lag(\"" + id
                            + "\") OVER (ORDER BY file_row_number) AS before FROM read_parquet(" + file(path)
                            + ", file_row_number = true)) WHERE before > id"))
                    .as(path + " sorted by " + id)
                    .containsExactly(List.of("0"));
        });
    }

    @Test
    void weightsOfARegionSumToOneInSql() {
        String members = file("regions/region_cell_membership.parquet");
        assertThat(query("SELECT region_id FROM " + members + " GROUP BY region_id HAVING abs(sum(weight) - 1) > 1e-9"))
                .isEmpty();
        assertThat(query("SELECT DISTINCT role FROM " + members + " ORDER BY role"))
                .containsExactly(List.of("boundary"), List.of("context"), List.of("inner"));
        assertThat(query("SELECT count(*) FROM " + members + " WHERE NOT distance_um >= 0"))
                .containsExactly(List.of("0"));
    }

    @Test
    void arrowFilesHoldTheSameRows() {
        assertThat(TABLES.keySet())
                .map(path -> run.resolve(path.replace(".parquet", ".arrow")))
                .filteredOn(Files::exists)
                .hasSizeGreaterThan(2)
                .allSatisfy(arrow -> {
                    Table table = new ArrowTables().read(arrow);
                    String parquet = run.relativize(arrow).toString().replace(".arrow", ".parquet");
                    assertThat(query("SELECT count(*) FROM " + file(parquet)))
                            .containsExactly(List.of(Integer.toString(table.rows())));
                });
    }
}
