package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.Element;
import io.spatho.anndata.h5ad.ElementColumns;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks {@code obs} and {@code obsm["spatial"]}: ids, positions, categories. */
final class ObservationChecks {

    private final AnnDataFile file;
    private final ElementColumns columns;
    private final Findings findings;
    private String[] ids = {};

    ObservationChecks(AnnDataFile file, ElementColumns columns, Findings findings) {
        this.file = file;
        this.columns = columns;
        this.findings = findings;
    }

    /** The ids, once they were checked. */
    String[] ids() {
        return ids;
    }

    void check() {
        CategoryChecks.check(file.obs(), "obs", CaseRule.CASE_OBS_005, findings);
        checkIds();
        double[] x = positions("x_um");
        double[] y = positions("y_um");
        spatial(x, y);
        for (String name : List.of("cluster_id", "structure_id")) {
            Element column = file.obs().columns().get(name);
            boolean categorical = column == null || column instanceof Element.Categorical;
            findings.require(categorical, CaseRule.CASE_OBS_007, "obs/" + name, "categorical", kind(column));
        }
    }

    static String kind(Element element) {
        return element == null ? "none" : element.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private void checkIds() {
        Element column = file.obs().columns().get("cell_id");
        boolean text = column instanceof Element.Strings
                || column instanceof Element.Categorical
                || (column instanceof Element.Nullable nullable && nullable.values() instanceof Element.Strings);
        if (!findings.require(text, CaseRule.CASE_OBS_001, "obs/cell_id", "text", kind(column))) {
            return;
        }
        ids = columns.strings("obs/cell_id", column);
        Set<String> seen = new HashSet<>(ids.length * 2);
        for (int row = 0; row < ids.length; row++) {
            if (ids[row] == null) {
                findings.add(CaseRule.CASE_OBS_001, "obs/cell_id row " + row, "an id", "nothing");
            } else if (!seen.add(ids[row])) {
                findings.add(CaseRule.CASE_OBS_002, "obs/cell_id row " + row, "an id of its own", ids[row]);
            }
        }
        String[] index = columns.strings("obs index", file.obs().index());
        findings.require(
                Arrays.equals(index, ids),
                CaseRule.CASE_OBS_006,
                "obs/" + file.obs().indexName(),
                "cell_id",
                "other names");
    }

    /** The positions along an axis; empty when they cannot be compared. */
    private double[] positions(String name) {
        Element column = file.obs().columns().get(name);
        boolean wide = column instanceof Element.Dense dense
                && dense.values().type() == NumberType.FLOAT64
                && dense.values().shape().length == 1;
        if (!findings.require(wide, CaseRule.CASE_OBS_003, "obs/" + name, "float64", kind(column))) {
            return new double[0];
        }
        double[] values = ((Element.Dense) column).values().doubles();
        for (int row = 0; row < values.length; row++) {
            if (!Double.isFinite(values[row])) {
                findings.add(CaseRule.CASE_OBS_004, "obs/" + name + " row " + row, "a finite number", values[row]);
            }
        }
        return values;
    }

    private void spatial(double[] x, double[] y) {
        Element element = file.obsm().children().get("spatial");
        if (element == null) {
            return;
        }
        long n = file.obs().rows();
        boolean fits = element instanceof Element.Dense dense
                && dense.values().type() == NumberType.FLOAT64
                && Arrays.equals(dense.values().shape(), new long[] {n, 2});
        String found = element instanceof Element.Dense dense
                ? dense.values().type().numpyName() + " " + Arrays.toString(element.extents())
                : kind(element);
        boolean comparable =
                findings.require(fits, CaseRule.CASE_POS_001, "obsm/spatial", "float64 [" + n + ", 2]", found);
        if (!comparable || x.length != n || y.length != n) {
            return;
        }
        Numbers values = ((Element.Dense) element).values();
        double[] positions = values.doubles();
        for (int row = 0; row < x.length; row++) {
            // Compared as bits, so that NaN equals NaN and is reported once, as not finite.
            if (Double.compare(positions[2 * row], x[row]) != 0
                    || Double.compare(positions[2 * row + 1], y[row]) != 0) {
                findings.add(
                        CaseRule.CASE_POS_002,
                        "obsm/spatial row " + row,
                        x[row] + ", " + y[row],
                        positions[2 * row] + ", " + positions[2 * row + 1]);
            }
        }
    }
}
