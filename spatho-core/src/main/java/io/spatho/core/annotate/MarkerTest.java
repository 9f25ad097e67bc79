package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;

/** How marker genes are found: each cluster against all other clustered cells, p-values after Benjamini and Hochberg. */
public enum MarkerTest {
    /** Rank sums, which ask for no distribution: {@link MarkerGenes}. */
    WILCOXON("wilcoxon", "Wilcoxon rank-sum, cluster against rest, tie-corrected"),
    /** Means with unequal variances: {@link WelchMarkers}. */
    T_TEST("t-test", "Welch's t-test, cluster against rest");

    private final String id;
    private final String words;

    MarkerTest(String id, String words) {
        this.id = id;
        this.words = words;
    }

    /** The name in options and files. */
    public String id() {
        return id;
    }

    /** What it is, in a few words. */
    public String words() {
        return words;
    }

    /** The test of that name. */
    public static MarkerTest of(String id) {
        for (MarkerTest test : values()) {
            if (test.id.equals(id)) {
                return test;
            }
        }
        throw new IllegalArgumentException("no such marker test: " + id);
    }

    /** The tests on log-normalised values, cells x genes, with {@code clusterOf[cell]} below {@code clusters} or -1. */
    public MarkerTable table(CsrMatrix logNormalised, int[] clusterOf, int clusters, Workers workers) {
        return this == WILCOXON
                ? MarkerGenes.of(logNormalised, clusterOf, clusters, workers)
                : WelchMarkers.of(logNormalised, clusterOf, clusters, workers);
    }
}
