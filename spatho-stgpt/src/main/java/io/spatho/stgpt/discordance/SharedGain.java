package io.spatho.stgpt.discordance;

import io.spatho.core.graph.Graph;
import java.util.Arrays;

/**
 * The gain that a spot shares with its neighbours: the geometric mean over the spot and those that the spatial graph joins to it.
 * Where pictures and genes disagree they do so over more than a spot, so the mean tells such places from single odd spots. Gains at
 * or below a thousandth of a nat count as that much.
 */
final class SharedGain {

    private static final double LEAST = 1e-3;

    private SharedGain() {}

    /** The shared gain of each spot, above 0. */
    static double[] of(Graph graph, double[] gain) {
        double[] logs = new double[gain.length];
        Arrays.setAll(logs, spot -> Math.log(Math.max(LEAST, gain[spot])));
        double[] shared = new double[gain.length];
        for (int spot = 0; spot < shared.length; spot++) {
            double sum = logs[spot];
            for (int i = graph.starts()[spot]; i < graph.starts()[spot + 1]; i++) {
                sum += logs[graph.neighbours()[i]];
            }
            shared[spot] = Math.exp(sum / (1 + graph.starts()[spot + 1] - graph.starts()[spot]));
        }
        return shared;
    }
}
