package io.spatho.anndata.synthetic;

import java.util.Arrays;
import java.util.List;

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
        return ALL.get(type.position());
    }

    /** Where arrays hold this value's entry. */
    @SuppressWarnings("EnumOrdinal") // never leaves memory: files hold names
    int position() {
        return ordinal();
    }
}
