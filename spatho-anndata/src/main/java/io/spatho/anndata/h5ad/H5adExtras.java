package io.spatho.anndata.h5ad;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Table;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an AnnData file can hold beyond a dataset, in order of the names, so that equal content gives equal bytes.
 *
 * @param layers observations x genes matrices by name
 * @param obsp observations x observations graphs by name
 * @param varm genes x d matrices by name
 * @param tables tables under {@code uns} by name
 * @param texts strings under {@code uns} by name
 */
public record H5adExtras(
        Map<String, CsrMatrix> layers,
        Map<String, CsrMatrix> obsp,
        Map<String, DenseMatrix> varm,
        Map<String, Table> tables,
        Map<String, String> texts) {

    /** Nothing beyond the dataset. */
    public static final H5adExtras NONE = new H5adExtras(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    public H5adExtras {
        layers = Collections.unmodifiableMap(new TreeMap<>(layers));
        obsp = Collections.unmodifiableMap(new TreeMap<>(obsp));
        varm = Collections.unmodifiableMap(new TreeMap<>(varm));
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
        texts = Collections.unmodifiableMap(new TreeMap<>(texts));
    }

    /** These graphs and nothing else. */
    public static H5adExtras ofGraphs(Map<String, CsrMatrix> obsp) {
        return new H5adExtras(Map.of(), obsp, Map.of(), Map.of(), Map.of());
    }

    void requireShapes(int observations, int genes) {
        layers.forEach((name, matrix) -> require("layer " + name, matrix.rows(), observations));
        layers.forEach((name, matrix) -> require("layer " + name, matrix.columns(), genes));
        obsp.forEach((name, matrix) -> require("obsp " + name, matrix.rows(), observations));
        obsp.forEach((name, matrix) -> require("obsp " + name, matrix.columns(), observations));
        varm.forEach((name, matrix) -> require("varm " + name, matrix.rows(), genes));
    }

    private static void require(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(what + " has an extent of " + found + " instead of " + expected);
        }
    }
}
