package io.spatho.stgpt.expression;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.ExpressionLoss;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Trains a network to predict expression from features.
 *
 * <p>Determinism: on a processor the weights' bits depend on material, rows and settings only. The weights with the smallest Poisson
 * deviance on the validation rows are kept. Cost: linear in steps x patches; quadratic in the size of a patch.
 */
final class ExpressionTrainer {

    private final PatchPredictor.Setting place;
    private final ExpressionMaterial material;
    private final PatchPredictor predictor;

    private ExpressionTrainer(PatchPredictor.Setting place, ExpressionMaterial material, PatchPredictor predictor) {
        this.place = place;
        this.material = material;
        this.predictor = predictor;
    }

    /**
     * What came out.
     *
     * @param predictor applies the network
     * @param scales of the features, by field of view
     * @param pitch width of the network's squares in micrometres
     * @param outcome weights and history
     */
    record Trained(PatchPredictor predictor, List<FeatureScale> scales, double pitch, TrainingCourse.Outcome outcome) {

        /** Rates of rows, rows x genes. */
        DenseMatrix predict(PlacedFeatures places, int[] rows, Workers workers) {
            return predictor.rates(places, rows, outcome.best(), workers);
        }

        /** The error that chose the weights. */
        double bestError() {
            return outcome.history().scorings().stream()
                    .filter(scoring -> scoring.step() == outcome.bestStep())
                    .mapToDouble(TrainingHistory.Scoring::error)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    static Trained train(
            PatchPredictor.Setting place,
            ExpressionMaterial material,
            int[] training,
            int[] validation,
            TrainingState state,
            Workers workers,
            Progress progress) {
        if (training.length < 2 || validation.length < 1) {
            throw new InputException(Problem.of("too few observations to train and to choose")
                    .at("the split of the case")
                    .expected("some of both", training.length + " and " + validation.length)
                    .fix("Give more cases, or fewer --folds"));
        }
        ExpressionSettings settings = place.settings();
        PlacedFeatures places = material.places();
        List<FeatureScale> scales = places.features().stream()
                .map(features -> FeatureScale.of(features, training))
                .toList();
        double pitch = places.pitch();
        ExpressionNetwork network = new ExpressionNetwork(
                place.network(), settings, scales.size(), places.names().size(), logMeans(material, training));
        PatchPredictor predictor =
                new PatchPredictor(place, network, material.genes().size(), scales, pitch);
        ExpressionTrainer trainer = new ExpressionTrainer(place, material, predictor);
        int[][] plan = SpatialPatches.plan(
                places, training, settings.patch(), settings.steps() * settings.patches(), settings.seed());
        TrainingCourse.Outcome outcome = new TrainingCourse(place.engine(), place.operators(), place.device())
                .run(
                        new TrainingCourse.Lesson(
                                network.initial(),
                                settings.training(),
                                settings.course(),
                                (step, shard, weights, scope) ->
                                        trainer.loss(plan, (step - 1) * settings.patches(), shard, weights, scope),
                                weights -> trainer.judge(validation, weights, workers, progress)),
                        state,
                        workers,
                        progress);
        return new Trained(predictor, scales, pitch, outcome);
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

    private TrainingHistory.Scoring judge(int[] rows, NDList weights, Workers workers, Progress progress) {
        double error =
                Deviance.mean(material.counts(), rows, predictor.rates(material.places(), rows, weights, workers));
        progress.note("validation deviance " + Words.decimal(error, 4));
        return new TrainingHistory.Scoring(0, error, new TreeMap<>());
    }

    private NDArray loss(int[][] plan, int first, int shard, NDList weights, TensorScope scope) {
        long rows = 0;
        for (int i = 0; i < place.settings().patches(); i++) {
            rows += plan[first + i].length;
        }
        int together = PatchBatch.patches(place.settings().patch());
        int from = shard * together;
        int to = Math.min(place.settings().patches(), from + together);
        PatchBatch batch =
                predictor.batch(material.places(), Arrays.asList(plan).subList(first + from, first + to));
        int[] own = batch.rows();
        NDArray counts = scope.manager()
                .create(
                        material.counts().selectRows(own).values(),
                        new Shape(own.length, material.genes().size()))
                .duplicate();
        ExpressionNetwork.Output output = predictor.forward(material.places(), batch, weights, scope);
        return Scaling.by(
                sum(output, counts, batch, scope),
                1.0 / (rows * material.genes().size()),
                scope);
    }

    private NDArray sum(ExpressionNetwork.Output output, NDArray counts, PatchBatch batch, TensorScope scope) {
        NDArray rate = output.logRate();
        return switch (place.settings().loss()) {
            case MSE -> ExpressionLoss.squared(rate, counts, scope);
            case FOCAL_MSE -> ExpressionLoss.focalSquared(rate, counts, scope);
            case POISSON -> ExpressionLoss.poisson(rate, counts, scope);
            case NB -> ExpressionLoss.negativeBinomial(rate, counts, output.theta(), scope);
            case ZINB -> ExpressionLoss.zeroInflated(rate, counts, output.theta(), output.zero(), scope);
            case FOCAL_ZINB -> ExpressionLoss.focalZeroInflated(rate, counts, output.theta(), output.zero(), scope);
            case MULTI_RESOLUTION ->
                Scaling.by(ExpressionLoss.poisson(rate, counts, scope), 4 / 7.0, scope)
                        .add(Scaling.by(
                                ExpressionLoss.pooledPoisson(rate, counts, batch.sums(2, scope), scope),
                                2 / 7.0,
                                scope))
                        .add(Scaling.by(
                                ExpressionLoss.pooledPoisson(rate, counts, batch.sums(4, scope), scope),
                                1 / 7.0,
                                scope));
        };
    }
}
