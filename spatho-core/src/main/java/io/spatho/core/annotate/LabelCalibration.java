package io.spatho.core.annotate;

/**
 * From what was counted of a label to the probability that it is right.
 *
 * <p>{@code logit(confidence) = -1.14 + 0.69 logit(support) - 0.37 logit(pScore)}, with the support held within 0.001 and 0.999 and the p
 * value within 0.002 and 0.998. The three numbers were fitted by logistic regression to 2,342 made clusters of known type in four regimes,
 * from few working markers to many, a tenth to a third of the clusters of types that the panel does not have;
 * docs/decisions/annotation.md holds the reliability on clusters that the fit did not see. The lead's p value adds nothing to these two
 * and is not used.
 */
final class LabelCalibration {

    private static final double INTERCEPT = -1.14;
    private static final double OF_SUPPORT = 0.69;
    private static final double OF_CHANCE = 0.37;
    private static final double LEAST_SUPPORT = 0.001;
    private static final double LEAST_P = 0.002;

    private LabelCalibration() {}

    /** The probability that the highest-scoring compartment is the true one, when its score is above 0. */
    static double probability(double support, double pScore) {
        double logit = INTERCEPT + OF_SUPPORT * logit(support, LEAST_SUPPORT) - OF_CHANCE * logit(pScore, LEAST_P);
        return 1 / (1 + Math.exp(-logit));
    }

    private static double logit(double share, double least) {
        double held = Math.min(1 - least, Math.max(least, share));
        return Math.log(held / (1 - held));
    }
}
