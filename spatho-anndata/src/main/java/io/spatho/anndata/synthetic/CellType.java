package io.spatho.anndata.synthetic;

import java.util.Locale;

/** A cell type: how much RNA it holds against the average cell, its radius in micrometres and how elongated it is. */
enum CellType {
    TUMOUR(1.45, 7.0, 1.05),
    LUMINAL_HR(1.2, 6.4, 1.2),
    LUMINAL_SECRETORY(1.15, 6.4, 1.2),
    MYOEPITHELIAL(0.8, 5.4, 1.4),
    FIBROBLAST(0.75, 7.0, 1.7),
    CANCER_FIBROBLAST(0.95, 7.2, 1.6),
    ENDOTHELIAL(0.75, 6.0, 1.6),
    SMOOTH_MUSCLE(0.8, 6.4, 1.6),
    T_CELL(0.55, 4.4, 1.05),
    B_CELL(0.6, 4.4, 1.0),
    PLASMA_CELL(0.95, 5.4, 1.15),
    NK_CELL(0.55, 4.5, 1.05),
    MACROPHAGE(1.05, 6.8, 1.2),
    NEURONAL(0.7, 6.2, 1.5);

    private final double rna;
    private final double radius;
    private final double elongation;

    CellType(double rna, double radius, double elongation) {
        this.rna = rna;
        this.radius = radius;
        this.elongation = elongation;
    }

    double rna() {
        return rna;
    }

    double radius() {
        return radius;
    }

    double elongation() {
        return elongation;
    }

    /** Where arrays hold this value's entry. */
    @SuppressWarnings("EnumOrdinal") // never leaves memory: files hold names
    int position() {
        return ordinal();
    }

    /** The name used in files; it is also the name of the type's expression program. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
