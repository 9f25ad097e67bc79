package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of the Python spatho's workbench: its field names, no more and no less, and what they say of the run. */
class BundlesCommandTest {

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "EvidenceBundle",
            Set.of(
                    "schema_version",
                    "evidence_id",
                    "unit",
                    "unit_id",
                    "source",
                    "evidence_type",
                    "measured",
                    "model_derived",
                    "qc_status",
                    "summary",
                    "supporting_artifacts",
                    "artifact_ids",
                    "artifact_hashes",
                    "tool_name",
                    "input_hash",
                    "model_version",
                    "checkpoint_hash",
                    "elapsed_seconds",
                    "timestamp",
                    "requires_human_review",
                    "human_review_state",
                    "conflict_note"),
            "ToolCallMeta",
            Set.of(
                    "schema_version",
                    "tool_name",
                    "input_hash",
                    "model_version",
                    "spatho_version",
                    "timestamp",
                    "elapsed_seconds",
                    "output_artifact"),
            "CorrectionBundle",
            Set.of(
                    "schema_version",
                    "correction_id",
                    "evidence_id",
                    "unit_id",
                    "correction_type",
                    "original_label",
                    "corrected_label",
                    "reviewer_id",
                    "note",
                    "timestamp"),
            "ExecutionPlan",
            Set.of("schema_version", "plan_id", "case_name", "created_at", "nodes"),
            "CriticReport",
            Set.of(
                    "schema_version",
                    "case_name",
                    "generated_at",
                    "total_bundles",
                    "passed",
                    "warned",
                    "failed",
                    "flagged_for_human_review",
                    "conflicts",
                    "coverage_gaps",
                    "overall_status"));

    @TempDir
    static Path temp;

    private static Path run;
    private static Path workbench;

    @BeforeAll
    static void export() {
        Path made = bundle(Platform.XENIUM, 500, temp.resolve("made"));
        run = temp.resolve("run");
        var outcome = spatho("run", made, "-o", run, "--min-region-cells", 10);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        decide("approve", id("quality_control", false));
        decide("reject", id("cluster_annotation", false));
        decide("relabel", id("region", false), "--label", "Tumour bed");
        Map<String, String> before = digests(run);
        outcome = spatho("bundles", run, "-o", temp.resolve("out"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(digests(run)).isEqualTo(before);
        workbench = temp.resolve("out/workbench");
    }

    private static void decide(String verb, String id, String... more) {
        Stream<Object> words = Stream.of(verb, id, "--run", run, "--reviewer", "R. Virchow", "--note", "seen");
        assertThat(spatho(Stream.concat(words, Stream.of(more)).toArray()).exitCode())
                .isZero();
    }

    private static Map<String, JsonNode> evidence() {
        try {
            Map<String, JsonNode> evidence = new TreeMap<>();
            for (String line : Files.readAllLines(run.resolve("evidence.jsonl"))) {
                JsonNode node = StrictJson.parse(line, "evidence");
                evidence.put(node.path("evidence_id").asText(), node);
            }
            return evidence;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String id(String type, boolean isDerived) {
        return evidence().values().stream()
                .filter(item -> item.path("evidence_type").asText().equals(type)
                        && item.path("model_derived").asBoolean() == isDerived)
                .findFirst()
                .orElseThrow()
                .path("evidence_id")
                .asText();
    }

    private static JsonNode bundleOf(String id) {
        return StrictJson.read(workbench.resolve("bundles/" + id + ".json"));
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String kind(String path) {
        if (path.endsWith(".meta.json")) {
            return "ToolCallMeta";
        }
        return path.startsWith("bundles/")
                ? "EvidenceBundle"
                : path.startsWith("corrections/")
                        ? "CorrectionBundle"
                        : path.equals("critic_report.json") ? "CriticReport" : "ExecutionPlan";
    }

    @Test
    void everyDocumentHasTheFieldsOfItsFormAndIsValid() throws IOException {
        ObjectNode document = (ObjectNode)
                StrictJson.read(Path.of(System.getProperty("spatho.root"), "docs/schemas/evidence_bundle.schema.json"));
        JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        Map<String, JsonSchema> valid = new TreeMap<>();
        valid.put("EvidenceBundle", schemas.getSchema(document));
        document.path("$defs").forEach(form -> valid.put(form.path("title").asText(), schemas.getSchema(form)));
        assertThat(valid.keySet()).isEqualTo(FIELDS.keySet());
        try (Stream<Path> files = Files.walk(workbench)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = workbench.relativize(file).toString();
                JsonNode node = StrictJson.read(file);
                assertThat(names(node)).as(path).isEqualTo(FIELDS.get(kind(path)));
                assertThat(valid.get(kind(path)).validate(node)).as(path).isEmpty();
            }
        }
    }

    @Test
    void everyPieceOfEvidenceIsThereAndSaysTheSame() {
        evidence().forEach((id, own) -> {
            JsonNode made = bundleOf(id);
            assertThat(made.path("evidence_id").asText()).isEqualTo(id);
            for (String field : List.of("measured", "model_derived", "summary", "evidence_type")) {
                assertThat(made.path(field)).isEqualTo(own.path(field));
            }
            assertThat(made.path("checkpoint_hash").asText())
                    .isEqualTo(own.path("model").path("fingerprint").asText(""));
            own.path("supporting_artifacts").forEach(artifact -> assertThat(made.path("artifact_hashes")
                            .path(artifact.path("path").asText()))
                    .isEqualTo(artifact.path("sha256")));
            assertThat(made.path("input_hash").asText()).hasSize(64);
            assertThat(made.path("elapsed_seconds").isNumber()).isTrue();
        });
        assertThat(bundleOf(id("region", false)).path("unit").asText()).isEqualTo("region");
        assertThat(bundleOf(id("spatial_autocorrelation", false)).path("unit").asText())
                .isEqualTo("case");
        assertThat(bundleOf(id("cell_embeddings", true)).path("source").asText())
                .isEqualTo("stgpt");
        assertThat(bundleOf("workflow.run").path("evidence_id").asText()).startsWith("workflow.run.");
    }

    @Test
    void whatPeopleDecidedAndTheCriticFoundIsInIt() throws IOException {
        assertThat(state("quality_control")).isEqualTo("approved");
        assertThat(state("cluster_annotation")).isEqualTo("rejected");
        assertThat(state("region")).isEqualTo("approved");
        try (Stream<Path> files = Files.list(workbench.resolve("corrections"))) {
            assertThat(files.map(file -> StrictJson.read(file))
                            .map(node -> node.path("correction_type").asText() + " "
                                    + node.path("corrected_label").asText()))
                    .containsExactlyInAnyOrder("reject ", "label_override Tumour bed");
        }
        JsonNode critic = StrictJson.read(workbench.resolve("critic_report.json"));
        assertThat(critic.path("total_bundles").asInt()).isEqualTo(evidence().size() + 1);
        JsonNode queue = StrictJson.read(run.resolve("review/review_queue.json"));
        assertThat(critic.path("flagged_for_human_review"))
                .hasSameSizeAs(queue.path("items"))
                .isNotEmpty();
        JsonNode plan = StrictJson.read(workbench.resolve("execution_plan.json"));
        Set<String> known = new TreeSet<>();
        for (JsonNode node : plan.path("nodes")) {
            node.path("depends_on").forEach(earlier -> assertThat(known).contains(earlier.asText()));
            known.add(node.path("node_id").asText());
        }
        assertThat(known).hasSameSizeAs(Files.readAllLines(run.resolve("audit.jsonl")));
    }

    private static String state(String type) {
        return bundleOf(id(type, false)).path("human_review_state").asText();
    }

    @Test
    void aRunStaysSealedAndFilesAreNotReplaced() {
        assertThat(spatho("bundles", run, "-o", run).exitCode()).isEqualTo(2);
        assertThat(spatho("bundles", run, "-o", run.resolve("sub")).exitCode()).isEqualTo(2);
        assertThat(spatho("bundles", run, "-o", temp.resolve("out")).exitCode()).isEqualTo(2);
        assertThat(spatho("bundles", temp.resolve("nowhere"), "-o", temp.resolve("x"))
                        .exitCode())
                .isEqualTo(3);
        assertThat(spatho("explain", run, id("region", false)).exitCode()).isZero();
        assertThat(spatho("verify", run).exitCode()).isZero();
    }
}
