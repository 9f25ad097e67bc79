package io.spatho.stgpt.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoldenCheckpointTest {

    static Path golden(String name) {
        Path folder = Path.of(System.getProperty("spatho.sampleData", ""), "golden", name);
        Assumptions.assumeTrue(Files.isDirectory(folder), "sample data " + folder + " absent");
        return folder;
    }

    /** Names, values and sums as PyTorch 2.15.0 reads them ({@code torch.load(weights_only=True)}, float64 sums). */
    @ParameterizedTest
    @CsvSource({
        "scgpt-spatial-colon, 90, 198216, 753.2366049036526, 404, 64",
        "scgpt-colon-legacy, 64, 79298, 513.92098958889, 404, 48",
        "scgpt-colon-ddp, 52, 37762, 275.8170757287669, 404, 32",
        "scgpt-spatial-sampled-fp16, 66, 131272, 478.5400279760361, 404, 64",
    })
    void readsEveryTensorOfAFolder(String name, int tensors, long numbers, double sum, long rows, long width) {
        CheckpointFolder folder = CheckpointFolder.open(golden(name));
        Checkpoint weights = folder.weights();
        NamedTensor embedding = weights.tensors().values().iterator().next();

        assertThat(weights.tensors()).hasSize(tensors);
        assertThat(embedding.name()).endsWith("encoder.embedding.weight");
        assertThat(embedding.shape()).containsExactly(rows, width);
        assertThat(folder.vocabulary().size()).isEqualTo((int) rows);
        long count = 0;
        double total = 0;
        for (NamedTensor tensor : weights.tensors().values()) {
            count += tensor.values().length;
            for (float value : tensor.values()) {
                total += value;
            }
        }
        assertThat(count).isEqualTo(numbers);
        assertThat(total).isCloseTo(sum, within(1e-9));
    }

    @Test
    void aSpatialFolderHasGeneMeansAndTheArgumentsOfItsFile() {
        CheckpointFolder folder = CheckpointFolder.open(golden("scgpt-spatial-colon"));

        assertThat(folder.geneMeans()).isPresent();
        assertThat(folder.geneMeans().get().unusableRows()).isZero();
        assertThat(folder.arguments().embeddingSize()).isEqualTo(64);
        assertThat(folder.arguments().layers()).isEqualTo(4);
        assertThat(folder.vocabulary().token(folder.vocabulary().cls())).isEqualTo("<cls>");
        assertThat(CheckpointFolder.open(golden("scgpt-colon-ddp")).geneMeans()).isEmpty();
    }
}
