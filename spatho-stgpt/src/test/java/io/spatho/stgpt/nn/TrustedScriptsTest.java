package io.spatho.stgpt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TorchScript of {@code docs/golden/make_script_checkpoint.py}, PyTorch 2.15. */
final class TrustedScriptsTest {

    @TempDir
    private Path folder;

    private Path script;
    private String digest;

    @BeforeEach
    void copy() throws IOException {
        script = folder.resolve("best_model.pt");
        try (InputStream in = TrustedScriptsTest.class.getResourceAsStream("script.pt")) {
            Files.copy(in, script);
        }
        digest = Fingerprint.ofFile(script).sha256();
    }

    @Test
    void aProgramIsRefusedWithItsDigestUnlessThatVeryFileIsTrusted() {
        assertThat(CheckpointReader.isScript(script)).isTrue();
        assertThatThrownBy(() -> CheckpointReader.read(script))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("TorchScript")
                .hasMessageContaining("--trust-model");
        assertThatThrownBy(() -> TrustedScripts.none().read(script))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(digest);
        assertThatThrownBy(() -> TrustedScripts.of(List.of("0".repeat(64))).read(script))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(digest);
    }

    @Test
    void aChangedByteEndsTheTrust() throws IOException {
        byte[] bytes = Files.readAllBytes(script);
        bytes[bytes.length - 1] ^= 1;
        Files.write(script, bytes);
        assertThatThrownBy(() -> TrustedScripts.of(List.of(digest)).read(script))
                .isInstanceOf(InputException.class);
    }

    @Test
    void theParametersOfATrustedProgramAreItsWeights() {
        Checkpoint read =
                TrustedScripts.of(List.of(digest.toUpperCase(Locale.ROOT))).read(script);

        assertThat(read.tensors().keySet())
                .containsExactlyInAnyOrder("encoder.embedding.weight", "encoder.enc_norm.weight", "small.weight");
        assertThat(read.tensor("encoder.embedding.weight").shape()).containsExactly(7, 4);
        float[] values = read.tensor("encoder.enc_norm.weight").values();
        double phase = 0;
        for (byte letter : "encoder.enc_norm.weight".getBytes(StandardCharsets.UTF_8)) {
            phase += letter;
        }
        for (int i = 0; i < 4; i++) {
            assertThat(values[i]).isEqualTo((float) (0.5 * Math.sin(0.013 * (i + 1) * (i + 1) + 0.1 * phase)));
        }
        assertThat(read.tensor("small.weight").values()).hasSize(6);
    }

    @Test
    void dataIsReadAsBefore() throws IOException {
        Path data = Files.writeString(folder.resolve("x.pt"), "no weights at all");
        assertThat(CheckpointReader.isScript(data)).isFalse();
        assertThatThrownBy(() -> TrustedScripts.none().read(data))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a weight file");
    }
}
