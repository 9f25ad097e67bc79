package io.spatho.stgpt.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.nn.DeviceWeights;
import io.spatho.stgpt.nn.StateDict;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.scgpt.ScgptConfig;
import io.spatho.stgpt.tokens.GeneMapping;
import io.spatho.stgpt.tokens.TokenSequence;
import io.spatho.stgpt.tokens.TokenSettings;
import io.spatho.stgpt.tokens.Tokenizer;
import io.spatho.stgpt.tokens.Vocabulary;
import io.spatho.stgpt.train.CosineSchedule;
import io.spatho.stgpt.train.ShardLoss;
import io.spatho.stgpt.train.TrainableWeights;
import io.spatho.stgpt.train.TrainingLoop;
import io.spatho.stgpt.train.TrainingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses, gradients and steps of AdamW against PyTorch in float64: {@code docs/golden/make_finetune_golden.py}. */
final class FinetuneGoldenTest {

    private static final int WIDTH = 8;
    private static final ScgptConfig CONFIG = new ScgptConfig(23, 20, -2, WIDTH, 2, 6, 2);
    private static final int[] LENGTHS = {6, 4, 5, 7};
    private static final int[][] HIDDEN = {{2, 4}, {1}, {3}, {1, 5, 6}};
    private static final int TOKENS = 7;
    private static final LossWeights LOSSES = new LossWeights(1, 0.5, 0.7, 0.3);
    private static final LoraSettings LORA = new LoraSettings(2, 3, List.of("in_proj", "linear1"));

    private static TorchEngine engine;
    private static Operators operators;

    @BeforeAll
    static void load() {
        engine = TorchEngine.start();
        operators = Operators.load(engine, Device.cpu());
    }

    @AfterAll
    static void unload() {
        operators.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "lora"})
    void lossesGradientsAndStepsAreThoseOfPyTorch(String name) throws IOException {
        JsonNode golden = golden(name);
        Network network = network(name.equals("lora"), Precision.FLOAT32, golden);
        try (DeviceWeights stay = new DeviceWeights(engine, Device.cpu());
                TrainableWeights moved =
                        TrainableWeights.of(engine, Device.cpu(), network.initial(golden.get("gradients")))) {
            Map<String, NDArray> frozen = network.weights.placeFrozen(stay);
            gradients(network, frozen, moved.tensors(), golden);
            double[] norm = new double[1];
            TrainingSettings settings = new TrainingSettings(
                    new CosineSchedule(0.01, 0, 3, 1), new AdamWSettings(0.01, 0.9, 0.999, 1e-3, 0.05), 1, 1);
            try (Workers workers = new Workers(1)) {
                new TrainingLoop(engine, operators, Device.cpu())
                        .run(moved, settings, 3, network.loss(frozen), workers, (step, loss, n) -> norm[0] = n);
            }
            assertThat(norm[0]).isCloseTo(golden.get("third_norm").asDouble(), within(1e-3 * norm[0]));
            for (NamedTensor tensor : moved.values()) {
                close(tensor.name(), tensor.values(), golden.get("weights").get(tensor.name()), 2e-4);
            }
            Map<String, NamedTensor> merged = network.weights.merged(moved.values());
            golden.get("merged")
                    .properties()
                    .forEach(one -> close(one.getKey(), merged.get(one.getKey()).values(), one.getValue(), 2e-4));
        }
    }

    private static void gradients(Network network, Map<String, NDArray> frozen, NDList moved, JsonNode golden) {
        try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            FinetuneObjective.Sums sums = network.sums(frozen, moved, scope);
            JsonNode losses = golden.get("losses");
            double hidden = network.patch.hidden().length;
            near(sums.value(), hidden, losses.get("value"));
            near(sums.state(), hidden, losses.get("state"));
            near(sums.neighbourhood(), network.patch.shown().length, losses.get("neighbourhood"));
            near(sums.batch(), 4, losses.get("batch"));
            NDList slopes = operators.gradients(network.total(sums, scope), moved);
            List<String> names =
                    network.weights.initial().stream().map(NamedTensor::name).toList();
            assertThat(names).hasSize(golden.get("gradients").size());
            for (int i = 0; i < names.size(); i++) {
                close(
                        names.get(i),
                        slopes.get(i).toFloatArray(),
                        golden.get("gradients").get(names.get(i)),
                        2e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT16", "BFLOAT16"})
    void halfPrecisionPointsTheSameWay(Precision precision) throws IOException {
        JsonNode golden = golden("whole");
        Network network = network(false, precision, golden);
        try (DeviceWeights stay = new DeviceWeights(engine, Device.cpu());
                TrainableWeights moved = TrainableWeights.of(engine, Device.cpu(), network.weights.initial());
                TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            Map<String, NDArray> frozen = network.weights.placeFrozen(stay);
            NDList slopes = operators.gradients(
                    network.total(network.sums(frozen, moved.tensors(), scope), scope), moved.tensors());
            double product = 0;
            double own = 0;
            double other = 0;
            List<NamedTensor> names = network.weights.initial();
            for (int i = 0; i < names.size(); i++) {
                float[] found = slopes.get(i).toFloatArray();
                JsonNode expected = golden.get("gradients").get(names.get(i).name());
                for (int j = 0; j < found.length; j++) {
                    product += found[j] * expected.get(j).asDouble();
                    own += (double) found[j] * found[j];
                    other += expected.get(j).asDouble() * expected.get(j).asDouble();
                }
            }
            assertThat(product / Math.sqrt(own * other)).isGreaterThan(precision == Precision.FLOAT16 ? 0.9999 : 0.99);
        }
    }

    @Test
    void patchesComputedApartAddUpToTheSameGradient() throws IOException {
        JsonNode golden = golden("whole");
        Network network = network(false, Precision.FLOAT32, golden);
        FinetuneObjective.Counts whole = network.objective.counts(new int[] {0, 1, 2, 3});
        FinetuneObjective.Counts parts =
                network.objective.counts(new int[] {0, 1}).plus(network.objective.counts(new int[] {2, 3}));
        assertThat(parts).isEqualTo(whole);
        assertThat(network.objective.counts(new int[] {2}).shown()).isZero();
    }

    private static void near(NDArray sum, double count, JsonNode expected) {
        assertThat(sum.toFloatArray()[0] / count).isCloseTo(expected.asDouble(), within(2e-5 * expected.asDouble()));
    }

    /** Close in units of the tensor's largest value. */
    private static void close(String name, float[] found, JsonNode expected, double tolerance) {
        double largest = 1e-3;
        for (JsonNode value : expected) {
            largest = Math.max(largest, Math.abs(value.asDouble()));
        }
        assertThat(found).as(name).hasSize(expected.size());
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i])
                    .as(name + " " + i)
                    .isCloseTo(expected.get(i).asDouble(), within(tolerance * largest));
        }
    }

    private record Network(TunedWeights weights, FinetuneObjective objective, MaskedPatch patch) {

        /** The trained tensors by the formula: adapters too, which otherwise begin at zero. */
        List<NamedTensor> initial(JsonNode names) {
            return weights.initial().stream()
                    .map(tensor -> formula(tensor.name(), tensor.shape()))
                    .filter(tensor -> names.has(tensor.name()))
                    .toList();
        }

        FinetuneObjective.Sums sums(Map<String, NDArray> frozen, NDList moved, TensorScope scope) {
            return objective.sums(new int[] {0, 1, 2, 3}, patch, weights.assemble(frozen, moved, scope), scope);
        }

        NDArray total(FinetuneObjective.Sums sums, TensorScope scope) {
            return Finetuner.total(
                    sums, new FinetuneObjective.Counts(patch.hidden().length, patch.shown().length, 4), LOSSES, scope);
        }

        ShardLoss loss(Map<String, NDArray> frozen) {
            return (step, shard, moved, scope) -> total(sums(frozen, moved, scope), scope);
        }
    }

    private static Network network(boolean lora, Precision precision, JsonNode golden) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        Map<String, long[]> shapes = shapes();
        shapes.forEach((name, shape) -> tensors.put(name, formula(name, shape)));
        FinetuneSettings standard = FinetuneSettings.standard(0);
        FinetuneSettings settings = new FinetuneSettings(
                LOSSES,
                0.3,
                2,
                4,
                4,
                3,
                1,
                0,
                1,
                0.01,
                0,
                1,
                0.05,
                precision,
                lora ? Optional.of(LORA) : Optional.empty(),
                List.of(),
                standard.heldOutShare(),
                0);
        NetworkLayout layout = NetworkLayout.take(StateDict.of(tensors, "made"), CONFIG, LOSSES, 2, 0);
        assertThat(layout.fresh()).isEmpty();
        assertThat(golden.has("losses")).isTrue();
        FinetuneObjective objective = new FinetuneObjective(
                new NetworkPass(operators, CONFIG, precision), material(), settings, new MaskedPatch.Fill(20, -2, -1));
        return new Network(new TunedWeights(layout, settings), objective, patch());
    }

    /** Positions and batches of the script; its tokens are given as a patch. */
    private static CellMaterial material() {
        Map<String, Integer> ids = new TreeMap<>();
        IntStream.range(0, 20).forEach(id -> ids.put("G" + id, id));
        Vocabulary vocabulary = Vocabulary.of(ids, "<pad>", "made");
        List<String> symbols = IntStream.range(0, 20).mapToObj(id -> "G" + id).toList();
        int[] columns =
                IntStream.range(0, 4).flatMap(i -> IntStream.range(0, 5)).toArray();
        float[] counts = new float[20];
        Arrays.fill(counts, 2);
        Tokenizer tokenizer = Tokenizer.scgpt(
                new CsrMatrix(4, 20, new long[] {0, 5, 10, 15, 20}, columns, counts),
                new String[] {"a", "b", "c", "d"},
                GeneMapping.of(symbols, vocabulary, "made"),
                vocabulary,
                TokenSettings.published(0));
        double[] x = {0, 1, 0.5, 4};
        double[] y = {0, 0.2, 1.5, 3};
        return new CellMaterial(tokenizer, x, y, new int[] {0, 1, 1, 0}, 2, Division.spatialBlocks(x, y, 0.25, 0));
    }

    private static MaskedPatch patch() {
        List<TokenSequence> cells = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            int[] genes = new int[LENGTHS[c]];
            float[] values = new float[LENGTHS[c]];
            for (int t = 0; t < LENGTHS[c]; t++) {
                genes[t] = t == 0 ? 21 : (3 * c + 5 * t + 1) % 20;
                values[t] = t == 0 ? -2 : (7 * c + 3 * t) % 11 + 1;
            }
            cells.add(new TokenSequence(genes, values));
        }
        List<CounterRandom> randoms = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            randoms.add(CounterRandom.of(0, "none", c));
        }
        MaskedPatch drawn = MaskedPatch.of(cells, 0.3, randoms, new MaskedPatch.Fill(20, -2, -1));
        float[] values = drawn.truth().clone();
        long[] hidden = IntStream.range(0, 4)
                .boxed()
                .flatMapToLong(c -> Arrays.stream(HIDDEN[c]).mapToLong(t -> (long) c * TOKENS + t))
                .toArray();
        for (long place : hidden) {
            values[(int) place] = -1;
        }
        return new MaskedPatch(
                4,
                TOKENS,
                drawn.lengths(),
                drawn.genes(),
                drawn.places(),
                values,
                drawn.truth(),
                hidden,
                drawn.shown());
    }

    private static Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("encoder.embedding.weight", new long[] {23, WIDTH});
        norm(shapes, "encoder.enc_norm");
        map(shapes, "value_encoder.linear1", WIDTH, 1);
        map(shapes, "value_encoder.linear2", WIDTH, WIDTH);
        norm(shapes, "value_encoder.norm");
        for (int layer = 0; layer < 2; layer++) {
            String prefix = "transformer_encoder.layers." + layer + ".";
            shapes.put(prefix + "self_attn.in_proj_weight", new long[] {3 * WIDTH, WIDTH});
            shapes.put(prefix + "self_attn.in_proj_bias", new long[] {3 * WIDTH});
            map(shapes, prefix + "self_attn.out_proj", WIDTH, WIDTH);
            map(shapes, prefix + "linear1", 6, WIDTH);
            map(shapes, prefix + "linear2", WIDTH, 6);
            norm(shapes, prefix + "norm1");
            norm(shapes, prefix + "norm2");
        }
        map(shapes, "decoder.moe.gate.gate", 4, WIDTH);
        for (int expert = 0; expert < 4; expert++) {
            for (int place : new int[] {0, 2, 4}) {
                map(shapes, "decoder.moe.experts." + expert + ".fc." + place, place == 4 ? 1 : WIDTH, WIDTH);
            }
        }
        for (String head : List.of("mvc_decoder", "impute_mvc_decoder")) {
            map(shapes, head + ".gene2query", WIDTH, WIDTH);
            shapes.put(head + ".W.weight", new long[] {WIDTH, WIDTH});
        }
        for (int place : new int[] {0, 3}) {
            map(shapes, "grad_reverse_discriminator._decoder." + place, WIDTH, WIDTH);
            norm(shapes, "grad_reverse_discriminator._decoder." + (place + 2));
        }
        map(shapes, "grad_reverse_discriminator.out_layer", 2, WIDTH);
        return shapes;
    }

    private static void map(Map<String, long[]> shapes, String name, int outputs, int inputs) {
        shapes.put(name + ".weight", new long[] {outputs, inputs});
        shapes.put(name + ".bias", new long[] {outputs});
    }

    private static void norm(Map<String, long[]> shapes, String name) {
        shapes.put(name + ".weight", new long[] {WIDTH});
        shapes.put(name + ".bias", new long[] {WIDTH});
    }

    /** The script's formula. */
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
            values[i] = (float) (0.5 * Math.sin(0.013 * (i + 1) * (i + 1) + 0.1 * phase));
        }
        return new NamedTensor(name, shape, values);
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = FinetuneGoldenTest.class.getResourceAsStream("golden.json")) {
            return new ObjectMapper().readTree(in).get(name);
        }
    }
}
