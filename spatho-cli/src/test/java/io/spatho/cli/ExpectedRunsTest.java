package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.copy;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.fingerprint.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture gives the values of the run that is stored of it, and what moved is said. */
class ExpectedRunsTest {

    private static final Path ROOT = Path.of(System.getProperty("spatho.root"));
    private static final Path STORED = ROOT.resolve("fixtures/expected");

    @TempDir
    Path temp;

    static List<String> runs() throws IOException {
        return Files.readAllLines(STORED.resolve("runs.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aFixtureGivesTheValuesThatAreStored(String line) {
        String[] words = line.split(" ", -1);
        Path out = temp.resolve(words[0]);
        List<Object> command = new ArrayList<>();
        Stream.of(words).skip(1).forEach(word -> command.add(word.startsWith("fixtures/") ? ROOT.resolve(word) : word));
        command.addAll(List.of("-o", out));
        Outcome made = spatho(command.toArray());
        assertThat(made.exitCode()).as(made.err()).isZero();

        Outcome difference = spatho("diff", STORED.resolve(words[0]), out);
        assertThat(difference.exitCode())
                .as(
                        "%s moved; when that is meant: fixtures/expected/expected.sh renew%n%s%s",
                        words[0], difference.out(), difference.err())
                .isZero();
        assertThat(difference.out()).isEqualTo("the runs say the same\n");
    }

    @Test
    void aValueThatMovedIsNamedAndAFileThatIsNotStoredGoesByItsDigest() throws IOException {
        Path stored = STORED.resolve("visium-mini");
        Path moved = copy(stored, temp.resolve("moved"));
        Path document = moved.resolve("analysis/qc.json");
        String before = Fingerprint.ofFile(document).sha256();
        Files.writeString(document, Files.readString(document).replace("\"n_genes\": 10", "\"n_genes\": 11"));
        Path manifest = moved.resolve("evidence_manifest.json");
        String text = Files.readString(manifest)
                .replace(before, Fingerprint.ofFile(document).sha256());
        int large = text.indexOf("\"sha256\"", text.indexOf("case.h5ad\""));
        Files.writeString(
                manifest,
                text.substring(0, large) + text.substring(large).replaceFirst("[0-9a-f]{64}", "0".repeat(64)));

        Outcome difference = spatho("diff", stored, moved);
        assertThat(difference.exitCode()).isEqualTo(3);
        assertThat(difference.out())
                .contains("document analysis/qc.json/gene_families/mt/n_genes: 10 -> 11\n")
                .containsPattern("artifact case.h5ad: sha256 [0-9a-f]{64} -> sha256 0{64}\n")
                .contains("2 differences");
    }

    @Test
    void storedRunsAreSmall() throws IOException {
        try (Stream<Path> files = Files.walk(STORED)) {
            long bytes = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(bytes).isLessThan(2_500_000);
        }
    }
}
