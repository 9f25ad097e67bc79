package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.run.Journal;
import io.spatho.report.explain.Explanation;
import io.spatho.report.explain.Support;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentences lead back to rows. */
class ExplainCommandTest {

    @TempDir
    static Path shared;

    private static Path run;

    @BeforeAll
    static void runOnce() {
        run = shared.resolve("run");
        Path bundle = bundle(Platform.XENIUM, 600, shared.resolve("xenium"));
        Outcome outcome = spatho("analyze", "regions", bundle, "-o", run, "--min-region-cells", 10);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void everyPieceOfEvidenceLeadsToRows() {
        List<String> lost = new ArrayList<>();
        for (Evidence evidence : Journal.read(run).evidence()) {
            Explanation explanation = Explanation.of(run, evidence.id(), new ParquetTables());
            for (Support support : explanation.supports()) {
                if (!support.unchanged() || !support.resolves()) {
                    lost.add(evidence.statement().summary() + ": " + support.path() + ", " + support.condition());
                }
            }
            assertThat(explanation.calls()).isNotEmpty();
            assertThat(explanation.calls().get(0).tool()).startsWith("read_case@");
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void aClaimIsShownWithItsRows() {
        Evidence evidence = Journal.read(run).evidence().stream()
                .filter(item -> item.statement().type().equals("cluster_annotation"))
                .findFirst()
                .orElseThrow();
        Outcome outcome = spatho("explain", run, evidence.id().substring(0, 12), "--rows", 2);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith(evidence.statement().summary())
                .contains("rests on analysis/annotation.parquet, cluster_id = c01")
                .contains(" cluster_id=c01 ")
                .contains("more rows")
                .contains("input experiment");
        assertThat(spatho("explain", run, evidence.id(), "--json").out()).contains("\"resolves\":true");
    }

    @Test
    void anIdThatIsNotThereOrNotEnoughIsAMistakeOfUse() {
        assertThat(spatho("explain", run, "ev_zz").exitCode()).isEqualTo(2);
        assertThat(spatho("explain", run, "ev_").err()).contains("several pieces of evidence");
    }

    @Test
    void aFileThatWasAlteredSinceIsSaid() throws Exception {
        Path copy = shared.resolve("copy");
        try (var files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file).toString()));
            }
        }
        Files.writeString(copy.resolve("analysis/qc.json"), "{}");
        Evidence evidence = Journal.read(run).evidence().stream()
                .filter(item -> item.statement().type().equals("quality_control"))
                .findFirst()
                .orElseThrow();
        Outcome outcome = spatho("explain", copy, evidence.id());
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).contains("altered or missing since");
    }
}
