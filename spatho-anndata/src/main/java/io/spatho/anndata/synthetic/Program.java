package io.spatho.anndata.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A set of genes expressed together: one program for each cell type, in the order of {@link CellType}, then states of a cell. */
enum Program {
    TUMOUR,
    LUMINAL_HR,
    LUMINAL_SECRETORY,
    MYOEPITHELIAL,
    FIBROBLAST,
    CANCER_FIBROBLAST,
    ENDOTHELIAL,
    SMOOTH_MUSCLE,
    T_CELL,
    B_CELL,
    PLASMA_CELL,
    NK_CELL,
    MACROPHAGE,
    NEURONAL,
    HOUSEKEEPING,
    MITOCHONDRIAL,
    HYPOXIA,
    PROLIFERATION,
    INTERFERON,
    STRESS,
    /** Molecules that drift from one cell to another: every gene a little. */
    AMBIENT;

    static final List<Program> ALL = List.copyOf(Arrays.asList(values()));

    static Program of(CellType type) {
        return ALL.get(type.ordinal());
    }

    /** Whether the program belongs to a cell type. */
    boolean ofType() {
        return ordinal() < HOUSEKEEPING.ordinal();
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
