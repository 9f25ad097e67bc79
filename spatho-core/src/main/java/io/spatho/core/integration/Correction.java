package io.spatho.core.integration;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.Locale;

/** How vectors of several slides are brought onto each other. */
public enum Correction {
    /** They stay as they are. */
    NONE,
    /** By {@link Harmony}, over cases and, where there are several, protocols. */
    HARMONY,
    /** By {@link MutualNeighbours}, case after case, those of one protocol first. */
    MNN;

    /** The name used in options and files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The corrected vectors.
     *
     * @param caseOf the case of each observation, from 0; every case has one
     * @param protocolOf the protocol of each case, from 0
     */
    public DenseMatrix apply(DenseMatrix vectors, int[] caseOf, int[] protocolOf, long seed, Workers workers) {
        return switch (this) {
            case NONE -> vectors;
            case HARMONY -> {
                int[] protocols =
                        Arrays.stream(caseOf).map(number -> protocolOf[number]).toArray();
                boolean nested = Arrays.stream(protocolOf).distinct().count() < protocolOf.length;
                Batches batches = nested ? Batches.of(caseOf, protocols) : Batches.of(caseOf);
                yield Harmony.correct(vectors, batches, Harmony.Settings.standard(), seed, workers)
                        .vectors();
            }
            case MNN ->
                MutualNeighbours.correct(
                                vectors,
                                caseOf,
                                MutualNeighbours.order(caseOf, protocolOf),
                                MutualNeighbours.NEIGHBOURS,
                                workers)
                        .vectors();
        };
    }
}
