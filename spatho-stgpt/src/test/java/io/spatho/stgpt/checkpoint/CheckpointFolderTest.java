package io.spatho.stgpt.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckpointFolderTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("vocab.json"), "{\"GENE1\": 1, \"GENE0\": 0, \"<pad>\": 2}");
        Files.writeString(
                folder.resolve("args.json"), "{\"embsize\": 8, \"nheads\": 2, \"d_hid\": 16, \"nlayers\": 1}");
        try (OutputStream out = Files.newOutputStream(folder.resolve("best_model.pt"))) {
            TorchZipWriter.write(out, List.of(new NamedTensor("w", new long[] {1}, new float[] {1})));
        }
    }

    @Test
    void opensWithDefaultsAndAppendsMissingSpecialTokens() throws IOException {
        CheckpointFolder opened = CheckpointFolder.open(folder);

        assertThat(opened.vocabulary().size()).isEqualTo(5);
        assertThat(opened.vocabulary().pad()).isEqualTo(2);
        assertThat(opened.vocabulary().cls()).isEqualTo(3);
        assertThat(opened.vocabulary().token(4)).isEqualTo("<eoc>");
        assertThat(opened.arguments().bins()).isEqualTo(51);
        assertThat(opened.arguments().padValue()).isEqualTo(-2);
        assertThat(opened.arguments().longestSequence()).isEqualTo(1200);
        assertThat(opened.weights().tensor("w").values()).containsExactly(1);
        assertThat(opened.geneMeans()).isEmpty();
    }

    @Test
    void theFingerprintFollowsEveryFile() throws IOException {
        String before = CheckpointFolder.open(folder).fingerprint().sha256();
        assertThat(CheckpointFolder.open(folder).fingerprint().sha256()).isEqualTo(before);

        Files.writeString(folder.resolve("all_dict_mean_std.csv"), ",mean\n0,2.5\n");
        CheckpointFolder spatial = CheckpointFolder.open(folder);

        assertThat(spatial.fingerprint().sha256()).isNotEqualTo(before);
        assertThat(spatial.geneMeans().orElseThrow().mean(0)).isEqualTo(2.5);
        assertThat(spatial.geneMeans().orElseThrow().mean(1)).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocab.json | {\"A\": 0, \"B\": 2} | B",
                "vocab.json | {\"A\": 0, \"B\": 0} | B",
                "vocab.json | {\"A\": 0, \"A\": 1} | Duplicate",
                "vocab.json | {\"A\": \"0\"} | A",
                "vocab.json | {\"A\": 0.5} | A",
                "vocab.json | {} | vocab.json",
                "vocab.json | [1] | vocab.json",
                "vocab.json | {\"A\": 0} x | vocab.json",
                "args.json | {\"embsize\": 8, \"nheads\": 2, \"d_hid\": 16} | nlayers",
                "args.json | {\"embsize\": 8, \"nheads\": 3, \"d_hid\": 16, \"nlayers\": 1} | nheads",
                "args.json | {\"embsize\": -8, \"nheads\": 2, \"d_hid\": 16, \"nlayers\": 1} | embsize",
                "args.json | {\"embsize\": 999999999, \"nheads\": 1, \"d_hid\": 16, \"nlayers\": 1} | embsize",
                "args.json | {\"embsize\": 8, \"nheads\": 2, \"d_hid\": 16, \"nlayers\": 1, \"n_bins\": 2} | n_bins",
                "args.json | {\"embsize\": 8 | args.json",
                "all_dict_mean_std.csv | '' | mean",
                "all_dict_mean_std.csv | id,average | mean",
                "all_dict_mean_std.csv | ',mean\n9,1' | line 2",
                "all_dict_mean_std.csv | ',mean\n0,1\n0,2' | line 3",
                "all_dict_mean_std.csv | ',mean\n0,x' | line 2",
                "all_dict_mean_std.csv | ',mean\n0' | line 2",
                "best_model.pt | not a checkpoint at all | best_model.pt"
            })
    void brokenFilesAreNamed(String name, String content, String named) throws IOException {
        Files.writeString(folder.resolve(name), content);

        assertThatThrownBy(() -> CheckpointFolder.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({"vocab.json", "args.json", "best_model.pt"})
    void missingFilesAreNamed(String name) throws IOException {
        Files.delete(folder.resolve(name));

        assertThatThrownBy(() -> CheckpointFolder.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lacks " + name);
    }

    @Test
    void unusableMeansCountAsAbsent() throws IOException {
        Files.writeString(folder.resolve("all_dict_mean_std.csv"), ",mean\n0,0\n1,nan\n2,1.5\n");

        CheckpointFolder opened = CheckpointFolder.open(folder);

        assertThat(opened.geneMeans().orElseThrow().unusableRows()).isEqualTo(2);
        assertThat(opened.geneMeans().orElseThrow().mean(0)).isNaN();
    }

    @Test
    void anAbsentFolderIsAMissingResource() {
        assertThatThrownBy(() -> CheckpointFolder.open(folder.resolve("nowhere")))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("nowhere");
    }
}
