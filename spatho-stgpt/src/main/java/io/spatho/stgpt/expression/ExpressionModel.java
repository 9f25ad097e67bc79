package io.spatho.stgpt.expression;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.ExpressionLoss;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.nn.DeviceWeights;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A network that was trained to predict expression from features, with the scale of its features.
 *
 * <p>Determinism: on a processor the weights' bits depend on material, rows and settings only. The weights with the smallest Poisson
 * deviance on the validation rows are kept. Cost: linear in steps x patches; quadratic in the size of a patch.
 */
final class ExpressionModel {

    private final TorchEngine engine;
    private final Device device;
    private final ExpressionSettings settings;
    private final ExpressionNetwork network;
    private final List<FeatureScale> scales;
    private final double pitch;
    private List<NamedTensor> weights;
    private TrainingCourse.Outcome outcome;

    private ExpressionModel(Setting place, ExpressionMaterial material, int[] training) {
        this.engine = place.engine();
        this.device = place.device();
        this.settings = place.settings();
        this.scales = material.features().stream()
                .map(features -> FeatureScale.of(features, training))
                .toList();
        this.network = new ExpressionNetwork(
                place.operators(),
                settings,
                scales.size(),
                material.features().get(0).columns(),
                logMeans(material, training));
        this.pitch = material.pitch();
    }

    /**
     * Where and how to train.
     *
     * @param engine the engine
     * @param operators loaded for the device
     * @param device where
     * @param settings how
     */
    record Setting(TorchEngine engine, Operators operators, Device device, ExpressionSettings settings) {}

    static ExpressionModel train(
            Setting place,
            ExpressionMaterial material,
            int[] training,
            int[] validation,
            TrainingState state,
            Workers workers,
            Progress progress) {
        ExpressionModel model = new ExpressionModel(place, material, training);
        ExpressionSettings settings = place.settings();
        int[][] plan = SpatialPatches.plan(
                material, training, settings.patch(), settings.steps() * settings.patches(), settings.seed());
        model.outcome = new TrainingCourse(place.engine(), place.operators(), place.device())
                .run(
                        new TrainingCourse.Lesson(
                                model.network.initial(),
                                settings.training(),
                                settings.course(),
                                (step, shard, weights, scope) -> model.loss(
                                        material, plan, (step - 1) * settings.patches(), shard, weights, scope),
                                weights -> model.judge(material, validation, weights, workers)),
                        state,
                        workers,
                        progress);
        model.weights = model.outcome.best();
        return model;
    }

    private static double[] logMeans(ExpressionMaterial material, int[] training) {
        double[] means = new double[material.genes().size()];
        for (int row : training) {
            for (int gene = 0; gene < means.length; gene++) {
                means[gene] += material.counts().get(row, gene);
            }
        }
        return Arrays.stream(means)
                .map(sum -> Math.log(sum / training.length + 1e-4))
                .toArray();
    }

    /** How the training went. */
    TrainingCourse.Outcome outcome() {
        return outcome;
    }

    private TrainingHistory.Scoring judge(ExpressionMaterial material, int[] rows, NDList weights, Workers workers) {
        double error = Deviance.mean(material.counts(), rows, predict(material, rows, weights, workers));
        return new TrainingHistory.Scoring(0, error, new TreeMap<>());
    }

    private NDArray loss(
            ExpressionMaterial material, int[][] plan, int first, int shard, NDList weights, TensorScope scope) {
        long rows = 0;
        for (int i = 0; i < settings.patches(); i++) {
            rows += plan[first + i].length;
        }
        int[] patch = plan[first + shard];
        PatchGeometry geometry = geometry(material, patch);
        NDArray counts = scope.manager()
                .create(
                        material.counts().selectRows(patch).values(),
                        new Shape(patch.length, material.genes().size()))
                .duplicate();
        ExpressionNetwork.Output output = network.forward(features(material, patch, scope), geometry, weights, scope);
        return Scaling.by(
                sum(output, counts, geometry, scope),
                1.0 / (rows * material.genes().size()),
                scope);
    }

    private NDArray sum(ExpressionNetwork.Output output, NDArray counts, PatchGeometry geometry, TensorScope scope) {
        NDArray rate = output.logRate();
        return switch (settings.loss()) {
            case MSE -> ExpressionLoss.squared(rate, counts, scope);
            case FOCAL_MSE -> ExpressionLoss.focalSquared(rate, counts, scope);
            case POISSON -> ExpressionLoss.poisson(rate, counts, scope);
            case NB -> ExpressionLoss.negativeBinomial(rate, counts, output.theta(), scope);
            case ZINB -> ExpressionLoss.zeroInflated(rate, counts, output.theta(), output.zero(), scope);
            case FOCAL_ZINB -> ExpressionLoss.focalZeroInflated(rate, counts, output.theta(), output.zero(), scope);
            case MULTI_RESOLUTION ->
                Scaling.by(ExpressionLoss.poisson(rate, counts, scope), 4 / 7.0, scope)
                        .add(Scaling.by(
                                ExpressionLoss.pooledPoisson(rate, counts, geometry.sums(2, scope), scope),
                                2 / 7.0,
                                scope))
                        .add(Scaling.by(
                                ExpressionLoss.pooledPoisson(rate, counts, geometry.sums(4, scope), scope),
                                1 / 7.0,
                                scope));
        };
    }

    private PatchGeometry geometry(ExpressionMaterial material, int[] patch) {
        return new PatchGeometry(
                Arrays.stream(patch).mapToDouble(i -> material.x()[i]).toArray(),
                Arrays.stream(patch).mapToDouble(i -> material.y()[i]).toArray(),
                pitch);
    }

    private List<NDArray> features(ExpressionMaterial material, int[] patch, TensorScope scope) {
        int width = material.features().get(0).columns();
        List<NDArray> list = new ArrayList<>();
        for (int scale = 0; scale < scales.size(); scale++) {
            float[] values = scales.get(scale).of(material.features().get(scale), patch, 0, width);
            list.add(scope.manager()
                    .create(values, new Shape(patch.length, width))
                    .duplicate());
        }
        return list;
    }

    /** Rates, rows x genes: the mean of the predicted distribution. */
    DenseMatrix predict(ExpressionMaterial material, int[] rows, Workers workers) {
        try (DeviceWeights placed = new DeviceWeights(engine, device)) {
            return predict(material, rows, placed.put(weights), workers);
        }
    }

    private DenseMatrix predict(ExpressionMaterial material, int[] rows, NDList placed, Workers workers) {
        int genes = material.genes().size();
        DenseMatrix rates = DenseMatrix.zeros(rows.length, genes);
        int[] place = new int[material.size()];
        IntStream.range(0, rows.length).forEach(i -> place[rows[i]] = i);
        List<int[]> patches = SpatialPatches.of(material.x(), material.y(), rows, settings.patch());
        List<float[]> found = workers.map(patches.size(), i -> rates(material, patches.get(i), placed));
        for (int i = 0; i < found.size(); i++) {
            int[] patch = patches.get(i);
            for (int row = 0; row < patch.length; row++) {
                System.arraycopy(found.get(i), row * genes, rates.values(), place[patch[row]] * genes, genes);
            }
        }
        return rates;
    }

    private float[] rates(ExpressionMaterial material, int[] patch, NDList placed) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            ExpressionNetwork.Output output =
                    network.forward(features(material, patch, scope), geometry(material, patch), placed, scope);
            NDArray rate = output.logRate().minimum(scope.manager().create(12f)).exp();
            NDArray mean = output.zero() == null
                    ? rate
                    : rate.mul(Activation.sigmoid(output.zero().neg()));
            return mean.toFloatArray();
        }
    }
}
