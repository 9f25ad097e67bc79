package io.spatho.stgpt.scgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.EncoderShape.Norms;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.nn.StateDict;
import io.spatho.stgpt.scgpt.ScgptVariant.ValueStyle;
import io.spatho.stgpt.tokens.TokenSequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variants of the network against PyTorch in float64: {@code docs/golden/make_scgpt_variants.py}. */
final class ScgptVariantsTest {

    private static final int[] GENES = IntStream.range(0, 20).toArray();
    private static final int[][] ASKED = {{2, 9, 14}, {0, 1, 5}, {7, 8, 19}};
    private static final int[] LENGTHS = {6, 4, 5};
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "category, CATEGORY, AFTER",
        "carried, CONTINUOUS, BEFORE_CARRIED",
        "before, CONTINUOUS, BEFORE",
        "batches, CONTINUOUS, AFTER",
        "scaling, SCALING, AFTER",
        "published, CONTINUOUS, AFTER"
    })
    void everyHeadEqualsPyTorch(String name, ValueStyle values, Norms norms) throws IOException {
        JsonNode variant = variant(name);
        JsonNode expected = variant.get("expected");
        try (ScgptModel model = model(variant, values, norms, Precision.FLOAT32)) {
            TokenBatch batch = batch(values);
            long[] labels = batch.labels();
            DenseMatrix states = model.states(batch);
            close(states, expected.get("states"));
            close(model.classLogits(states), expected.get("classes"));
            close(model.predicted(states, GENES, labels), expected.get("products"));
            close(shown(model.expression(batch)), expected.get("expression"));
            close(shown(model.expressionFromStates(states, batch, true)), expected.get("from_states"));
            assertThat(model.heads().decodesZeros()).isEqualTo(expected.has("expressed"));
            if (expected.has("expressed")) {
                close(shown(model.expressedProbabilities(batch)), expected.get("expressed"));
                close(model.expressedProbabilities(states, GENES, labels), expected.get("expressed_genes"));
            }
            if (expected.has("generated")) {
                Generation generation = model.generated(batch, asked(values));
                close(generation.asked(), expected.get("generated"));
                close(generation.states(), expected.get("states"));
                close(shown(generation.known()), expected.get("expression"));
            }
            assertThat(model.ignoredTensors()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"category, CATEGORY, AFTER", "carried, CONTINUOUS, BEFORE_CARRIED", "batches, CONTINUOUS, AFTER"})
    void halfPrecisionPointsTheSameWay(String name, ValueStyle values, Norms norms) throws IOException {
        JsonNode variant = variant(name);
        try (ScgptModel model = model(variant, values, norms, Precision.BFLOAT16)) {
            DenseMatrix states = model.states(batch(values));
            JsonNode expected = variant.get("expected").get("states");
            for (int row = 0; row < states.rows(); row++) {
                assertThat(cosine(states, row, expected.get(row))).isGreaterThan(0.999);
            }
        }
    }

    @Test
    void aNetworkWithBatchNormAsksForLabelsThatItKnows() throws IOException {
        try (ScgptModel model = model(variant("batches"), ValueStyle.CONTINUOUS, Norms.AFTER, Precision.FLOAT32)) {
            TokenBatch batch = batch(ValueStyle.CONTINUOUS);
            assertThatThrownBy(() -> model.states(batch.withLabels(new long[0])))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("batch label for each cell");
            assertThatThrownBy(() -> model.states(batch.withLabels(new long[] {0, 1, 3})))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("0 to 2");
        }
    }

    @Test
    void aBinOutsideTheTableIsRefused() throws IOException {
        try (ScgptModel model = model(variant("category"), ValueStyle.CATEGORY, Norms.AFTER, Precision.FLOAT32)) {
            assertThatThrownBy(() -> model.states(batch(ValueStyle.CONTINUOUS)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("0 to 12");
        }
    }

    private static ScgptModel model(JsonNode variant, ValueStyle values, Norms norms, Precision precision) {
        Map<String, NamedTensor> weights = new LinkedHashMap<>();
        variant.get("shapes").properties().forEach(entry -> {
            long[] shape = new long[entry.getValue().size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = entry.getValue().get(i).asLong();
            }
            weights.put(entry.getKey(), formula(entry.getKey(), shape));
        });
        ScgptConfig config = new ScgptConfig(23, 20, -2, 8, 2, 6, 2, new ScgptVariant(values, norms));
        return ScgptModel.load(StateDict.of(weights, "by formula"), config, DeviceRequest.cpu(), precision);
    }

    private static NamedTensor formula(String name, long[] shape) {
        int count = 1;
        for (long extent : shape) {
            count *= (int) extent;
        }
        double phase = 0;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            phase += letter;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double value = 0.5 * Math.sin(0.013 * (i + 1) * (i + 1) + 0.1 * phase);
            values[i] = (float) (name.endsWith("running_var") ? Math.abs(value) + 0.5 : value);
        }
        return new NamedTensor(name, shape, values);
    }

    private static TokenBatch batch(ValueStyle style) {
        List<TokenSequence> cells = new ArrayList<>();
        for (int cell = 0; cell < LENGTHS.length; cell++) {
            int[] genes = new int[LENGTHS[cell]];
            float[] values = new float[LENGTHS[cell]];
            for (int t = 0; t < genes.length; t++) {
                genes[t] = t == 0 ? 21 : (3 * cell + 5 * t + 1) % 20;
                values[t] = t == 0 ? padValue(style) : (7 * cell + 3 * t) % 11;
            }
            cells.add(new TokenSequence(genes, values));
        }
        ScgptConfig config = new ScgptConfig(23, 20, padValue(style), 8, 2, 6, 2);
        return TokenBatch.of(cells, config).withLabels(new long[] {2, 0, 1});
    }

    private static TokenBatch asked(ValueStyle style) {
        List<TokenSequence> cells = new ArrayList<>();
        for (int[] genes : ASKED) {
            cells.add(new TokenSequence(genes, new float[genes.length]));
        }
        return TokenBatch.of(cells, new ScgptConfig(23, 20, padValue(style), 8, 2, 6, 2));
    }

    private static float padValue(ValueStyle style) {
        return style == ValueStyle.CATEGORY ? 11 : -2;
    }

    /** Decoded tokens with zeros at padding. */
    private static DenseMatrix shown(DenseMatrix decoded) {
        for (int row = 0; row < decoded.rows(); row++) {
            for (int column = LENGTHS[row]; column < decoded.columns(); column++) {
                decoded.values()[row * decoded.columns() + column] = 0;
            }
        }
        return decoded;
    }

    private static void close(DenseMatrix actual, JsonNode expected) {
        assertThat(actual.rows()).isEqualTo(expected.size());
        for (int row = 0; row < actual.rows(); row++) {
            assertThat(actual.columns()).isEqualTo(expected.get(row).size());
            for (int column = 0; column < actual.columns(); column++) {
                double wanted = expected.get(row).get(column).asDouble();
                assertThat((double) actual.get(row, column))
                        .isCloseTo(wanted, within(TOLERANCE * Math.max(1, Math.abs(wanted))));
            }
        }
    }

    private static double cosine(DenseMatrix states, int row, JsonNode expected) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < states.columns(); i++) {
            double a = states.get(row, i);
            double b = expected.get(i).asDouble();
            product += a * b;
            left += a * a;
            right += b * b;
        }
        return product / Math.sqrt(left * right);
    }

    private static JsonNode variant(String name) throws IOException {
        try (InputStream in = ScgptVariantsTest.class.getResourceAsStream("variants.json")) {
            return new ObjectMapper().readTree(in).get("variants").get(name);
        }
    }
}
