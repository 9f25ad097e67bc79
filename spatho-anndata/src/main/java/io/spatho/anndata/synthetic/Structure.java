package io.spatho.anndata.synthetic;

import java.util.Locale;

/** A kind of tissue structure, with the share of lattice places that hold a cell in it. */
enum Structure {
    TUMOUR_NEST(0.74),
    STROMA(0.47),
    LYMPHOID_AGGREGATE(0.96),
    GLAND(0.88),
    VESSEL(0.85),
    NERVE(0.55);

    private final double packing;

    Structure(double packing) {
        this.packing = packing;
    }

    double packing() {
        return packing;
    }

    /** Where arrays hold this value's entry. */
    @SuppressWarnings("EnumOrdinal") // never leaves memory: files hold names
    int position() {
        return ordinal();
    }

    /** The name used in files. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
