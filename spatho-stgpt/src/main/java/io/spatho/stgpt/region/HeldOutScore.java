package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Scores weights on cells that did not train, with the same hidden values and dropped genes each time; neighbourhoods are
 * predicted from the whole cell. Blocks are fixed and sums run in float64 in block order, so the score does not depend on the
 * number of threads.
 */
final class HeldOutScore {

    private static final int BLOCK = 64;
    private static final String PURPOSE = "region-held-out-masks";

    private final TorchEngine engine;
    private final Device device;
    private final RegionObjective objective;
    private final int[] cells;

    /** A score on the cells named; {@code lengths} are the tokens of every cell of the case. */
    HeldOutScore(TorchEngine engine, Device device, RegionObjective objective, int[] cells, int[] lengths) {
        this.engine = engine;
        this.device = device;
        this.objective = objective;
        this.cells = Arrays.stream(cells)
                .boxed()
                .sorted(Comparator.comparingInt((Integer cell) -> -lengths[cell])
                        .thenComparingInt(cell -> cell))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Sums of squared errors and what they are divided by. */
    private static final class Sums {

        private double masked;
        private double maskedMean;
        private double maskedCell;
        private long hidden;
        private double panel;
        private double panelNetwork;
        private double panelLinear;
        private double panelCross;
        private double panelApart;
        private double panelMean;
        private double dropped;
        private double nearby;
        private double network;
        private double nearbyMean;
        private long places;
        private final double[] linear;
        private final double[] cross;
        private final double[] apart;

        Sums(int linear) {
            this.linear = new double[linear];
            this.cross = new double[linear];
            this.apart = new double[linear];
        }

        void add(Sums other) {
            masked += other.masked;
            maskedMean += other.maskedMean;
            maskedCell += other.maskedCell;
            hidden += other.hidden;
            panel += other.panel;
            panelNetwork += other.panelNetwork;
            panelLinear += other.panelLinear;
            panelCross += other.panelCross;
            panelApart += other.panelApart;
            panelMean += other.panelMean;
            dropped += other.dropped;
            nearby += other.nearby;
            network += other.network;
            nearbyMean += other.nearbyMean;
            places += other.places;
            for (int i = 0; i < linear.length; i++) {
                linear[i] += other.linear[i];
                cross[i] += other.cross[i];
                apart[i] += other.apart[i];
            }
        }

        /** The share of the network that makes a mixture's error smallest. */
        double share(int i) {
            return best(cross[i], apart[i]);
        }

        double panelShare() {
            return best(panelCross, panelApart);
        }

        private static double best(double cross, double apart) {
            return apart > 0 ? Math.max(0, Math.min(1, cross / apart)) : 1;
        }

        double mixture(int i) {
            double share = share(i);
            return linear[i] - 2 * share * cross[i] + share * share * apart[i];
        }
    }

    /** Errors of the network alone, without the linear baseline, which is NaN. */
    TrainingReport.HeldOut score(NDList weights, Workers workers) {
        return score(weights, workers, List.of(), LinearPath.none());
    }

    /** Errors of the model with its linear path, beside the best of several linear baselines. */
    TrainingReport.HeldOut score(NDList weights, Workers workers, List<LinearPath> linear, LinearPath path) {
        Sums sums = sums(weights, workers, linear, path);
        double hidden = Math.max(1, sums.hidden);
        double places = Math.max(1, sums.places);
        double dropped = Math.max(1, sums.dropped);
        return new TrainingReport.HeldOut(
                cells.length,
                sums.hidden,
                sums.masked / hidden,
                sums.maskedMean / hidden,
                sums.maskedCell / hidden,
                sums.panel / dropped,
                sums.panelNetwork / dropped,
                path.components().isPresent() ? sums.panelLinear / dropped : Double.NaN,
                sums.panelMean / dropped,
                sums.nearby / places,
                sums.network / places,
                sums.nearbyMean / places,
                Arrays.stream(sums.linear).min().orElse(Double.NaN) / places);
    }

    /** The linear maps and the network's shares that do best on these cells; the network alone where there is no map. */
    LinearPath mixture(NDList weights, Workers workers, List<LinearPath> linear, Optional<PanelComponents> components) {
        Sums sums = sums(weights, workers, linear, LinearPath.none().withComponents(components, 1));
        LinearPath best = LinearPath.none();
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < linear.size(); i++) {
            if (sums.mixture(i) < smallest) {
                smallest = sums.mixture(i);
                best = linear.get(i).withShare(sums.share(i));
            }
        }
        return best.withComponents(components, components.isPresent() ? sums.panelShare() : 1);
    }

    private Sums sums(NDList weights, Workers workers, List<LinearPath> linear, LinearPath path) {
        int blocks = (cells.length + BLOCK - 1) / BLOCK;
        Sums sums = new Sums(linear.size());
        workers.map(blocks, block -> block(weights, block, linear, path)).forEach(sums::add);
        return sums;
    }

    private Sums block(NDList weights, int block, List<LinearPath> linear, LinearPath path) {
        int[] chosen = Arrays.copyOfRange(cells, block * BLOCK, Math.min(cells.length, (block + 1) * BLOCK));
        RegionObjective.Task task = objective.task(chosen, PURPOSE, 0);
        RegionObjective.Nearby around = objective.nearby(chosen);
        Sums sums = new Sums(linear.size());
        sums.hidden = task.masked().length;
        sums.places = (long) around.cellsWithNeighbours() * objective.genes();
        for (int i = 0; i < task.masked().length; i++) {
            double value = task.masked()[i];
            double difference = value - task.maskedCellMean()[i];
            sums.maskedMean += value * value;
            sums.maskedCell += difference * difference;
        }
        for (int i = 0; i < task.panel().length; i++) {
            sums.dropped += task.dropped()[i];
            sums.panelMean += (double) task.dropped()[i] * task.panel()[i] * task.panel()[i];
        }
        float[] predicted;
        float[] panel;
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            RegionObjective.Errors errors = objective.errors(task, around, weights, scope);
            sums.masked = errors.masked().toFloatArray()[0];
            panel = objective.predictedPanel(task, weights, scope);
            predicted = objective.predictedNearby(chosen, weights, scope);
        }
        panel(sums, chosen, task, panel, path);
        for (int row = 0; row < chosen.length; row++) {
            if (around.weights()[row] > 0) {
                nearby(sums, around.values(), predicted, row, chosen[row], linear, path);
            }
        }
        return sums;
    }

    /** Genes taken out: what the network, the components and their mixture make of them. */
    private void panel(Sums sums, int[] chosen, RegionObjective.Task task, float[] network, LinearPath path) {
        int genes = objective.genes();
        double[][] products = path.components().map(PanelComponents::products).orElse(new double[0][]);
        for (int row = 0; row < chosen.length; row++) {
            int at = row * genes;
            boolean[] hidden = task.droppedGenes(row, genes);
            int cell = chosen[row];
            Optional<double[]> scores = path.components()
                    .map(map -> map.scores(objective.expression(), cell, hidden, objective.scale(), products));
            for (int gene = 0; gene < genes; gene++) {
                if (hidden[gene]) {
                    double own = network[at + gene];
                    double linear = scores.isPresent() ? path.components().get().predict(scores.get(), gene) : own;
                    double truth = task.panel()[at + gene];
                    sums.panelNetwork += square(truth - own);
                    sums.panelLinear += square(truth - linear);
                    sums.panelCross += (truth - linear) * (own - linear);
                    sums.panelApart += square(own - linear);
                    sums.panel += square(truth - path.panelShare() * own - (1 - path.panelShare()) * linear);
                }
            }
        }
    }

    private void nearby(
            Sums sums, float[] target, float[] predicted, int row, int cell, List<LinearPath> linear, LinearPath path) {
        int genes = objective.genes();
        int at = row * genes;
        for (int i = 0; i < linear.size(); i++) {
            double[] mapped = linear.get(i).linear(objective.expression(), cell);
            for (int gene = 0; gene < genes; gene++) {
                double error = target[at + gene] - mapped[gene];
                double difference = predicted[at + gene] - mapped[gene];
                sums.linear[i] += error * error;
                sums.cross[i] += error * difference;
                sums.apart[i] += difference * difference;
            }
        }
        for (int gene = 0; gene < genes; gene++) {
            sums.network += square(target[at + gene] - predicted[at + gene]);
            sums.nearbyMean += square(target[at + gene]);
        }
        path.mix(predicted, row, objective.expression(), cell);
        for (int gene = 0; gene < genes; gene++) {
            sums.nearby += square(target[at + gene] - predicted[at + gene]);
        }
    }

    private static double square(double value) {
        return value * value;
    }
}
