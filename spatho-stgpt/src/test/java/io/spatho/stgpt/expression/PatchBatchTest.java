package io.spatho.stgpt.expression;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import io.spatho.stgpt.nn.DeviceWeights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What a patch is told does not depend on the patches beside it in a batch, nor on how much shorter than them it is. */
final class PatchBatchTest {

    private static final List<int[]> PATCHES = List.of(range(0, 30), range(40, 47), range(60, 90), range(100, 101));

    private final ExpressionMaterial material = ExpressionTrainerTest.planted(3);

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private float[] rates(Fusion fusion, Decoder decoder, Precision precision, List<int[]> patches) {
        ExpressionSettings settings =
                new ExpressionSettings(fusion, decoder, Loss.ZINB, 16, 36, 2, 60, 20, 0, 1e-2, 5, precision);
        List<FeatureScale> scales = material.places().features().stream()
                .map(features -> FeatureScale.of(features, range(0, 196)))
                .toList();
        TorchEngine engine = TorchEngine.start();
        try (PatchPredictor.Setting place = PatchPredictor.Setting.open(DeviceRequest.parse("cpu"), settings);
                DeviceWeights weights = new DeviceWeights(engine, Device.cpu())) {
            ExpressionNetwork network = new ExpressionNetwork(place.network(), settings, 2, 3, new double[3]);
            PatchPredictor predictor = new PatchPredictor(place, network, 3, scales, 8);
            var placed = weights.put(network.initial());
            try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
                ExpressionNetwork.Output output = predictor.forward(
                        material.places(), predictor.batch(material.places(), patches), placed, scope);
                return output.logRate().add(output.zero()).toFloatArray();
            }
        }
    }

    @Test
    void patchesInABatchAreToldWhatTheyAreToldAlone() {
        for (Fusion fusion : Fusion.values()) {
            for (Decoder decoder : Decoder.values()) {
                float[] together = rates(fusion, decoder, Precision.FLOAT32, PATCHES);
                int at = 0;
                for (int[] patch : PATCHES) {
                    float[] alone = rates(fusion, decoder, Precision.FLOAT32, List.of(patch));
                    assertThat(Arrays.copyOfRange(together, at, at + alone.length))
                            .as(fusion + " " + decoder)
                            .containsExactly(alone, Offset.offset(2e-5f));
                    at += alone.length;
                }
                assertThat(at).isEqualTo(together.length);
            }
        }
    }

    @Test
    void halfPrecisionIsNearFloat32AndNotTheSame() {
        for (Decoder decoder : Decoder.values()) {
            float[] whole = rates(Fusion.ATTENTION, decoder, Precision.FLOAT32, PATCHES);
            for (Precision half : List.of(Precision.BFLOAT16, Precision.FLOAT16)) {
                assertThat(rates(Fusion.ATTENTION, decoder, half, PATCHES))
                        .as(half + " " + decoder)
                        .isNotEqualTo(whole)
                        .containsExactly(whole, Offset.offset(half == Precision.FLOAT16 ? 0.005f : 0.04f));
            }
        }
    }

    @Test
    void sumsOverSquaresHoldEachObservationOnce() {
        PatchBatch batch = new PatchBatch(material.places(), PATCHES, 8);
        TorchEngine engine = TorchEngine.start();
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            float[] columns = batch.sums(2, scope).sum(new int[] {0}).toFloatArray();
            assertThat(columns).hasSize(batch.rows().length).containsOnly(1);
        }
    }
}
