package io.spatho.stgpt.runtime;

/**
 * What precomputed artifacts must fulfil: the keys {@code stgpt_min_cell_coverage} and {@code stgpt_require_qc_pass}.
 *
 * @param minimumCoverage the least share of observations with a vector, 0 to 1
 * @param requirePass whether artifacts that fail block the run; otherwise they are marked
 */
public record ArtifactGate(double minimumCoverage, boolean requirePass) {

    public ArtifactGate {
        if (!(minimumCoverage >= 0 && minimumCoverage <= 1)) {
            throw new IllegalArgumentException("coverage " + minimumCoverage);
        }
    }

    /** 0.95, and artifacts that fail block. */
    public static ArtifactGate standard() {
        return new ArtifactGate(0.95, true);
    }
}
