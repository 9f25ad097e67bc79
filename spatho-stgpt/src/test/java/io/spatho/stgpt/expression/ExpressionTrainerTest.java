package io.spatho.stgpt.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.ExpressionOperators;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import io.spatho.stgpt.train.TrainingState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every fusion, decoder and loss learns planted expression, with the same bits for any number of threads. */
final class ExpressionTrainerTest {

    private static final int SIDE = 14;

    private static TorchEngine engine;
    private static Operators operators;
    private static ExpressionOperators network;
    private static ExpressionMaterial material;

    @BeforeAll
    static void load() {
        engine = TorchEngine.start();
        operators = Operators.load(engine, Device.cpu());
        network = ExpressionOperators.load(engine, Device.cpu());
        material = planted(0);
    }

    @AfterAll
    static void unload() {
        network.close();
        operators.close();
    }

    /** On a grid, gene 0 follows a feature of the fine field, gene 1 one of the wide field, gene 2 nothing. */
    static ExpressionMaterial planted(long seed) {
        int n = SIDE * SIDE;
        DenseMatrix fine = DenseMatrix.zeros(n, 3);
        DenseMatrix wide = DenseMatrix.zeros(n, 3);
        DenseMatrix counts = DenseMatrix.zeros(n, 3);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            CounterRandom random = CounterRandom.of(seed, "planted", i);
            x[i] = 8.0 * (i % SIDE);
            y[i] = 8.0 * Math.floorDiv(i, SIDE);
            for (int feature = 0; feature < 2; feature++) {
                fine.values()[i * 3 + feature] = (float) random.nextGaussian();
                wide.values()[i * 3 + feature] = (float) random.nextGaussian();
            }
            counts.values()[i * 3] = random.nextPoisson(Math.exp(1 + fine.get(i, 0)));
            counts.values()[i * 3 + 1] = random.nextPoisson(Math.exp(1 - wide.get(i, 1)));
            counts.values()[i * 3 + 2] = random.nextPoisson(2);
        }
        String[] ids = IntStream.range(0, n).mapToObj(i -> "b" + i).toArray(String[]::new);
        PlacedFeatures places = new PlacedFeatures(
                ids, Libraries.single(n), x, y, List.of("f", "g", "h"), List.of(8.0, 32.0), List.of(fine, wide));
        return new ExpressionMaterial(places, List.of("A", "B", "C"), counts);
    }

    private static int[] rows(int part) {
        return IntStream.range(0, SIDE * SIDE)
                .filter(i -> (i % SIDE * 7 / SIDE == part + 4) || (part < 0 && i % SIDE * 7 / SIDE < 5))
                .toArray();
    }

    private static ExpressionTrainer.Trained train(Fusion fusion, Decoder decoder, Loss loss, int threads) {
        return train(new ExpressionSettings(fusion, decoder, loss, 16, 36, 2, 60, 20, 0, 1e-2, 5), threads);
    }

    private static ExpressionTrainer.Trained train(ExpressionSettings settings, int threads) {
        return train(settings, threads, TrainingState.none());
    }

    private static ExpressionTrainer.Trained train(ExpressionSettings settings, int threads, TrainingState state) {
        return train(settings, threads, state, Progress.SILENT);
    }

    private static ExpressionTrainer.Trained train(
            ExpressionSettings settings, int threads, TrainingState state, Progress progress) {
        try (Workers workers = new Workers(threads)) {
            return ExpressionTrainer.train(
                    new PatchPredictor.Setting(engine, operators, network, Device.cpu(), settings),
                    material,
                    rows(-1),
                    rows(1),
                    state,
                    workers,
                    progress);
        }
    }

    private static double gain(ExpressionTrainer.Trained model) {
        int[] rows = rows(2);
        try (Workers workers = new Workers(1)) {
            DenseMatrix flat = DenseMatrix.zeros(rows.length, 3);
            for (int gene = 0; gene < 3; gene++) {
                int own = gene;
                double mean = Arrays.stream(rows(-1))
                        .mapToDouble(row -> material.counts().get(row, own))
                        .average()
                        .orElseThrow();
                for (int i = 0; i < rows.length; i++) {
                    flat.values()[i * 3 + gene] = (float) mean;
                }
            }
            double without = Deviance.mean(material.counts(), rows, flat);
            return 1
                    - Deviance.mean(material.counts(), rows, model.predict(material.places(), rows, workers)) / without;
        }
    }

    @Test
    void everyFusionAndDecoderExplainsPlantedExpressionOnOtherRows() {
        for (Fusion fusion : Fusion.values()) {
            assertThat(gain(train(fusion, Decoder.LINEAR, Loss.POISSON, 2)))
                    .as(fusion.id())
                    .isGreaterThan(0.25);
        }
        for (Decoder decoder : Decoder.values()) {
            assertThat(gain(train(Fusion.GATED, decoder, Loss.POISSON, 2)))
                    .as(decoder.id())
                    .isGreaterThan(0.2);
        }
    }

    @Test
    void everyLossTrains() {
        for (Loss loss : Loss.values()) {
            assertThat(gain(train(Fusion.GATED, Decoder.LINEAR, loss, 2)))
                    .as(loss.id())
                    .isGreaterThan(0.1);
        }
    }

    @Test
    void threadsDoNotChangeABit() {
        float[] one = train(Fusion.ATTENTION, Decoder.HIST2ST, Loss.ZINB, 1)
                .outcome()
                .best()
                .get(0)
                .values();
        float[] four = train(Fusion.ATTENTION, Decoder.HIST2ST, Loss.ZINB, 4)
                .outcome()
                .best()
                .get(0)
                .values();
        assertThat(four).isEqualTo(one);
    }

    /** Nine patches in a step of at most 36 observations: two batches, whose gradients are added. */
    private static ExpressionSettings half(Precision precision, int steps) {
        return new ExpressionSettings(
                Fusion.ATTENTION, Decoder.LINEAR, Loss.POISSON, 16, 36, 9, steps, 20, 0, 1e-2, 5, precision);
    }

    @Test
    void halfPrecisionLearnsTheSame() {
        double whole = train(half(Precision.FLOAT32, 60), 2).bestError();
        for (Precision precision : List.of(Precision.BFLOAT16, Precision.FLOAT16)) {
            ExpressionTrainer.Trained model = train(half(precision, 60), 2);
            assertThat(gain(model)).as(precision.name()).isGreaterThan(0.25);
            // Eight bits of a product are right in bfloat16, eleven in float16.
            assertThat(model.bestError()).as(precision.name()).isCloseTo(whole, Percentage.withPercentage(3));
        }
    }

    @Test
    void halfPrecisionGoesOnWithTheSameBits(@TempDir Path folder) {
        for (Precision precision : List.of(Precision.BFLOAT16, Precision.FLOAT16)) {
            ExpressionSettings settings = half(precision, 40);
            Fingerprint identity = Fingerprint.ofText(precision.name());
            TrainingState state = TrainingState.in(folder.resolve(precision.name()), identity);
            assertThatThrownBy(() -> train(settings, 4, state, new Killer(33))).hasMessageContaining("killed");
            ExpressionTrainer.Trained resumed = train(settings, 1, state);
            assertThat(values(resumed)).isDeepEqualTo(values(train(settings, 2)));
        }
    }

    /** Ends a training in the middle of a step after so many. */
    private record Killer(int last) implements Progress {
        @Override
        public void step(int number, int of, String title) {}

        @Override
        public void advance(long done, long total) {
            if (done == last) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void note(String line) {}
    }

    private static float[][] values(ExpressionTrainer.Trained model) {
        return model.outcome().best().stream().map(NamedTensor::values).toArray(float[][]::new);
    }

    @Test
    void ridgeFindsALinearMap() {
        int[] rows = rows(2);
        DenseMatrix rates;
        try (Workers workers = new Workers(2)) {
            rates = ExpressionRidge.fit(material, rows(-1), rows(1), workers).predict(material.places(), rows);
        }
        double[] predicted = new double[rows.length];
        double[] planted = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            predicted[i] = rates.get(i, 0);
            planted[i] = Math.exp(1 + material.features().get(0).get(rows[i], 0));
        }
        assertThat(io.spatho.stgpt.evaluation.Correlation.spearman(predicted, planted))
                .isGreaterThan(0.9);
    }
}
