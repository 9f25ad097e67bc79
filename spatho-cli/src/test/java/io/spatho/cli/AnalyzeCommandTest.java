package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.analysis.CellTableTool;
import io.spatho.core.dataset.Platform;
import io.spatho.core.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The measured part of a run, up to each stage. */
class AnalyzeCommandTest {

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    @BeforeAll
    static void makeBundle() {
        bundle(Platform.XENIUM, 500, shared.resolve("xenium"));
    }

    private static Outcome analyze(Object stage, Path out) {
        return spatho("analyze", stage, shared.resolve("xenium"), "-o", out, "--min-region-cells", 10);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void everyStageLeavesAWholeRun(Stage stage) throws Exception {
        Path out = temp.resolve("out");
        Outcome outcome = analyze(stage, out);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(spatho("verify", out).exitCode()).isZero();
        Outcome valid = spatho("validate", out, "--validation", "strict");
        assertThat(valid.exitCode()).as(valid.out()).isZero();
        assertThat(Files.readString(out.resolve("report.html"))).contains("passed quality control");

        Table cells = ParquetTable.read(
                out.resolve(CellTableTool.FILE), Set.of("cluster_id", "cell_type", "region_id", "qc_flag"));
        assertThat(cells.rows()).isEqualTo(500);
        assertThat(anyFilled(cells, "cluster_id")).isEqualTo(stage.compareTo(Stage.CLUSTER) >= 0);
        assertThat(anyFilled(cells, "cell_type")).isEqualTo(stage.compareTo(Stage.ANNOTATE) >= 0);
        assertThat(anyFilled(cells, "region_id")).isEqualTo(stage.compareTo(Stage.REGIONS) >= 0);
    }

    private static boolean anyFilled(Table table, String column) {
        for (String text : table.strings(column)) {
            if (!text.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void laterStagesRepeatTheNumbersOfEarlierOnes() {
        Path early = temp.resolve("early");
        Path late = temp.resolve("late");
        analyze(Stage.CLUSTER, early);
        analyze(Stage.ANNOTATE, late);
        Map<String, String> earlier = digests(early);
        Map<String, String> later = digests(late);
        assertThat(later.get("analysis/clustering.json")).isEqualTo(earlier.get("analysis/clustering.json"));
        assertThat(later.get("analysis/graphs.json")).isEqualTo(earlier.get("analysis/graphs.json"));
        assertThat(later).containsKey("analysis/markers.parquet");
        assertThat(earlier).doesNotContainKey("analysis/markers.parquet");
    }

    @Test
    void aStageThatThereIsNotIsAMistakeOfUse() {
        Outcome outcome = analyze("everything", temp.resolve("out"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("qc, cluster, annotate, spatial or regions, found everything");
        assertThat(temp.resolve("out")).doesNotExist();
    }
}
