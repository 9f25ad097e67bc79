package io.spatho.report.training;

import java.util.List;
import java.util.Locale;

/**
 * The seven patterns of tissue from which training pairs are made up, with uniform ranges of their features.
 *
 * <p>Source: medgemma-spatial, {@code scripts/generate_training_data.py}.
 */
// The shares are never changed and never handed out; a range is two numbers.
@SuppressWarnings("ImmutableEnumChecker")
enum TissuePattern {
    /** As {@code hot_immune} of the source. */
    HOT_IMMUNE(
            new double[][] {
                {0.2, 0.3},
                {0.05, 0.12},
                {0.18, 0.26},
                {0.04, 0.08},
                {0.07, 0.12},
                {0.04, 0.08},
                {0.02, 0.06},
                {0.01, 0.04},
                {0.01, 0.03},
                {0.02, 0.05},
                {0.01, 0.04}
            },
            new Range(8, 15),
            new Range(0.78, 0.95),
            new Range(0.51, 0.75),
            new Range(1.4, 2.5)),
    /** As {@code cold_immune_desert} of the source. */
    COLD_IMMUNE_DESERT(
            new double[][] {
                {0.45, 0.6},
                {0.2, 0.3},
                {0.01, 0.03},
                {0.005, 0.015},
                {0.003, 0.01},
                {0.01, 0.025},
                {0.002, 0.008},
                {0.002, 0.007},
                {0.002, 0.007},
                {0.03, 0.07},
                {0.02, 0.05}
            },
            new Range(5, 10),
            new Range(0.65, 0.82),
            new Range(0.05, 0.148),
            new Range(0.1, 0.55)),
    /** As {@code stromal_fibrotic} of the source. */
    STROMAL_FIBROTIC(
            new double[][] {
                {0.15, 0.25},
                {0.4, 0.55},
                {0.04, 0.09},
                {0.01, 0.04},
                {0.01, 0.03},
                {0.03, 0.07},
                {0.01, 0.03},
                {0.01, 0.03},
                {0.01, 0.03},
                {0.02, 0.05},
                {0.01, 0.04}
            },
            new Range(6, 12),
            new Range(0.7, 0.88),
            new Range(0.2, 0.4),
            new Range(0.5, 1.2)),
    /** As {@code tls_forming} of the source. */
    TLS_FORMING(
            new double[][] {
                {0.2, 0.3},
                {0.08, 0.16},
                {0.12, 0.2},
                {0.1, 0.18},
                {0.03, 0.07},
                {0.04, 0.08},
                {0.05, 0.1},
                {0.04, 0.09},
                {0.01, 0.03},
                {0.02, 0.05},
                {0.01, 0.04}
            },
            new Range(7, 13),
            new Range(0.75, 0.93),
            new Range(0.42, 0.68),
            new Range(1.2, 2.1)),
    /** As {@code mixed_dual} of the source. */
    MIXED_DUAL(
            new double[][] {
                {0.26, 0.34},
                {0.1, 0.18},
                {0.14, 0.2},
                {0.05, 0.1},
                {0.04, 0.08},
                {0.05, 0.1},
                {0.02, 0.05},
                {0.02, 0.05},
                {0.01, 0.04},
                {0.02, 0.05},
                {0.01, 0.04}
            },
            new Range(7, 13),
            new Range(0.72, 0.9),
            new Range(0.25, 0.5),
            new Range(0.9, 1.6)),
    /** As {@code high_heterogeneous} of the source. */
    HIGH_HETEROGENEOUS(
            new double[][] {
                {0.15, 0.25},
                {0.1, 0.2},
                {0.08, 0.15},
                {0.05, 0.12},
                {0.04, 0.09},
                {0.07, 0.14},
                {0.04, 0.09},
                {0.03, 0.07},
                {0.03, 0.07},
                {0.03, 0.07},
                {0.04, 0.1}
            },
            new Range(10, 16),
            new Range(0.65, 0.78),
            new Range(0.05, 0.199),
            new Range(1.51, 2.5)),
    /** As {@code myeloid_dominant} of the source. */
    MYELOID_DOMINANT(
            new double[][] {
                {0.2, 0.3},
                {0.08, 0.14},
                {0.05, 0.1},
                {0.02, 0.06},
                {0.02, 0.05},
                {0.2, 0.3},
                {0.03, 0.07},
                {0.01, 0.04},
                {0.1, 0.15},
                {0.02, 0.05},
                {0.02, 0.05}
            },
            new Range(6, 12),
            new Range(0.7, 0.88),
            new Range(0.28, 0.55),
            new Range(0.8, 1.5));

    /** The compartments whose shares a pattern gives, in its order. */
    static final List<String> COMPARTMENTS = List.of(
            "Epithelial",
            "Stromal_CAF",
            "T_cells",
            "B_cells",
            "NK_cells",
            "Macrophages",
            "Dendritic_cells",
            "Plasma_cells",
            "Neutrophils",
            "Endothelial",
            "Unknown");

    private final double[][] shares;
    private final Range clusters;
    private final Range confidence;
    private final Range moran;
    private final Range entropy;

    TissuePattern(double[][] shares, Range clusters, Range confidence, Range moran, Range entropy) {
        this.shares = shares;
        this.clusters = clusters;
        this.confidence = confidence;
        this.moran = moran;
        this.entropy = entropy;
    }

    /** An interval. */
    record Range(double low, double high) {

        double at(double position) {
            return low + position * (high - low);
        }
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    Range share(int compartment) {
        return new Range(shares[compartment][0], shares[compartment][1]);
    }

    Range clusters() {
        return clusters;
    }

    Range confidence() {
        return confidence;
    }

    Range moran() {
        return moran;
    }

    Range entropy() {
        return entropy;
    }
}
