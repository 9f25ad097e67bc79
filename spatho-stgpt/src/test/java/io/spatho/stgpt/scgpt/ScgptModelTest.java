package io.spatho.stgpt.scgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.nn.StateDict;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScgptModelTest {

    private static final ScgptConfig CONFIG = FormulaWeights.CONFIG;

    static ScgptModel load(Map<String, NamedTensor> weights) {
        return ScgptModel.load(
                StateDict.of(weights, "made by formula"), CONFIG, DeviceRequest.cpu(), Precision.FLOAT32);
    }

    @Test
    void statesAndHeadsFollowTheEquations() {
        Map<String, NamedTensor> weights = FormulaWeights.all();
        NaiveScgpt naive = new NaiveScgpt(weights, CONFIG);
        List<TokenSequence> cells = FormulaWeights.cells(12);
        int[] genes = IntStream.range(0, CONFIG.vocabulary()).toArray();
        try (ScgptModel model = load(weights)) {
            TokenBatch batch = TokenBatch.of(cells, CONFIG);
            DenseMatrix states = model.states(batch);
            DenseMatrix expression = model.expression(batch);
            DenseMatrix predicted = model.predicted(states, genes);
            DenseMatrix imputed = model.imputed(states, genes);
            for (int cell = 0; cell < cells.size(); cell++) {
                double[][] tokens = naive.forward(cells.get(cell));
                for (int i = 0; i < CONFIG.width(); i++) {
                    assertThat((double) states.get(cell, i)).isCloseTo(tokens[0][i], within(1e-5));
                }
                for (int i = 0; i < tokens.length; i++) {
                    assertThat((double) expression.get(cell, i)).isCloseTo(naive.expression(tokens[i]), within(1e-5));
                }
                for (int gene : genes) {
                    assertThat((double) predicted.get(cell, gene))
                            .isCloseTo(naive.product("mvc_decoder", tokens[0], gene), within(1e-5));
                    assertThat((double) imputed.get(cell, gene))
                            .isCloseTo(naive.product("impute_mvc_decoder", tokens[0], gene), within(1e-5));
                }
            }
            assertThat(model.ignoredTensors()).isEmpty();
            assertThat(model.heads().classes()).isEqualTo(1);
        }
    }

    @Test
    void otherSpellingsOfTheNamesMeanTheSameWeights() {
        Map<String, NamedTensor> plain = FormulaWeights.all();
        Map<String, NamedTensor> wrapped = new LinkedHashMap<>();
        plain.forEach((name, tensor) -> {
            String other = "module."
                    + name.replace("self_attn.in_proj_", "self_attn._impl.Wqkv.")
                            .replace("self_attn.out_proj", "self_attn._impl.out_proj");
            wrapped.put(other, new NamedTensor(other, tensor.shape(), tensor.values()));
        });
        TokenBatch batch = TokenBatch.of(FormulaWeights.cells(5), CONFIG);
        try (ScgptModel one = load(plain);
                ScgptModel other = load(wrapped)) {
            assertThat(other.states(batch)).usingRecursiveComparison().isEqualTo(one.states(batch));
        }
    }

    @Test
    void everyUnsoundTensorIsNamedInOneLine() {
        Map<String, NamedTensor> weights = FormulaWeights.all();
        weights.remove("transformer_encoder.layers.1.norm2.bias");
        weights.put("encoder.enc_norm.weight", new NamedTensor("x", new long[] {7}, new float[7]));
        weights.put("transformer_encoder.layers.3.linear1.bias", new NamedTensor("x", new long[] {6}, new float[6]));
        weights.put("decoder.moe.experts.2.fc.4.weight", new NamedTensor("x", new long[] {2, 8}, new float[16]));
        weights.put("dsbn.bns.0.weight", new NamedTensor("x", new long[] {8}, new float[8]));
        assertThatThrownBy(() -> load(weights))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("5 tensors")
                .hasMessageContaining("transformer_encoder.layers.1.norm2.bias is missing")
                .hasMessageContaining("encoder.enc_norm.weight is [7] instead of [8]")
                .hasMessageContaining("transformer_encoder.layers.3.linear1.bias has no place")
                .hasMessageContaining("decoder.moe.experts.2.fc.4.weight is [2, 8] instead of [1, 8]")
                .hasMessageContaining("dsbn.bns.0.weight changes the embedding")
                .hasMessageContaining("made by formula");
    }

    @Test
    void twoSpellingsOfOneNameAreRefused() {
        Map<String, NamedTensor> weights = FormulaWeights.all();
        weights.put("module.encoder.enc_norm.bias", new NamedTensor("x", new long[] {8}, new float[8]));
        assertThatThrownBy(() -> load(weights))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("encoder.enc_norm.bias");
    }

    @Test
    void absentHeadsAreAMissingResource() {
        Map<String, NamedTensor> weights = FormulaWeights.all();
        weights.keySet().removeIf(name -> name.contains("decoder"));
        try (ScgptModel model = load(weights)) {
            TokenBatch batch = TokenBatch.of(FormulaWeights.cells(2), CONFIG);
            assertThat(model.heads().decodesExpression()).isFalse();
            assertThat(model.states(batch).rows()).isEqualTo(2);
            assertThatThrownBy(() -> model.expression(batch)).isInstanceOf(ResourceException.class);
            assertThatThrownBy(() -> model.predicted(model.states(batch), new int[] {1}))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("mvc_decoder");
        }
    }

    @Test
    void tokensOutsideTheVocabularyAndEmptyCellsAreRefused() {
        assertThatThrownBy(() ->
                        TokenBatch.of(List.of(new TokenSequence(new int[] {21, 23}, new float[] {-2, 1})), CONFIG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("23");
        assertThatThrownBy(() -> TokenBatch.of(List.of(new TokenSequence(new int[0], new float[0])), CONFIG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void halfPrecisionStaysClose() {
        Map<String, NamedTensor> weights = FormulaWeights.all();
        TokenBatch batch = TokenBatch.of(FormulaWeights.cells(5), CONFIG);
        try (ScgptModel exact = load(weights);
                ScgptModel half = ScgptModel.load(
                        StateDict.of(weights, "made"), CONFIG, DeviceRequest.cpu(), Precision.BFLOAT16)) {
            float[] expected = exact.states(batch).values();
            assertThat(half.states(batch).values()).containsExactly(expected, within(0.1f));
        }
    }
}
