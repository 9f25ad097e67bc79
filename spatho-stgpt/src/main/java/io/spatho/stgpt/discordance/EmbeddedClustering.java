package io.spatho.stgpt.discordance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.nn.DeviceWeights;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Deep embedded clustering after the variational training: centres in the latent space, begun by k-means on the posterior's means,
 * are trained with the network on the evidence lower bound plus a weight times the divergence of soft assignments from their target.
 *
 * <p>The target is made anew at every step from the assignments of all spots and held fixed within it, so a step depends on the
 * weights alone. Spots of held-out blocks count in the target's sums but not in the loss. Determinism: as the variational training.
 */
final class EmbeddedClustering {

    /** The name of the centres, clusters x latent dimensions, after the network's tensors. */
    static final String CENTRES = "clustering.centres";

    private final TorchEngine engine;
    private final Device device;
    private final DiscordanceSettings settings;
    private final EvidenceBound bound;

    EmbeddedClustering(TorchEngine engine, Device device, DiscordanceSettings settings, EvidenceBound bound) {
        this.engine = engine;
        this.device = device;
        this.settings = settings;
        this.bound = bound;
    }

    /** Trains from the weights of the variational training; the centres are the last of the tensors that come out. */
    TrainingCourse.Outcome run(
            TrainingCourse course,
            List<NamedTensor> weights,
            float[] training,
            float[] validation,
            TrainingState state,
            Workers workers,
            Progress progress) {
        List<NamedTensor> initial = new ArrayList<>(weights);
        initial.add(centres(weights, training.length));
        return course.run(
                new TrainingCourse.Lesson(
                        initial,
                        settings.clusteringTraining(),
                        settings.clusteringCourse(),
                        (step, shard, tensors, scope) -> loss(tensors, training, step, scope),
                        tensors -> score(tensors, validation)),
                state,
                workers,
                progress);
    }

    @SuppressWarnings("try") // the scope is there to free what is not kept
    private NamedTensor centres(List<NamedTensor> weights, int spots) {
        DenseMatrix latent;
        try (DeviceWeights placed = new DeviceWeights(engine, device);
                TensorScope scope = TensorScope.inference(engine, device)) {
            latent = new DenseMatrix(
                    spots,
                    settings.latent(),
                    bound.gaussians(placed.put(weights)).posterior().get(0).toFloatArray());
        }
        int count = settings.clustering().clusters();
        int[] labels = KMeans.labels(latent, count, settings.seed());
        float[] centres = new float[count * settings.latent()];
        int[] sizes = new int[count];
        for (int label : labels) {
            sizes[label]++;
        }
        for (int i = 0; i < latent.values().length; i++) {
            int label = labels[i / settings.latent()];
            centres[label * settings.latent() + i % settings.latent()] += latent.values()[i] / sizes[label];
        }
        return new NamedTensor(CENTRES, new long[] {count, settings.latent()}, centres);
    }

    private NDArray loss(NDList weights, float[] rows, int step, TensorScope scope) {
        GraphVae.Gaussians found = bound.gaussians(weights);
        NDArray clustered = clustered(found, weights, rows, scope);
        return bound.loss(found, weights, rows, 1, "discordance-clustering-noise", step, scope)
                .add(Scaling.by(clustered, settings.clustering().weight(), scope));
    }

    private NDArray clustered(GraphVae.Gaussians found, NDList weights, float[] rows, TensorScope scope) {
        NDArray logShares =
                StudentAssignments.logShares(found.posterior().get(0), weights.get(weights.size() - 1), scope);
        float[] shares = logShares.toFloatArray();
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) Math.exp(shares[i]);
        }
        DenseMatrix target = StudentAssignments.target(
                new DenseMatrix(rows.length, settings.clustering().clusters(), shares));
        return StudentAssignments.divergence(logShares, target, rows, scope);
    }

    private TrainingHistory.Scoring score(NDList weights, float[] rows) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            GraphVae.Gaussians found = bound.gaussians(weights);
            EvidenceBound.Parts parts = bound.score(found, weights, rows, scope);
            double apart = clustered(found, weights, rows, scope).toFloatArray()[0];
            SortedMap<String, Double> named = parts.named();
            named.put("assignment_divergence", apart);
            named.put("mean_share", meanShare(found, weights, rows, scope));
            return new TrainingHistory.Scoring(
                    0, parts.error() + settings.clustering().weight() * apart, named);
        }
    }

    /** The mean share of spots in the centre that they share most in. */
    private static double meanShare(GraphVae.Gaussians found, NDList weights, float[] rows, TensorScope scope) {
        float[] largest = StudentAssignments.logShares(found.posterior().get(0), weights.get(weights.size() - 1), scope)
                .max(new int[] {1})
                .toFloatArray();
        double sum = 0;
        for (int spot = 0; spot < rows.length; spot++) {
            sum += rows[spot] * Math.exp(largest[spot]);
        }
        return sum;
    }
}
