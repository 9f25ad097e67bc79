package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.Element;

/** Checks the codes of a table's category columns. */
final class CategoryChecks {

    private CategoryChecks() {}

    static void check(Element.Frame frame, String place, Rule rule, Findings findings) {
        frame.columns().forEach((name, column) -> {
            if (column instanceof Element.Categorical categorical) {
                long[] extents = categorical.categories().extents();
                long categories = extents.length == 0 ? 0 : extents[0];
                long[] codes = categorical.codes().longs();
                for (int row = 0; row < codes.length; row++) {
                    if (codes[row] < -1 || codes[row] >= categories) {
                        findings.add(rule, place + "/" + name + " row " + row, "below " + categories, codes[row]);
                    }
                }
            }
        });
    }
}
