package io.spatho.stgpt.retrieval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.loss.SquaredError;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.train.CosineSchedule;
import io.spatho.stgpt.train.CourseSettings;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingSettings;
import io.spatho.stgpt.train.TrainingState;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Trains one network: squared error of standardised expression, cross entropy of soft cell types, one minus the cosine of query and
 * the tile's own vector, and the divergence of a latent variable, each weighted.
 *
 * <p>Of the states passed the one with the smallest squared error on the choosing half of the validation blocks is kept; training
 * ends after six scorings without a better one. Determinism: bits depend on material, shape and settings only.
 */
final class RetrievalTrainer {

    private static final int SHARDS = 4;
    private static final int SCORED_EVERY = 20;
    private static final int PATIENCE = 6;
    private static final double CLIP_NORM = 1;

    private final TorchEngine engine;
    private final Operators operators;
    private final Device device;
    private final RetrievalSettings settings;
    private final RetrievalMaterial material;
    private final RetrievalNetwork network;

    RetrievalTrainer(
            TorchEngine engine,
            Operators operators,
            Device device,
            RetrievalSettings settings,
            RetrievalMaterial material,
            RetrievalNetwork network) {
        this.engine = engine;
        this.operators = operators;
        this.device = device;
        this.settings = settings;
        this.material = material;
        this.network = network;
    }

    TrainingCourse.Outcome train(TrainingState state, Workers workers, Progress progress) {
        int[] training = material.division().cells(Division.Part.TRAINING);
        int[] choosing = material.choosing();
        int warmUp = Math.max(1, settings.steps() / 20);
        TrainingSettings how = new TrainingSettings(
                new CosineSchedule(settings.learningRate(), warmUp, settings.steps(), 0.05),
                AdamWSettings.at(settings.learningRate()),
                CLIP_NORM,
                SHARDS);
        return new TrainingCourse(engine, operators, device)
                .run(
                        new TrainingCourse.Lesson(
                                network.shape().initial(settings.seed()),
                                how,
                                CourseSettings.every(SCORED_EVERY, settings.steps(), PATIENCE, 0),
                                (step, shard, weights, scope) -> loss(training, step, shard, weights, scope),
                                weights -> score(choosing, weights, workers)),
                        state,
                        workers,
                        progress);
    }

    private TrainingHistory.Scoring score(int[] rows, NDList weights, Workers workers) {
        RetrievalPrediction found = new RetrievalPredictor(engine, device, network)
                .predict(material.inputs(), material.tilesOf(rows), weights, workers);
        float[] truth = material.standardised().selectRows(rows).values();
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            double difference = found.genes().values()[i] - truth[i];
            sum += difference * difference;
        }
        return new TrainingHistory.Scoring(0, sum / Math.max(1, truth.length), new TreeMap<>());
    }

    private NDArray loss(int[] training, int step, int shard, NDList weights, TensorScope scope) {
        int[] batch = batch(training, step);
        int from = (int) ((long) batch.length * shard / SHARDS);
        int to = (int) ((long) batch.length * (shard + 1) / SHARDS);
        int[] rows = Arrays.copyOfRange(batch, from, to);
        NDArray target = placed(material.standardised(), rows, scope);
        RetrievalNetwork.Output output = network.of(
                material.inputs().rows(material.tilesOf(rows), network.shape().configuration()),
                rows.length,
                weights,
                scope,
                Optional.of(new RetrievalNetwork.Posterior(target, draws(rows, step))));
        double share = 1.0 / batch.length;
        NDArray sum = Scaling.by(
                SquaredError.sum(output.genes(), target),
                share / target.getShape().get(1),
                scope);
        if (output.composition().isPresent()) {
            NDArray shares = placed(material.composition(), rows, scope);
            NDArray entropy =
                    output.composition().get().logSoftmax(1).mul(shares).sum();
            sum = sum.sub(Scaling.by(entropy, settings.compositionWeight() * share, scope));
        }
        if (output.query().isPresent()) {
            NDArray own = placed(material.queries(), rows, scope);
            NDArray alike = output.query().get().mul(own).sum();
            sum = sum.sub(Scaling.by(alike, settings.queryWeight() * share, scope));
        }
        if (output.divergence().isPresent()) {
            sum = sum.add(Scaling.by(output.divergence().get(), settings.divergenceWeight() * share, scope));
        }
        return sum;
    }

    private int[] batch(int[] training, int step) {
        CounterRandom random = CounterRandom.of(settings.seed(), "retrieval-batch", step);
        int[] batch = new int[Math.max(SHARDS, settings.batch())];
        Arrays.setAll(batch, i -> training[random.nextInt(training.length)]);
        return batch;
    }

    private float[] draws(int[] rows, int step) {
        int width = network.shape().configuration().variational() ? settings.latent() : 0;
        float[] draws = new float[rows.length * width];
        for (int row = 0; row < rows.length && width > 0; row++) {
            long item = (long) step * material.tiles().length + rows[row];
            CounterRandom random = CounterRandom.of(settings.seed(), "retrieval-latent", item);
            for (int i = 0; i < width; i++) {
                draws[row * width + i] = (float) random.nextGaussian();
            }
        }
        return draws;
    }

    private static NDArray placed(DenseMatrix matrix, int[] rows, TensorScope scope) {
        DenseMatrix chosen = matrix.selectRows(rows);
        return scope.manager()
                .create(chosen.values(), new Shape(chosen.rows(), chosen.columns()))
                .duplicate();
    }
}
