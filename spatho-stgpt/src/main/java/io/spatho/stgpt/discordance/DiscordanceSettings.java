package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.train.CosineSchedule;
import io.spatho.stgpt.train.CourseSettings;
import io.spatho.stgpt.train.TrainingSettings;

/**
 * How the network is built and trained.
 *
 * @param hidden width of its layers
 * @param latent dimensions of the latent space
 * @param heads heads of the graph attention
 * @param steps most steps, each over all spots
 * @param annealing steps in which the weight of the divergence rises from 0 to 1
 * @param scoreEvery steps between scorings on validation spots, after the annealing
 * @param patience scorings without a new best after which training ends; 0 for never
 * @param learningRate peak of the schedule
 * @param weightDecay of AdamW
 * @param zeroInflated whether the decoder has a share of extra zeros
 * @param heldOutShare share of spots, in spatial blocks, that do not train
 * @param seed of first weights, draws and the division
 * @param contrastive what goes before
 * @param clustering what comes after
 */
public record DiscordanceSettings(
        int hidden,
        int latent,
        int heads,
        int steps,
        int annealing,
        int scoreEvery,
        int patience,
        double learningRate,
        double weightDecay,
        boolean zeroInflated,
        double heldOutShare,
        long seed,
        ContrastiveSettings contrastive,
        ClusteringSettings clustering) {

    private static final double CLIP_NORM = 5;
    private static final double RATE_FLOOR = 0.05;
    private static final int WARM_STEPS = 10;
    private static final double CLUSTERING_RATE = 0.1;
    private static final int SAVE_EVERY = 50;

    public DiscordanceSettings {
        boolean sizes = hidden >= 2 && hidden <= 4096 && latent >= 1 && latent <= 512 && heads >= 1 && heads <= 16;
        boolean steady = steps >= 1 && annealing >= 0 && annealing <= steps && scoreEvery >= 1 && patience >= 0;
        if (!sizes
                || !steady
                || !(learningRate > 0)
                || !(weightDecay >= 0)
                || !(heldOutShare > 0 && heldOutShare < 0.5)) {
            throw new IllegalArgumentException("hidden " + hidden + ", latent " + latent + ", heads " + heads
                    + ", steps " + steps + ", annealing " + annealing + ", rate " + learningRate);
        }
    }

    /** Width 64, 16 dimensions, three heads, 400 steps of which 150 anneal. */
    public static DiscordanceSettings standard(long seed) {
        return new DiscordanceSettings(
                64,
                16,
                3,
                400,
                150,
                10,
                6,
                3e-3,
                0.01,
                true,
                0.1,
                seed,
                ContrastiveSettings.NONE,
                ClusteringSettings.NONE);
    }

    TrainingSettings training() {
        return course(learningRate, steps);
    }

    TrainingSettings contrastiveTraining() {
        return course(learningRate, contrastive.epochs());
    }

    TrainingSettings clusteringTraining() {
        return course(learningRate * CLUSTERING_RATE, clustering.steps());
    }

    private TrainingSettings course(double rate, int count) {
        return new TrainingSettings(
                new CosineSchedule(rate, Math.min(count, WARM_STEPS), count, RATE_FLOOR),
                new AdamWSettings(rate, 0.9, 0.999, 1e-8, weightDecay),
                CLIP_NORM,
                1);
    }

    /** The same with another seed. */
    public DiscordanceSettings withSeed(long other) {
        return with(other, contrastive, clustering);
    }

    /** The same with something before and after the variational training. */
    public DiscordanceSettings with(ContrastiveSettings before, ClusteringSettings after) {
        return with(seed, before, after);
    }

    private DiscordanceSettings with(long other, ContrastiveSettings before, ClusteringSettings after) {
        return new DiscordanceSettings(
                hidden,
                latent,
                heads,
                steps,
                annealing,
                scoreEvery,
                patience,
                learningRate,
                weightDecay,
                zeroInflated,
                heldOutShare,
                other,
                before,
                after);
    }

    CourseSettings course() {
        return new CourseSettings(
                steps, step -> step >= annealing && (step - annealing) % scoreEvery == 0, patience, SAVE_EVERY);
    }

    CourseSettings contrastiveCourse() {
        return CourseSettings.every(scoreEvery, contrastive.epochs(), patience, SAVE_EVERY);
    }

    CourseSettings clusteringCourse() {
        return CourseSettings.every(scoreEvery, clustering.steps(), patience, SAVE_EVERY);
    }

    /** The weight of the divergence in a step, from 1. */
    double divergenceWeight(int step) {
        return annealing == 0 ? 1 : Math.min(1, step / (double) annealing);
    }

    /** Everything that decides the result; contrastive training and embedded clustering only where there is any. */
    public ObjectNode document() {
        ObjectNode node = CanonicalJson.object()
                .put("hidden", hidden)
                .put("latent", latent)
                .put("heads", heads)
                .put("most_steps", steps)
                .put("annealing", annealing)
                .put("score_every", scoreEvery)
                .put("patience", patience)
                .put("learning_rate", learningRate)
                .put("weight_decay", weightDecay)
                .put("zero_inflated", zeroInflated)
                .put("held_out_share", heldOutShare)
                .put("seed", seed);
        if (contrastive.isOn()) {
            node.set("contrastive", contrastive.document());
        }
        if (clustering.isOn()) {
            node.set("embedded_clustering", clustering.document());
        }
        return node;
    }
}
