package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.copy;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plan, critic and decisions of people, from the command line. */
class WorkbenchTest {

    private static final String NAME = "Jane-Doe-ward-7";

    @TempDir
    static Path shared;

    private static Path bundle;
    private static Path run;

    @BeforeAll
    static void runOnce() {
        bundle = bundle(Platform.XENIUM, 600, shared.resolve(NAME));
        run = CommandLineFixture.run(bundle, shared.resolve("run"), "--min-region-cells", 10, "--stgpt", "none");
    }

    private static Outcome decide(Path of, String verb, String id, String... more) {
        List<Object> words = new ArrayList<>(
                List.of(verb, id, "--run", of, "--reviewer", "R. Virchow", "--note", "<b>looked</b> twice"));
        words.addAll(List.of(more));
        return spatho(words.toArray());
    }

    private static List<String> queue(Path of) {
        List<String> ids = new ArrayList<>();
        StrictJson.parse(spatho("review-queue", of, "--json").out(), "queue")
                .path("items")
                .forEach(item -> ids.add(item.path("evidence_id").asText()));
        return ids;
    }

    private static JsonNode evidence(String type) throws IOException {
        for (String line : Files.readAllLines(run.resolve("evidence.jsonl"))) {
            JsonNode node = StrictJson.parse(line, "evidence");
            if (node.path("evidence_type").asText().equals(type)) {
                return node;
            }
        }
        throw new AssertionError("no evidence of type " + type);
    }

    @Test
    void thePlanIsWhatIsCarriedOut() throws IOException {
        JsonNode plan = StrictJson.parse(
                spatho("plan", bundle, "--stgpt", "none", "--min-region-cells", 10, "--json")
                        .out(),
                "plan");
        assertThat(CanonicalJson.document(plan)).isEqualTo(Files.readAllBytes(run.resolve("plan.json")));
        List<String> planned = new ArrayList<>();
        plan.path("steps").forEach(step -> planned.add(step.path("tool").asText()));
        List<String> done = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("audit.jsonl"))) {
            done.add(StrictJson.parse(line, "audit").path("tool").asText());
        }
        assertThat(planned).isEqualTo(done);
        Set<String> all = new TreeSet<>(planned);
        Map<String, String> reasons = new java.util.TreeMap<>();
        plan.path("left_out").forEach(item -> {
            all.add(item.path("tool").asText());
            reasons.put(
                    item.path("tool").asText().replaceFirst("@.*", ""),
                    item.path("reason").asText());
        });
        Tools.registry().all().forEach(tool -> assertThat(all)
                .contains(tool.id().toString()));
        assertThat(reasons)
                .containsEntry("register_slide", "No H&E slide was given.")
                .containsEntry("embed_cells", "It was switched off with --stgpt none.")
                .containsEntry("immune_refinement", "No cell type model was given.")
                .containsEntry("evaluate_checkpoint", "Another command of spatho runs it.");
        assertThat(Files.readString(run.resolve("report.html"))).contains("No H&amp;E slide was given.");
    }

    @Test
    void anAnalysisThatEndsEarlySaysWhatItLeavesOut() {
        Path out = shared.resolve("early");
        assertThat(spatho("analyze", "cluster", bundle, "-o", out).exitCode()).isZero();
        List<String> reasons = new ArrayList<>();
        StrictJson.read(out.resolve("plan.json"))
                .path("left_out")
                .forEach(item -> reasons.add(item.path("tool").asText().replaceFirst("@.*", "") + ": "
                        + item.path("reason").asText()));
        assertThat(reasons).contains("annotation: The analysis ends with the stage cluster.");
    }

    @Test
    void everyPieceOfEvidenceIsJudgedAndTheQueueLeadsToRows() throws IOException {
        JsonNode critic = StrictJson.read(run.resolve("review/critic.json"));
        int judged = 0;
        for (String line : Files.readAllLines(run.resolve("evidence.jsonl"))) {
            JsonNode node = StrictJson.parse(line, "evidence");
            if (!node.path("source").asText().startsWith("critic@")) {
                assertThat(critic.path("evidence").has(node.path("evidence_id").asText()))
                        .isTrue();
                judged++;
            }
        }
        assertThat(critic.path("evidence")).hasSize(judged);
        List<String> queue = queue(run);
        assertThat(queue).isNotEmpty();
        assertThat(spatho("explain", run, queue.get(0)).exitCode()).isZero();
        assertThat(spatho(
                                "explain",
                                run,
                                evidence("review_need").path("evidence_id").asText())
                        .exitCode())
                .isZero();
    }

    @Test
    void decisionsAreKeptShownAndCarriedOn() throws IOException {
        Path copy = copy(run, shared.resolve("decided"));
        List<String> queue = queue(copy);
        String rejected = queue.get(0);
        String relabelled = evidence("region").path("evidence_id").asText();
        String approved = evidence("quality_control").path("evidence_id").asText();
        assertThat(decide(copy, "reject", rejected).exitCode()).isZero();
        assertThat(decide(copy, "approve", approved).exitCode()).isZero();
        assertThat(decide(copy, "relabel", relabelled, "--label", "Tumour <bed>")
                        .exitCode())
                .isZero();
        assertThat(queue(copy)).doesNotContain(rejected).hasSize(queue.size() - 1);
        Outcome verified = spatho("verify", copy);
        assertThat(verified.exitCode()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("3 decisions end in ");

        Outcome resumed =
                spatho("run", bundle, "-o", copy, "--min-region-cells", 10, "--stgpt", "none", "--resume", "--json");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        String page = Files.readString(copy.resolve("report.html"));
        assertThat(page)
                .contains("rejected by a person", "approved by a person", "relabelled by a person", "<s>")
                .contains("Tumour &lt;bed&gt; instead of ", "R. Virchow: &lt;b&gt;looked&lt;/b&gt; twice")
                .doesNotContain("<b>looked");
        assertThat(Files.readString(copy.resolve("review/prompt.txt"))).doesNotContain(rejected.substring(0, 11));
        assertThat(digests(copy, "report.html", "audit.jsonl", "decisions.jsonl", ".decisions.lock", "run_log.json"))
                .containsAllEntriesOf(digestsOfEvidence());
        assertThat(spatho("verify", copy).exitCode()).isZero();

        Outcome again = spatho(
                "run",
                bundle,
                "-o",
                copy,
                "--min-region-cells",
                10,
                "--stgpt",
                "none",
                "--resolution",
                "1.01",
                "--force");
        assertThat(again.exitCode()).as(again.err()).isZero();
        JsonNode left =
                StrictJson.parse(spatho("review-queue", copy, "--all", "--json").out(), "queue");
        assertThat(Files.readAllLines(copy.resolve("decisions.jsonl"))).hasSize(4);
        assertThat(Files.readString(copy.resolve("report.html"))).contains("approved by a person");
        assertThat(left.path("decisions_out_of_date").asInt()).isLessThan(3);
    }

    private static Map<String, String> digestsOfEvidence() {
        Map<String, String> all = digests(run);
        all.keySet().retainAll(Set.of("evidence.jsonl", "review/critic.json", "review/review_queue.json", "plan.json"));
        return all;
    }

    @Test
    void aChainThatWasTamperedWithIsFoundAndNotUsed() throws IOException {
        Path copy = copy(run, shared.resolve("tampered"));
        String id = queue(copy).get(0);
        decide(copy, "reject", id);
        decide(copy, "approve", id);
        Path file = copy.resolve("decisions.jsonl");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 2));
        assertThat(spatho("verify", copy).out()).contains("chain of decisions is broken");
        assertThat(spatho("verify", copy).exitCode()).isEqualTo(3);
        assertThat(decide(copy, "approve", id).exitCode()).isEqualTo(3);
        Files.writeString(file, String.join("\n", lines).replace("reject", "approve") + "\n");
        assertThat(spatho("verify", copy).exitCode()).isEqualTo(3);
        assertThat(spatho("run", bundle, "-o", copy, "--stgpt", "none", "--force")
                        .exitCode())
                .isEqualTo(3);
        assertThat(copy.resolve("evidence_manifest.json")).exists();
    }

    @Test
    void decisionsGoAlongIntoAnotherFolder() throws IOException {
        Path copy = copy(run, shared.resolve("first"));
        decide(copy, "reject", evidence("quality_control").path("evidence_id").asText());
        Path log = copy.resolve("decisions.jsonl");
        Path second = CommandLineFixture.run(
                bundle, shared.resolve("second"), "--min-region-cells", 10, "--stgpt", "none", "--decisions", log);
        assertThat(second.resolve("decisions.jsonl")).hasSameBinaryContentAs(log);
        assertThat(Files.readString(second.resolve("report.html"))).contains("rejected by a person");
        Path other = copy(run, shared.resolve("other"));
        decide(other, "approve", evidence("quality_control").path("evidence_id").asText());
        Outcome diverged = spatho(
                "run",
                bundle,
                "-o",
                other,
                "--min-region-cells",
                10,
                "--stgpt",
                "none",
                "--resume",
                "--decisions",
                log);
        assertThat(diverged.exitCode()).isEqualTo(2);
        assertThat(diverged.err()).contains("holds other decisions");
    }

    @Test
    void correctionsAreExported() throws IOException {
        Path copy = copy(run, shared.resolve("corrected"));
        Path file = shared.resolve("corrections.parquet");
        assertThat(spatho("corrections", copy, "-o", file).exitCode()).isEqualTo(3);
        JsonNode cluster = evidence("cluster_annotation");
        decide(copy, "relabel", cluster.path("evidence_id").asText(), "--label", "Mast_cell");
        assertThat(spatho("corrections", copy, "-o", file).exitCode()).isZero();
        Table rows = new ParquetTables().read(file);
        assertThat(rows.rows()).isEqualTo(cluster.path("value").path("n_cells").asInt());
        assertThat(rows.strings("corrected_label")).containsOnly("Mast_cell");
        Path lines = shared.resolve("corrections.jsonl");
        assertThat(spatho("corrections", copy, "-o", lines).exitCode()).isZero();
        assertThat(Files.readAllLines(lines)).hasSize(rows.rows());
        assertThat(spatho("corrections", copy, "-o", shared.resolve("x.csv")).exitCode())
                .isEqualTo(2);
    }

    @Test
    void decisionsThatMakeNoSenseAreRefused() {
        assertThat(decide(run, "approve", "ev_nothing").exitCode()).isEqualTo(2);
        assertThat(decide(run, "approve", "ev_").err()).contains("several pieces of evidence");
        assertThat(decide(run, "relabel", queue(run).get(0)).exitCode()).isEqualTo(2);
        assertThat(decide(shared.resolve("nowhere"), "approve", "ev_1").exitCode())
                .isEqualTo(3);
        assertThat(run.resolve("decisions.jsonl")).doesNotExist();
    }
}
