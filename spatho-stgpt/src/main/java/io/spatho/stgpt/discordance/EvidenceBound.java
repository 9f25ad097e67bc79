package io.spatho.stgpt.discordance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.Scaling;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The evidence lower bound of spots, as the loss of a training and as a scoring. In the loss latent vectors are drawn, keyed by the
 * step; in the scoring they are the posterior's means.
 */
final class EvidenceBound {

    private final DiscordanceSettings settings;
    private final GraphVae network;
    private final PlacedSpots spots;

    EvidenceBound(DiscordanceSettings settings, GraphVae network, PlacedSpots spots) {
        this.settings = settings;
        this.network = network;
        this.spots = spots;
    }

    /** What the weights make of the spots. */
    GraphVae.Gaussians gaussians(NDList weights) {
        return network.gaussians(weights, spots, spots.image());
    }

    /**
     * The negative bound of one draw.
     *
     * @param rows the weight of each spot
     * @param weight of the divergence
     * @param purpose of the draws
     */
    NDArray loss(
            GraphVae.Gaussians found,
            NDList weights,
            float[] rows,
            double weight,
            String purpose,
            int step,
            TensorScope scope) {
        NDArray noise = noise(purpose, step, rows.length, scope);
        NDArray latent = network.graphs()
                .drawn(found.posterior().get(0), found.posterior().get(1), noise);
        NDArray share = shares(rows, scope);
        NDArray fit = network.logLikelihood(latent, weights, spots).mul(share).sum();
        NDArray apart = network.graphs()
                .divergence(found.posterior(), found.prior())
                .mul(share)
                .sum();
        return Scaling.by(apart, weight, scope).sub(fit);
    }

    private NDArray noise(String purpose, int step, int rows, TensorScope scope) {
        CounterRandom random = CounterRandom.of(settings.seed(), purpose, step);
        float[] values = new float[rows * settings.latent()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.manager()
                .create(values, new Shape(rows, settings.latent()))
                .duplicate();
    }

    private static NDArray shares(float[] rows, TensorScope scope) {
        return scope.manager().create(rows, new Shape(rows.length, 1)).duplicate();
    }

    /**
     * The parts of the negative bound, whose sum is the first two of them.
     *
     * @param reconstruction negative log probability of the counts in nats for each spot
     * @param divergence of posterior from prior in nats for each spot
     * @param activeDimensions latent dimensions whose mean divergence is above 0.01 nats
     */
    record Parts(double reconstruction, double divergence, int activeDimensions) {

        double error() {
            return reconstruction + divergence;
        }

        SortedMap<String, Double> named() {
            SortedMap<String, Double> parts = new TreeMap<>();
            parts.put("reconstruction", reconstruction);
            parts.put("divergence", divergence);
            parts.put("active_dimensions", (double) activeDimensions);
            return parts;
        }
    }

    /** The negative bound of the posterior's means over weighted spots. */
    Parts score(GraphVae.Gaussians found, NDList weights, float[] rows, TensorScope scope) {
        NDArray share = shares(rows, scope);
        double fit = network.logLikelihood(found.posterior().get(0), weights, spots)
                .mul(share)
                .sum()
                .toFloatArray()[0];
        float[] dimensions = network.graphs()
                .divergence(found.posterior(), found.prior())
                .mul(share)
                .sum(new int[] {0})
                .toFloatArray();
        double apart = 0;
        int active = 0;
        for (float nats : dimensions) {
            apart += nats;
            active += nats > DiscordanceTrainer.ACTIVE_NATS ? 1 : 0;
        }
        return new Parts(-fit, apart, active);
    }
}
