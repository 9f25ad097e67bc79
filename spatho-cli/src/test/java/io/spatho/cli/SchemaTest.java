package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run writes is valid against the published schemas. */
class SchemaTest {

    @TempDir
    static Path temp;

    private static Path out;

    @BeforeAll
    static void runOnce() {
        out = temp.resolve("out");
        Path made = temp.resolve("xenium");
        try (Workers workers = new Workers(2)) {
            SyntheticOptions options = SyntheticOptions.of(400, 140, 7).withSlide(true);
            SyntheticBundles.write(Platform.XENIUM, options, made, workers);
        }
        writeMetrics(made);
        var outcome = spatho(
                "run",
                made,
                "-o",
                out,
                "--min-region-cells",
                10,
                "--resolution-sweep",
                "0.5,1.0",
                "--refine-clusters",
                1,
                "--he",
                SyntheticBundles.slideOf(made),
                "--he-keypoints",
                SyntheticBundles.keypointsOf(made));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static void writeMetrics(Path bundle) {
        try {
            Files.writeString(bundle.resolve("metrics_summary.csv"), """
                    run_name,num_cells_detected,median_genes_per_cell,adjusted_genomic_control_probe_rate
                    made,400,"1,234",
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evidence_manifest.json, evidence_manifest",
        "run_log.json, run_log",
        "plan.json, plan",
        "review/critic.json, critic",
        "review/review_queue.json, review_queue",
        "review/review.json, review",
        "analysis/qc.json, qc",
        "analysis/platform_metrics.json, platform_metrics",
        "analysis/clustering.json, clustering",
        "analysis/graphs.json, graphs",
        "analysis/spatial_entropy.json, spatial_entropy",
        "analysis/spatial_features.json, spatial_features",
        "analysis/spatial_patterns.json, spatial_patterns",
        "analysis/neighborhood_radii.json, neighborhood_radii",
        "review/mechanism.json, mechanism",
        "review/quality_audit.json, quality_audit",
        "regions/region_qc_report.json, region_qc_report",
        "regions/region_image_manifest.json, region_image_manifest",
        "regions/embedding_review.json, embedding_review",
        "analysis/slide.json, slide",
        "stgpt/qc_report.json, stgpt_qc_report",
        "stgpt/training.json, stgpt_training"
    })
    void documentsAreValid(String path, String schema) {
        PublishedSchemas.requireValid(schema, out.resolve(path));
    }

    @Test
    void everyLineOfEvidenceAndAuditIsValid() throws IOException {
        for (String line : Files.readAllLines(out.resolve("evidence.jsonl"))) {
            PublishedSchemas.requireValid("evidence", StrictJson.parse(line, "evidence.jsonl"));
        }
        for (String line : Files.readAllLines(out.resolve("audit.jsonl"))) {
            PublishedSchemas.requireValid("audit_event", StrictJson.parse(line, "audit.jsonl"));
        }
    }
}
