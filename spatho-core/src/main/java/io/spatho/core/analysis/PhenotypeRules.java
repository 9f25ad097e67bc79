package io.spatho.core.analysis;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Five patterns of tissue as a rule set over spatial features; the first rule that holds gives the pattern. It names a pattern, never
 * a diagnosis; docs/phenotypes.md states each rule, its threshold, source and limits.
 *
 * @param unknownShare share of observations in clusters without a name
 * @param immuneShare share of all observations that are immune; NaN when the panel cannot tell
 * @param moran mean Moran's I of the most variable genes
 * @param moranLower lower end of its interval
 * @param moranUpper upper end of its interval
 * @param entropy mean entropy of the cell types of neighbours, in nats
 * @param entropyLower lower end of its interval
 * @param entropyUpper upper end of its interval
 * @param stromaShare largest share of a stromal compartment
 */
public record PhenotypeRules(
        double unknownShare,
        double immuneShare,
        double moran,
        double moranLower,
        double moranUpper,
        double entropy,
        double entropyLower,
        double entropyUpper,
        double stromaShare) {

    /** Version of the rules. */
    public static final String VERSION = "1.0";

    static final double HOT_IMMUNE = 0.25;
    static final double HOT_MORAN = 0.4;
    static final double COLD_IMMUNE = 0.05;
    static final double MIXED_MORAN = 0.2;
    static final double MIXED_ENTROPY = 1.2;
    static final double MAJOR = 0.1;
    static final double MOST_UNKNOWN = 0.5;

    /** A pattern. */
    public enum Phenotype {
        /** Many immune cells in compact areas. */
        IMMUNE_HOT("immune_hot", "immune-hot tissue"),
        /** Hardly any immune cell. */
        IMMUNE_COLD("immune_cold", "immune-cold tissue"),
        /** Little spatial order and mixed neighbourhoods. */
        HETEROGENEOUS("spatially_heterogeneous", "spatially heterogeneous tissue"),
        /** A stromal compartment among the major ones. */
        STROMAL_RICH("stromal_rich", "stroma-rich tissue"),
        /** None of the others. */
        MIXED("mixed", "mixed tissue");

        private final String id;
        private final String words;

        Phenotype(String id, String words) {
            this.id = id;
            this.words = words;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }

        /** The name for people. */
        public String words() {
            return words;
        }
    }

    /** Why no pattern can be named, or empty. */
    public String undefinedReason() {
        if (Double.isNaN(immuneShare)) {
            return "no immune compartment could be scored on this panel";
        }
        if (!(unknownShare <= MOST_UNKNOWN)) {
            return "more than half of the observations lie in clusters without a name";
        }
        if (Double.isNaN(moran)) {
            return "no variable gene has a Moran's I";
        }
        return Double.isNaN(entropy) ? "no observation has a neighbour of known type" : "";
    }

    /** The first pattern whose rule holds; to be asked only where there is no {@link #undefinedReason}. */
    public Phenotype phenotype() {
        return at(moran, entropy);
    }

    /** Whether the pattern stays the same when Moran's I and entropy go to the ends of their intervals, where they have one. */
    public boolean isRobust() {
        Set<Phenotype> reached = new LinkedHashSet<>();
        for (double i : new double[] {moran, moranLower, moranUpper}) {
            for (double e : new double[] {entropy, entropyLower, entropyUpper}) {
                if (!Double.isNaN(i) && !Double.isNaN(e)) {
                    reached.add(at(i, e));
                }
            }
        }
        return reached.size() == 1;
    }

    private Phenotype at(double i, double e) {
        if (immuneShare > HOT_IMMUNE && i > HOT_MORAN) {
            return Phenotype.IMMUNE_HOT;
        }
        if (immuneShare < COLD_IMMUNE) {
            return Phenotype.IMMUNE_COLD;
        }
        if (i < MIXED_MORAN && e > MIXED_ENTROPY) {
            return Phenotype.HETEROGENEOUS;
        }
        return stromaShare > MAJOR ? Phenotype.STROMAL_RICH : Phenotype.MIXED;
    }
}
