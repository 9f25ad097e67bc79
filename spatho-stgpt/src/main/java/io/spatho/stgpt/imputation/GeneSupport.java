package io.spatho.stgpt.imputation;

import java.util.Optional;

/**
 * Whether a gene can be imputed, and on what grounds.
 *
 * @param gene its name
 * @param position its place among the model's genes, or -1 when the model does not know it
 * @param calibration how it was calibrated; empty when it could not be
 * @param coverage share of held-out cells that its intervals hold; NaN when not measured
 * @param heldOutPearson correlation on held-out cells; NaN when undefined
 * @param refusal why it is refused, or empty
 */
record GeneSupport(
        String gene,
        int position,
        Optional<GeneCalibration> calibration,
        double coverage,
        double heldOutPearson,
        String refusal) {

    static GeneSupport refused(String gene, String reason) {
        return new GeneSupport(gene, -1, Optional.empty(), Double.NaN, Double.NaN, reason);
    }

    boolean isSupported() {
        return refusal.isEmpty();
    }
}
