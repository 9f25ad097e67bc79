package io.spatho.stgpt.histology.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.UsageException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.histology.GoldenHistology;
import io.spatho.stgpt.histology.tile.FieldPixels;
import io.spatho.stgpt.nn.TrustedScripts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small networks of every family against timm and torchvision, and what is said of weights that do not fit. */
class NetworkEncoderTest {

    private static final JsonNode GOLDEN = GoldenHistology.document();

    @TempDir
    Path temp;

    static Stream<String> cases() {
        return StreamSupport.stream(GOLDEN.path("encoders").spliterator(), false)
                .map(node -> node.path("settings").path("name").asText());
    }

    private static JsonNode golden(String name) {
        return StreamSupport.stream(GOLDEN.path("encoders").spliterator(), false)
                .filter(node -> node.path("settings").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private TileEncoder open(EncoderSettings settings, Map<String, NamedTensor> weights) {
        Path file = temp.resolve("weights.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(out, weights.values(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Encoders.network(settings, file, TrustedScripts.none(), DeviceRequest.cpu(), Precision.FLOAT32);
    }

    private static List<FieldPixels> pictures(int side) {
        return List.of(
                new FieldPixels(side, 0.5, GoldenHistology.picture(0, side), true),
                new FieldPixels(side, 0.5, GoldenHistology.picture(1, side), true));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheReference(String name) {
        JsonNode golden = golden(name);
        EncoderSettings settings = EncoderSettings.of(golden.path("settings"), name);
        assertThat(settings.network().outputs())
                .isEqualTo(golden.path("outputs").asInt());
        try (TileEncoder encoder = open(settings, GoldenHistology.weights(golden.path("tensors")))) {
            DenseMatrix vectors = encoder.encode(pictures(settings.input()));
            int step = golden.path("step").asInt();
            for (int row = 0; row < 2; row++) {
                JsonNode expected = golden.path("expected").path(row);
                for (int i = 0; i < expected.size(); i++) {
                    double value = expected.path(i).asDouble();
                    assertThat((double) vectors.get(row, i * step))
                            .as("%s %d %d", name, row, i)
                            .isCloseTo(value, within(1e-4 * Math.max(1, Math.abs(value))));
                }
            }
            assertThat(encoder.features()).hasSize(vectors.columns());
            assertThat(encoder.model()).isPresent();
        }
    }

    @Test
    void aFieldGivesTheSameVectorInAnyPlaceOfABatchOfTheSameSize() {
        JsonNode golden = golden("gigapath");
        EncoderSettings settings = EncoderSettings.of(golden.path("settings"), "golden");
        try (TileEncoder encoder = open(settings, GoldenHistology.weights(golden.path("tensors")))) {
            List<FieldPixels> two = pictures(settings.input());
            DenseMatrix one = encoder.encode(two);
            DenseMatrix again = encoder.encode(List.of(two.get(0), two.get(1)));
            assertThat(again.values()).isEqualTo(one.values());
        }
    }

    @Test
    void weightsOfAnotherWidthAreOneClearError() {
        JsonNode golden = golden("gigapath");
        Map<String, NamedTensor> weights = new LinkedHashMap<>(GoldenHistology.weights(golden.path("tensors")));
        ObjectNode wider = golden.path("settings").deepCopy();
        wider.put("width", 48);
        assertThatThrownBy(() -> open(EncoderSettings.of(wider, "wider"), weights))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not those of gigapath")
                .hasMessageContaining("width 48")
                .hasMessageContaining("width 24");
        weights.put(
                "patch_embed.proj.weight",
                new NamedTensor("patch_embed.proj.weight", new long[] {1280, 3, 1, 1}, new float[3840]));
        assertThatThrownBy(() -> open(EncoderSettings.of(wider, "wider"), weights))
                .hasMessageContaining("virchow2");
    }

    @Test
    void aMissingAndASurplusLayerAreRefused() {
        JsonNode golden = golden("uni2-h");
        EncoderSettings settings = EncoderSettings.of(golden.path("settings"), "golden");
        Map<String, NamedTensor> fewer = new LinkedHashMap<>(GoldenHistology.weights(golden.path("tensors")));
        fewer.remove("blocks.1.ls2.gamma");
        assertThatThrownBy(() -> open(settings, fewer))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("blocks.1.ls2.gamma is missing");
        Map<String, NamedTensor> more = new LinkedHashMap<>(GoldenHistology.weights(golden.path("tensors")));
        more.put("blocks.2.norm1.weight", new NamedTensor("blocks.2.norm1.weight", new long[] {24}, new float[24]));
        assertThatThrownBy(() -> open(settings, more))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("blocks.2.norm1.weight");
    }

    @Test
    void presetsHaveThePublishedWidths() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        EncoderSettings.presets()
                .forEach(preset -> widths.put(preset.name(), preset.network().outputs()));
        assertThat(widths)
                .containsEntry("resnet50", 2048)
                .containsEntry("prov-gigapath", 1536)
                .containsEntry("virchow2", 2560)
                .containsEntry("uni2-h", 1536)
                .containsEntry("h-optimus-1", 1536)
                .containsEntry("conch-v1.5", 768);
        assertThatThrownBy(() -> Encoders.settings("vgg"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("virchow2");
    }

    @Test
    void aDescriptionThatIsNotSoundNamesItsKey() {
        ObjectNode settings = golden("gigapath").path("settings").deepCopy();
        settings.put("heads", 5);
        assertThatThrownBy(() -> EncoderSettings.of(settings, "mine.json"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mine.json, key heads");
        settings.put("heads", 3).remove("mean");
        assertThatThrownBy(() -> EncoderSettings.of(settings, "mine.json")).hasMessageContaining("key mean");
    }
}
