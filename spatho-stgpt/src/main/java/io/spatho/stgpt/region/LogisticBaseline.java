package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.CrossEntropy;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.train.CosineSchedule;
import io.spatho.stgpt.train.TrainableWeights;
import io.spatho.stgpt.train.TrainingLoop;
import io.spatho.stgpt.train.TrainingSettings;
import java.util.Arrays;
import java.util.List;

/**
 * A multinomial logistic regression of structures on the log expression of the cell itself, fitted to the training cells by AdamW: the
 * baseline of the structure head.
 */
final class LogisticBaseline {

    private static final int STEPS = 300;
    private static final int ROWS = 256;

    private final TorchEngine engine;
    private final Operators operators;
    private final Device device;
    private final long seed;

    LogisticBaseline(TorchEngine engine, Operators operators, Device device, long seed) {
        this.engine = engine;
        this.operators = operators;
        this.device = device;
        this.seed = seed;
    }

    /** The structure that it names for each of the cells. */
    int[] name(RegionMaterial material, StructureLabels labels, int[] cells, Workers workers) {
        int[] training = Arrays.stream(material.cells(Division.Part.TRAINING))
                .filter(cell -> labels.ofCell()[cell] >= 0)
                .toArray();
        int genes = material.expression().columns();
        int classes = labels.names().size();
        int[] named = new int[cells.length];
        if (training.length == 0) {
            return named;
        }
        List<NamedTensor> initial = List.of(
                new NamedTensor("weight", new long[] {classes, genes}, new float[classes * genes]),
                new NamedTensor("bias", new long[] {classes}, new float[classes]));
        try (TrainableWeights weights = TrainableWeights.of(engine, device, initial)) {
            TrainingSettings settings =
                    new TrainingSettings(new CosineSchedule(0.02, 10, STEPS, 0.02), AdamWSettings.at(0.02), 10, 1);
            new TrainingLoop(engine, operators, device)
                    .run(
                            weights,
                            settings,
                            STEPS,
                            (step, shard, moved, scope) -> loss(material, labels, draw(training, step), moved, scope),
                            workers,
                            (step, loss, norm) -> {});
            try (TensorScope scope = TensorScope.inference(engine, device)) {
                float[] scores = logits(material.expression(), cells, weights.tensors(), scope)
                        .toFloatArray();
                Arrays.setAll(named, row -> StructureScore.largest(scores, row, classes));
            }
        }
        return named;
    }

    private int[] draw(int[] training, int step) {
        CounterRandom random = CounterRandom.of(seed, "logistic-rows", step);
        int[] chosen = new int[Math.min(ROWS, training.length)];
        Arrays.setAll(chosen, i -> training[random.nextInt(training.length)]);
        return chosen;
    }

    private NDArray loss(
            RegionMaterial material, StructureLabels labels, int[] cells, NDList weights, TensorScope scope) {
        int[] own = Arrays.stream(cells).map(cell -> labels.ofCell()[cell]).toArray();
        NDArray sum = CrossEntropy.sum(logits(material.expression(), cells, weights, scope), own, scope);
        return Scaling.by(sum, 1.0 / cells.length, scope);
    }

    private NDArray logits(CsrMatrix expression, int[] cells, NDList weights, TensorScope scope) {
        float[] rows = new float[cells.length * expression.columns()];
        for (int row = 0; row < cells.length; row++) {
            for (int i = expression.start(cells[row]); i < expression.end(cells[row]); i++) {
                rows[row * expression.columns() + expression.columnIndices()[i]] =
                        expression.values()[i];
            }
        }
        NDArray x = scope.manager()
                .create(rows, new Shape(cells.length, expression.columns()))
                .duplicate();
        return operators.linear(x, weights.get(0), weights.get(1), Precision.FLOAT32);
    }
}
