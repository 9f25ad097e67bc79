package io.spatho.stgpt.discordance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Contrastive;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings the encoders of genes and pictures together before the variational training: of a block of spots of its slide each spot's
 * genes should find the spot's own picture, and the other way round (symmetric InfoNCE over cosines).
 *
 * <p>Between encoders and cosines stands a linear map for each, which is thrown away afterwards. Blocks are drawn anew at every
 * step, keyed by it; those of held-out spots, which choose the weights, are drawn once. Determinism: as the variational training.
 * Cost of a step: that of the encoders, and spots x block cosines.
 */
final class ContrastivePretraining {

    private static final int WIDTH = 32;

    private final TorchEngine engine;
    private final Device device;
    private final Operators operators;
    private final DiscordanceSettings settings;
    private final GraphVae network;
    private final PlacedSpots spots;

    ContrastivePretraining(
            TorchEngine engine,
            Device device,
            Operators operators,
            DiscordanceSettings settings,
            GraphVae network,
            PlacedSpots spots) {
        this.engine = engine;
        this.device = device;
        this.operators = operators;
        this.settings = settings;
        this.network = network;
        this.spots = spots;
    }

    /**
     * Trains the encoders.
     *
     * @param first the network's first weights; those of the encoders come first
     * @param training spots of each slide that train
     * @param validation spots of each slide that choose
     * @return the encoders' tensors, in the network's order, and the two maps'
     */
    TrainingCourse.Outcome run(
            TrainingCourse course,
            List<NamedTensor> first,
            int[][] training,
            int[][] validation,
            TrainingState state,
            Workers workers,
            Progress progress) {
        List<NamedTensor> initial = new ArrayList<>(first.subList(0, GraphVae.ENCODER_TENSORS));
        GraphVae.map(initial, settings, "contrastive.genes", settings.hidden(), WIDTH);
        GraphVae.map(initial, settings, "contrastive.image", settings.hidden(), WIDTH);
        return course.run(
                new TrainingCourse.Lesson(
                        initial,
                        settings.contrastiveTraining(),
                        settings.contrastiveCourse(),
                        (step, shard, weights, scope) -> loss(weights, blocks(training, step), scope),
                        weights -> score(weights, blocks(validation, 0))),
                state,
                workers,
                progress);
    }

    /** The first weights with the encoders as they were trained. */
    static List<NamedTensor> put(TrainingCourse.Outcome outcome, List<NamedTensor> first) {
        List<NamedTensor> all = new ArrayList<>(outcome.best().subList(0, GraphVae.ENCODER_TENSORS));
        all.addAll(first.subList(GraphVae.ENCODER_TENSORS, first.size()));
        return List.copyOf(all);
    }

    /** Each slide's spots in drawn order, cut into blocks as even as can be; a spot alone has nothing to be told from. */
    List<int[]> blocks(int[][] slides, int step) {
        CounterRandom random = CounterRandom.of(settings.seed(), "discordance-contrastive-blocks", step);
        List<int[]> blocks = new ArrayList<>();
        for (int[] slide : slides) {
            int[] order = slide.clone();
            random.shuffle(order);
            int size = settings.contrastive().block();
            int count = (order.length + size - 1) / size;
            for (int block = 0; block < count; block++) {
                blocks.add(Arrays.copyOfRange(order, (int) ((long) order.length * block / count), (int)
                        ((long) order.length * (block + 1) / count)));
            }
        }
        return blocks;
    }

    private NDArray loss(NDList weights, List<int[]> blocks, TensorScope scope) {
        NDArray genes = projected(network.genes(weights, spots), weights, GraphVae.ENCODER_TENSORS, scope);
        NDArray image = projected(network.image(weights, spots), weights, GraphVae.ENCODER_TENSORS + 2, scope);
        NDArray sum = scope.manager().create(0f).duplicate();
        int pairs = 0;
        for (int[] block : blocks) {
            NDArray rows = scope.manager()
                    .create(Arrays.stream(block).asLongStream().toArray())
                    .duplicate();
            sum = sum.add(Contrastive.sum(
                    operators.embedding(genes, rows),
                    operators.embedding(image, rows),
                    settings.contrastive().temperature(),
                    scope));
            pairs += block.length;
        }
        return Scaling.by(sum, 1.0 / Math.max(1, pairs), scope);
    }

    private NDArray projected(NDArray encoded, NDList weights, int at, TensorScope scope) {
        return Contrastive.unit(
                operators.linear(encoded, weights.get(at), weights.get(at + 1), Precision.FLOAT32), scope);
    }

    private TrainingHistory.Scoring score(NDList weights, List<int[]> blocks) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            double error = loss(weights, blocks, scope).toFloatArray()[0];
            SortedMap<String, Double> parts = new TreeMap<>();
            parts.put("contrastive", error);
            return new TrainingHistory.Scoring(0, error, parts);
        }
    }
}
