package io.spatho.core.integration;

import io.spatho.core.embedding.BlockBootstrap;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.text.Words;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a correction gained and what it cost, with intervals over spatial blocks, and the verdict in words.
 *
 * @param before scores of the vectors as they were
 * @param after scores of the corrected vectors
 * @param means mean scores by name, such as {@code mixing_before} or {@code separation_change}, in a fixed order
 * @param control what happens to a label that one case lacks
 * @param outcome the verdict
 */
public record IntegrationReview(
        IntegrationScores before,
        IntegrationScores after,
        Map<String, BlockBootstrap.Mean> means,
        Optional<MissingLabelControl> control,
        Outcome outcome) {

    /** A loss of purity that is more than noise: one neighbour in twenty. */
    public static final double TOLERATED_LOSS = 0.05;

    /** A gain in mixing that is worth a correction. */
    private static final double WORTHWHILE_GAIN = 0.02;

    private static final int RETENTION_NEIGHBOURS = 15;

    /** The verdict. */
    public enum Outcome {
        /** Nothing was corrected. */
        NOT_CORRECTED("not corrected"),
        /** Batches mix better, labels stay apart. */
        MIXED_AND_CONSERVED("batches mixed, biology conserved"),
        /** Labels were mixed that differ. */
        OVER_CORRECTED("over-corrected"),
        /** The correction changed little. */
        NO_GAIN("no gain");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** The verdict in words. */
        public String words() {
            return words;
        }
    }

    /**
     * What is judged.
     *
     * @param vectors as they were
     * @param corrected after the correction
     * @param caseOf the case of each observation
     * @param protocolOf the protocol of each case
     * @param labelOf the label of each observation, without entries when there is none
     * @param blocks spatial blocks over all cases, none of which holds observations of two cases
     */
    public record Subject(
            DenseMatrix vectors,
            DenseMatrix corrected,
            int[] caseOf,
            int[] protocolOf,
            int[] labelOf,
            SpatialBlocks blocks) {}

    /** Judges a correction. */
    public static IntegrationReview of(Subject subject, Correction correction, long seed, Workers workers) {
        IntegrationScores before =
                IntegrationScores.of(subject.vectors, subject.caseOf, subject.labelOf, seed, workers);
        boolean corrected = correction != Correction.NONE;
        IntegrationScores after = corrected
                ? IntegrationScores.of(subject.corrected, subject.caseOf, subject.labelOf, seed, workers)
                : before;
        Optional<MissingLabelControl> control = corrected
                ? MissingLabelControl.of(
                        subject.vectors, subject.caseOf, subject.protocolOf, subject.labelOf, correction, seed, workers)
                : Optional.empty();
        Map<String, BlockBootstrap.Mean> means = new LinkedHashMap<>();
        pair(means, "mixing", before.mixing(), after.mixing(), subject.blocks, seed);
        if (before.separation().length > 0) {
            pair(means, "separation", before.separation(), after.separation(), subject.blocks, seed);
        }
        double[] retention = NeighbourRetention.of(
                subject.vectors, subject.corrected, subject.caseOf, RETENTION_NEIGHBOURS, seed, workers);
        means.put("retention", BlockBootstrap.of(retention, subject.blocks, seed, "retention"));
        control.ifPresent(found -> {
            int[] blockOf = Arrays.stream(found.rows())
                    .map(row -> subject.blocks.blockOf()[row])
                    .toArray();
            SpatialBlocks theirs = new SpatialBlocks(subject.blocks.blocks(), blockOf);
            pair(means, "control_foreign", found.foreignBefore(), found.foreignAfter(), theirs, seed);
        });
        return new IntegrationReview(before, after, means, control, outcome(corrected, means));
    }

    private static void pair(
            Map<String, BlockBootstrap.Mean> means,
            String name,
            double[] before,
            double[] after,
            SpatialBlocks blocks,
            long seed) {
        double[] change = new double[before.length];
        Arrays.setAll(change, i -> after[i] - before[i]);
        means.put(name + "_before", BlockBootstrap.of(before, blocks, seed, name));
        means.put(name + "_after", BlockBootstrap.of(after, blocks, seed, name));
        means.put(name + "_change", BlockBootstrap.of(change, blocks, seed, name));
    }

    private static Outcome outcome(boolean corrected, Map<String, BlockBootstrap.Mean> means) {
        if (!corrected) {
            return Outcome.NOT_CORRECTED;
        }
        boolean lostSeparation =
                means.containsKey("separation_change") && end(means.get("separation_change"), false) < -TOLERATED_LOSS;
        boolean pulledOver = means.containsKey("control_foreign_change")
                && end(means.get("control_foreign_change"), true) > TOLERATED_LOSS;
        if (lostSeparation || pulledOver) {
            return Outcome.OVER_CORRECTED;
        }
        return end(means.get("mixing_change"), true) > WORTHWHILE_GAIN ? Outcome.MIXED_AND_CONSERVED : Outcome.NO_GAIN;
    }

    /** An end of the interval, or the value where there is none. */
    private static double end(BlockBootstrap.Mean mean, boolean lower) {
        return mean.interval()
                .map(interval -> lower ? interval.lower() : interval.upper())
                .orElse(mean.value());
    }

    /** The verdict in a sentence, with the numbers that it rests on. */
    public String sentence() {
        StringBuilder text =
                new StringBuilder("Verdict: ").append(outcome.words()).append(". Mixing of cases ");
        text.append(change("mixing"));
        if (means.containsKey("separation_change")) {
            text.append("; purity of labels ").append(change("separation"));
        }
        if (means.containsKey("control_foreign_change")) {
            text.append("; with a label taken out of one case, foreign neighbours of the label elsewhere ")
                    .append(change("control_foreign"));
        }
        return text.append('.').toString();
    }

    private String change(String name) {
        BlockBootstrap.Mean change = means.get(name + "_change");
        String numbers = Words.decimal(means.get(name + "_before").value(), 2) + " before, "
                + Words.decimal(means.get(name + "_after").value(), 2) + " after";
        Optional<Uncertainty> interval = change.interval();
        return interval.isEmpty()
                ? numbers
                : numbers + " (change " + Words.decimal(interval.get().lower(), 2) + " to "
                        + Words.decimal(interval.get().upper(), 2) + ")";
    }
}
