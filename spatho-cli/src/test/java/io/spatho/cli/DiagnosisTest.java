package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.cli.Diagnosis.Finding;
import io.spatho.cli.Diagnosis.Status;
import io.spatho.core.json.StrictJson;
import io.spatho.stgpt.engine.EngineReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the doctor finds wrong comes with what to do about it. */
class DiagnosisTest {

    @TempDir
    Path temp;

    private static EngineReport engine(boolean available, List<String> features, List<EngineReport.Gpu> gpus) {
        return new EngineReport(available, available ? "" : "no library", "0.35.1", "2.7.1", "/lib", features, gpus);
    }

    @Test
    void everyFindingThatIsNotAllRightHasAFix() throws IOException {
        List<Finding> findings = new ArrayList<>(List.of(
                Diagnosis.memory(1 << 20),
                Diagnosis.memory(8L << 30),
                Diagnosis.disk(temp.resolve("nowhere"), folder -> 0),
                Diagnosis.disk(temp, folder -> 9L << 30),
                Diagnosis.disk("0.1 GiB", 1 << 20, true),
                Diagnosis.disk("10 GiB", 10L << 30, false),
                Diagnosis.disk("10 GiB", 10L << 30, true)));
        findings.addAll(Diagnosis.engine(engine(false, List.of(), List.of())));
        findings.addAll(Diagnosis.engine(engine(true, List.of(), List.of())));
        findings.addAll(Diagnosis.engine(engine(true, List.of("CUDA"), List.of())));
        findings.addAll(
                Diagnosis.engine(engine(true, List.of("CUDA"), List.of(new EngineReport.Gpu(0, "90", 80L << 30)))));
        assertThat(findings)
                .allMatch(finding ->
                        finding.status() == Status.OK || finding.fix().length() > 20);
        assertThat(findings)
                .extracting(Finding::status)
                .containsSubsequence(Status.WARN, Status.OK, Status.FAIL, Status.OK, Status.WARN, Status.FAIL);
        assertThatThrownBy(() -> new Finding(Status.WARN, "x", "y", " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void spaceThatIsUnknownIsAWarningWithAFix() {
        List<Diagnosis.FreeSpace> broken = List.of(
                folder -> {
                    throw new IOException("stale handle");
                },
                folder -> {
                    throw new UnsupportedOperationException("no such number");
                },
                folder -> {
                    throw new SecurityException("not allowed");
                });
        for (Diagnosis.FreeSpace space : broken) {
            Finding finding = Diagnosis.disk(temp, space);
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.message()).contains("unknown");
            assertThat(finding.fix()).contains("java.io.tmpdir");
        }
    }

    @Test
    void theCommandPrintsEachFindingAndItsFix() {
        JsonNode list = StrictJson.parse(spatho("doctor", "--json").out(), "doctor");
        assertThat(list).hasSizeGreaterThan(3);
        String text = spatho("doctor").out();
        for (JsonNode finding : list) {
            assertThat(finding.path("status").asText()).isIn("ok", "info", "warn", "fail");
            assertThat(finding.path("fix").asText().isEmpty())
                    .isEqualTo(finding.path("status").asText().equals("ok"));
            assertThat(text).contains(finding.path("name").asText());
        }
    }
}
