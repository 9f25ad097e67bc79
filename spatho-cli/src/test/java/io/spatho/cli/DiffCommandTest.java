package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs beside each other: the same, a moved option, another bundle, an altered run. */
class DiffCommandTest {

    @TempDir
    static Path shared;

    private static Path bundle;
    private static Path first;

    @TempDir
    Path temp;

    @BeforeAll
    static void runOnce() throws Exception {
        bundle = bundle(Platform.XENIUM, 400, shared.resolve("xenium"));
        Files.writeString(shared.resolve("panel.csv"), "T_cells,CD3D\nT_cells,CD3E\nB_cells,MS4A1\nB_cells,CD79A\n");
        first = shared.resolve("first");
        Outcome outcome = analyze(first);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static Outcome analyze(Path out, Object... more) {
        Object[] words = {"analyze", "annotate", bundle, "-o", out, "--markers", shared.resolve("panel.csv")};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return spatho(all);
    }

    @Test
    void aRunSaysTheSameAsItself() {
        Outcome outcome = spatho("diff", first, first);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("the runs say the same\n");
    }

    @Test
    void aMovedOptionIsFollowedToTheClaims() throws Exception {
        Path second = temp.resolve("second");
        analyze(second, "--min-counts", 60);
        Outcome outcome = spatho("diff", first, second, "--json");
        assertThat(outcome.exitCode()).isEqualTo(3);
        JsonNode result = new ObjectMapper().readTree(outcome.out());
        TreeSet<String> kinds = new TreeSet<>();
        result.path("changes").forEach(change -> kinds.add(change.path("kind").asText()));
        assertThat(kinds).contains("setting", "table", "document", "claim").doesNotContain("input");
        assertThat(outcome.out()).contains("passed quality control");
    }

    @Test
    void aRunIsReproducedFromItsManifest() {
        Path second = temp.resolve("second");
        Outcome outcome = spatho("reproduce", first, bundle, "-o", second, "--input", shared.resolve("panel.csv"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("the runs say the same\n");
        assertThat(second.resolve("evidence_manifest.json"))
                .hasSameBinaryContentAs(first.resolve("evidence_manifest.json"));
    }

    @Test
    void anotherBundleIsNamed() {
        Path other = bundle(Platform.XENIUM, 390, temp.resolve("other"));
        Outcome outcome =
                spatho("reproduce", first, other, "-o", temp.resolve("out"), "--input", shared.resolve("panel.csv"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).contains("input inputs/");
    }

    @Test
    void aFileThatCannotBeFoundIsAskedFor() {
        Outcome outcome = spatho("reproduce", first, bundle, "-o", temp.resolve("out"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("panel.csv").contains("--input");
    }

    @Test
    void anAlteredRunIsNotReproduced() throws Exception {
        Path altered = temp.resolve("altered");
        analyze(altered);
        Files.writeString(altered.resolve("analysis/qc.json"), "{}");
        Outcome outcome = spatho("reproduce", altered, bundle, "-o", temp.resolve("out"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("altered").contains("analysis/qc.json");
    }
}
