package io.spatho.core.qc;

/** Why an observation is left out of the analysis; one observation may have several reasons. */
public enum QcReason {
    /** Fewer counts than the threshold. */
    LOW_COUNTS("low_counts", 1),
    /** Fewer detected genes than the threshold. */
    FEW_GENES("few_genes", 2),
    /** A larger share of negative-control counts than the threshold. */
    HIGH_CONTROL_SHARE("high_control_share", 4),
    /** A larger share of mitochondrial counts than the threshold. */
    HIGH_MITOCHONDRIAL_SHARE("high_mitochondrial_share", 8),
    /** A position that is not a finite number. */
    NO_POSITION("no_position", 16);

    private final String id;
    private final int bit;

    QcReason(String id, int bit) {
        this.id = id;
        this.bit = bit;
    }

    /** The name used in files. */
    public String id() {
        return id;
    }

    int bit() {
        return bit;
    }
}
