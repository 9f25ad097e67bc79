package io.spatho.anndata.synthetic;

import static io.spatho.anndata.synthetic.CellType.B_CELL;
import static io.spatho.anndata.synthetic.CellType.CANCER_FIBROBLAST;
import static io.spatho.anndata.synthetic.CellType.ENDOTHELIAL;
import static io.spatho.anndata.synthetic.CellType.FIBROBLAST;
import static io.spatho.anndata.synthetic.CellType.LUMINAL_HR;
import static io.spatho.anndata.synthetic.CellType.LUMINAL_SECRETORY;
import static io.spatho.anndata.synthetic.CellType.MACROPHAGE;
import static io.spatho.anndata.synthetic.CellType.MYOEPITHELIAL;
import static io.spatho.anndata.synthetic.CellType.NEURONAL;
import static io.spatho.anndata.synthetic.CellType.NK_CELL;
import static io.spatho.anndata.synthetic.CellType.PLASMA_CELL;
import static io.spatho.anndata.synthetic.CellType.SMOOTH_MUSCLE;
import static io.spatho.anndata.synthetic.CellType.TUMOUR;
import static io.spatho.anndata.synthetic.CellType.T_CELL;

import java.util.Arrays;
import java.util.List;

/**
 * Which cell types live where: shares that depend on the structure and on the distance from its border.
 *
 * <p>Lymphocytes and macrophages infiltrate a nest from its border with a length of 20 µm and crowd the stroma around it; an aggregate
 * has a core of B cells and a rim of T cells; a gland has a basal layer; fibroblasts near a nest are cancer-associated.
 */
final class TypeMixture {

    private static final double INFILTRATION = 20;
    private static final double BASAL_LAYER = 7;

    private static final List<CellType> TYPES = List.of(CellType.values());

    private final double[] shares = new double[TYPES.size()];

    /** The type at the given quantile (0 to 1) of the mixture at a place. Not for use by several threads at once. */
    CellType type(Place place, double quantile) {
        Arrays.fill(shares, 0);
        fill(place);
        double total = 0;
        for (double share : shares) {
            total += share;
        }
        double left = quantile * total;
        CellType last = TUMOUR;
        for (CellType type : TYPES) {
            double share = shares[type.position()];
            if (share > 0) {
                last = type;
                if (left < share) {
                    return type;
                }
                left -= share;
            }
        }
        return last;
    }

    private void fill(Place place) {
        switch (place.structure()) {
            case TUMOUR_NEST -> nest(place.depth());
            case STROMA -> stroma(Math.max(0, -place.tumourDepth()));
            case LYMPHOID_AGGREGATE -> aggregate(place.depth() / place.radius());
            case GLAND -> gland(place);
            case VESSEL -> {
                put(place.depth() > 5 ? ENDOTHELIAL : SMOOTH_MUSCLE, 0.9);
                put(place.depth() > 5 ? SMOOTH_MUSCLE : FIBROBLAST, 0.1);
            }
            case NERVE -> {
                put(NEURONAL, 0.8);
                put(FIBROBLAST, 0.15);
                put(MACROPHAGE, 0.05);
            }
        }
    }

    private void nest(double depth) {
        double immune = 0.02 + 0.3 * StrictMath.exp(-depth / INFILTRATION);
        put(T_CELL, 0.52 * immune);
        put(MACROPHAGE, 0.34 * immune);
        put(NK_CELL, 0.14 * immune);
        put(ENDOTHELIAL, 0.015);
        put(TUMOUR, 1 - immune - 0.015);
    }

    private void stroma(double distance) {
        double front = StrictMath.exp(-distance / 45);
        put(CANCER_FIBROBLAST, 0.62 * front);
        put(FIBROBLAST, 0.64 * (1 - front));
        put(T_CELL, 0.05 + 0.13 * front);
        put(MACROPHAGE, 0.06 + 0.07 * front);
        put(NK_CELL, 0.01 + 0.03 * front);
        put(PLASMA_CELL, 0.05);
        put(B_CELL, 0.015);
        put(ENDOTHELIAL, 0.08);
        put(SMOOTH_MUSCLE, 0.04);
    }

    private void aggregate(double relativeDepth) {
        double core = Math.max(0, Math.min(1, (relativeDepth - 0.22) / 0.2));
        put(B_CELL, 0.12 + 0.68 * core);
        put(T_CELL, 0.66 - 0.5 * core);
        put(PLASMA_CELL, 0.13 * (1 - core));
        put(MACROPHAGE, 0.05);
        put(ENDOTHELIAL, 0.03);
    }

    private void gland(Place place) {
        if (place.depth() < BASAL_LAYER) {
            put(MYOEPITHELIAL, 0.88);
            put(FIBROBLAST, 0.12);
            return;
        }
        put(LUMINAL_SECRETORY, place.secretory() ? 0.9 : 0.08);
        put(LUMINAL_HR, place.secretory() ? 0.07 : 0.89);
        put(T_CELL, 0.03);
    }

    private void put(CellType type, double share) {
        shares[type.position()] = share;
    }
}
