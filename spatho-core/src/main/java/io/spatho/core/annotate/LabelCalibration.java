package io.spatho.core.annotate;

/**
 * From what was counted of a label to the probability that it is right.
 *
 * <p>{@code logit(confidence) = -1.35 + 0.80 logit(support) - 0.43 ln(pScore)}, with the support held within 0.001 and 0.999 and the p
 * value at 0.002 or more. The three numbers were fitted by logistic regression to 1,600 made clusters of known type in four regimes, from
 * few working markers to many, a tenth to a third of the clusters of types that the panel does not have; docs/decisions/annotation.md holds
 * the reliability on clusters that the fit did not see. The lead's p value adds nothing to these two and is not used.
 */
final class LabelCalibration {

    private static final double INTERCEPT = -1.35;
    private static final double OF_SUPPORT = 0.80;
    private static final double OF_CHANCE = 0.43;
    private static final double LEAST_SUPPORT = 0.001;
    private static final double LEAST_P = 0.002;

    private LabelCalibration() {}

    /** The probability that the highest-scoring compartment is the true one. */
    static double probability(double support, double pScore) {
        double kept = Math.min(1 - LEAST_SUPPORT, Math.max(LEAST_SUPPORT, support));
        double logit =
                INTERCEPT + OF_SUPPORT * Math.log(kept / (1 - kept)) - OF_CHANCE * Math.log(Math.max(LEAST_P, pScore));
        return 1 / (1 + Math.exp(-logit));
    }
}
