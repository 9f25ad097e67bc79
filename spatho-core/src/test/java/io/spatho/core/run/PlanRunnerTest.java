package io.spatho.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder.Existing;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanRunnerTest {

    @TempDir
    Path temp;

    private final SquareTool first = new SquareTool("first.json", false);
    private final SquareTool second = new SquareTool("deep/second.json", false);

    @Test
    void runsStepsInOrderAndVerifies() throws IOException {
        Path out = temp.resolve("out");
        finish(out, 1, second, Existing.REFUSE);
        assertThat(Files.readString(out.resolve("deep/second.json"))).contains("\"square\": 81");
        assertThat(RunVerifier.verify(out).findings()).isEmpty();
        assertThat(Files.readAllLines(out.resolve("evidence.jsonl"))).hasSize(2);
        assertThat(out.resolve(".spatho.lock")).doesNotExist();
    }

    @Test
    void equalRunsGiveEqualBytes() throws IOException {
        finish(temp.resolve("a"), 1, second, Existing.REFUSE);
        finish(temp.resolve("b"), 1, second, Existing.REFUSE);
        for (String name : List.of("first.json", "audit.jsonl", "evidence.jsonl", "evidence_manifest.json")) {
            assertThat(temp.resolve("a").resolve(name))
                    .hasSameBinaryContentAs(temp.resolve("b").resolve(name));
        }
    }

    @Test
    void theCrateNamesOnlyWhatItDescribesAndLeadsFromEachFileToItsCall() {
        Path out = temp.resolve("out");
        finish(out, 1, second, Existing.REFUSE);
        Map<String, JsonNode> entities = new HashMap<>();
        JsonNode crate = StrictJson.read(out.resolve(RoCrate.NAME));
        crate.path("@graph")
                .forEach(entity -> assertThat(entities.put(entity.path("@id").asText(), entity))
                        .isNull());
        for (JsonNode entity : entities.values()) {
            entity.findParents("@id").stream()
                    .map(node -> node.path("@id").asText())
                    .filter(id ->
                            !id.startsWith("https://w3id.org/ro/crate") && !id.startsWith("https://bioschemas.org"))
                    .forEach(id -> assertThat(entities).containsKey(id));
        }
        JsonNode second = entities.get("#call-1");
        assertThat(second.at("/result/@id").asText()).isEqualTo("deep/second.json");
        assertThat(second.at("/object/@id").asText()).isEqualTo("first.json");
        assertThat(entities.get("#control-1").at("/instrument/@id").asText()).isEqualTo("#step-1");
        assertThat(entities.get(entities.get("./").at("/mainEntity/@id").asText())
                        .path("step"))
                .hasSize(2);
    }

    @Test
    void resumesAfterAFailureWithoutRepeatingWhatIsThere() throws IOException {
        Path out = temp.resolve("out");
        assertThatThrownBy(() -> finish(out, 1, new SquareTool("deep/second.json", true), Existing.REFUSE))
                .hasMessage("planned failure");
        Files.writeString(out.resolve(".first.json.1.part"), "left behind");
        finish(out, 1, second, Existing.RESUME);
        assertThat(first.calls).isEqualTo(1);
        assertThat(RunVerifier.verify(out).findings()).isEmpty();
        finish(temp.resolve("straight"), 1, second, Existing.REFUSE);
        assertThat(out.resolve(RunFolder.MANIFEST))
                .hasSameBinaryContentAs(temp.resolve("straight").resolve(RunFolder.MANIFEST));
    }

    @Test
    void anotherSeedOrAnAlteredArtifactIsNotReused() throws IOException {
        Path out = temp.resolve("out");
        finish(out, 1, second, Existing.REFUSE);
        finish(out, 2, second, Existing.RESUME);
        assertThat(first.calls).isEqualTo(2);
        Files.writeString(out.resolve("first.json"), "{}");
        finish(out, 2, second, Existing.RESUME);
        assertThat(first.calls).isEqualTo(3);
        assertThat(RunVerifier.verify(out).findings()).isEmpty();
    }

    @Test
    void whatAnEarlierRunMadeAndThisOneDidNotIsRemoved() {
        Path out = temp.resolve("out");
        finish(out, 1, second, Existing.REFUSE);
        finish(out, 1, new SquareTool("elsewhere.json", false), Existing.REPLACE);
        assertThat(out.resolve("deep/second.json")).doesNotExist();
        finish(out, 2, second, Existing.RESUME);
        assertThat(out.resolve("elsewhere.json")).doesNotExist();
        assertThat(RunVerifier.verify(out).findings()).isEmpty();
    }

    @Test
    void refusesWhatItWouldOverwrite() throws IOException {
        Path out = temp.resolve("out");
        finish(out, 1, second, Existing.REFUSE);
        assertThatThrownBy(() -> RunFolder.open(out, Existing.REFUSE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--resume");
        Path foreign = Files.createDirectory(temp.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "precious");
        assertThatThrownBy(() -> RunFolder.open(foreign, Existing.REPLACE)).isInstanceOf(UsageException.class);
        assertThat(foreign.resolve("thesis.txt")).hasContent("precious");
    }

    @Test
    void twoWritersDoNotMeet() {
        Path out = temp.resolve("out");
        try (RunFolder held = RunFolder.open(out, Existing.REFUSE)) {
            assertThat(held.root()).isEqualTo(out);
            assertThatThrownBy(() -> RunFolder.open(out, Existing.RESUME)).isInstanceOf(ResourceException.class);
        }
    }

    @Test
    void findsEveryKindOfTampering() throws IOException {
        Path out = temp.resolve("out");
        finish(out, 1, second, Existing.REFUSE);
        Files.writeString(out.resolve("extra.txt"), "x");
        assertThat(RunVerifier.verify(out).findings()).containsExactly("extra: extra.txt");
        Files.delete(out.resolve("extra.txt"));

        byte[] kept = Files.readAllBytes(out.resolve("first.json"));
        byte[] flipped = kept.clone();
        flipped[0] ^= 1;
        Files.write(out.resolve("first.json"), flipped);
        assertThat(RunVerifier.verify(out).findings()).containsExactly("altered: first.json has another SHA-256");
        Files.delete(out.resolve("first.json"));
        assertThat(RunVerifier.verify(out).findings()).containsExactly("missing: first.json");
        Files.write(out.resolve("first.json"), kept);

        Path manifest = out.resolve(RunFolder.MANIFEST);
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"seed\": 1", "\"seed\": 7"));
        assertThat(RunVerifier.verify(out).findings())
                .containsExactly(
                        "altered: evidence_manifest.json does not match its own fingerprint",
                        "altered: statement.intoto.json does not follow from the manifest");
        Files.writeString(manifest, text);

        Path log = out.resolve(RunLog.NAME);
        Files.writeString(log, Files.readString(log).replace("made", "faked"));
        assertThat(RunVerifier.verify(out).findings())
                .containsExactly("altered: run_log.json does not match its own fingerprint");
    }

    @Test
    void aTornLastLineOfTheAuditTrailIsDropped() throws IOException {
        Path out = temp.resolve("out");
        finish(out, 1, second, Existing.REFUSE);
        List<String> lines = Files.readAllLines(out.resolve("audit.jsonl"));
        Files.write(
                out.resolve("audit.jsonl"), List.of(lines.get(0), lines.get(1).replace("square", "cube")));
        assertThat(RunVerifier.verify(out).findings()).anyMatch(finding -> finding.contains("audit.jsonl"));
        Files.write(out.resolve("audit.jsonl"), List.of(lines.get(1)));
        assertThat(Journal.read(out).events()).isEmpty();
    }

    @Test
    void alteredEvidenceIsRefused() throws IOException {
        Path out = temp.resolve("out");
        finish(out, 1, second, Existing.REFUSE);
        Path evidence = out.resolve("evidence.jsonl");
        Files.writeString(evidence, Files.readString(evidence).replace("The square of 3 is 9", "The square of 3 is 8"));
        assertThatThrownBy(() -> Journal.read(out)).isInstanceOf(InputException.class);
        assertThat(RunVerifier.verify(out).findings()).isNotEmpty();
    }

    @Test
    void aFolderWithoutManifestIsNoRun() {
        assertThatThrownBy(() -> RunVerifier.verify(temp.resolve("none"))).isInstanceOf(InputException.class);
    }

    private void finish(Path out, long seed, SquareTool last, Existing existing) {
        RunPlan plan = new RunPlan();
        Step<Integer> nine = plan.add("three squared", first, List.of(), results -> 3);
        plan.add("nine squared", last, List.of(nine), results -> results.of(nine));
        RunIdentity identity = new RunIdentity(
                "0",
                seed,
                CanonicalJson.object(),
                List.of(new SourceFile("input", "a", 1, Fingerprint.ofText("a").sha256())));
        try (RunFolder folder = RunFolder.open(out, existing);
                Workers workers = new Workers(2)) {
            PlanRunner runner = new PlanRunner(folder, identity, new TextTables(), workers, Progress.SILENT);
            runner.run(plan);
            new RunClosing(folder, identity, runner)
                    .close(
                            CanonicalJson.object().put("name", "made"),
                            List.of(),
                            CanonicalJson.object().put("note", "made by a test"),
                            Optional.empty());
        }
    }
}
