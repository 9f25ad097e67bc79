package io.spatho.report.mechanism;

/** The thresholds that turn numbers into words; docs/mechanism.md states them. */
public final class Scales {

    /** Mean Moran's I above which spatial order is strong. */
    public static final double STRONG_ORDER = 0.5;
    /** Mean Moran's I above which spatial order is moderate. */
    public static final double MODERATE_ORDER = 0.25;
    /** Entropy of neighbourhoods in nats above which heterogeneity is high. */
    public static final double HIGH_MIXING = 1.5;
    /** Entropy of neighbourhoods in nats above which heterogeneity is moderate. */
    public static final double MODERATE_MIXING = 0.8;
    /** Share above which immune observations are many. */
    public static final double MANY_IMMUNE = 0.25;
    /** Share below which immune observations are few. */
    public static final double FEW_IMMUNE = 0.05;
    /** Share above which a compartment is a large one. */
    public static final double MAJOR = 0.1;
    /** Fewest moderate genes for a moderate signal. */
    public static final int MODERATE_GENES = 3;

    private Scales() {}

    /** Strength of spatial order. */
    public static String order(double moran) {
        return moran > STRONG_ORDER ? "strong" : moran > MODERATE_ORDER ? "moderate" : "weak";
    }

    /** Degree of heterogeneity among neighbours. */
    public static String mixing(double entropy) {
        return entropy > HIGH_MIXING ? "high" : entropy > MODERATE_MIXING ? "moderate" : "low";
    }

    /** How common immune observations are. */
    public static String immune(double share) {
        return share > MANY_IMMUNE ? "many" : share < FEW_IMMUNE ? "few" : "some, neither few nor many,";
    }

    /** Strength of the evidence for patches of single genes. */
    public static String signal(int strong, int moderate) {
        return strong > 0 ? "strong" : moderate >= MODERATE_GENES ? "moderate" : "weak";
    }

    /** A share in words. */
    public static String part(double share) {
        return share > 0.75
                ? "most"
                : share > 0.5 ? "more than half" : share > 0.25 ? "some" : share > 0 ? "few" : "none";
    }
}
