package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.Element;
import java.util.Arrays;

/** Checks that matrices and arrays agree with the numbers of observations and variables. */
final class ShapeChecks {

    private final AnnDataFile file;
    private final Findings findings;

    ShapeChecks(AnnDataFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    void check() {
        long observations = file.obs().rows();
        long variables = file.var().rows();
        file.x().ifPresent(x -> whole("X", x, observations, variables));
        file.layers().children().forEach((name, layer) -> whole("layers/" + name, layer, observations, variables));
        file.obsp().children().forEach((name, graph) -> whole("obsp/" + name, graph, observations, observations));
        file.varp().children().forEach((name, graph) -> whole("varp/" + name, graph, variables, variables));
        rows("obsm", file.obsm(), observations);
        rows("varm", file.varm(), variables);
    }

    private void whole(String place, Element element, long rows, long columns) {
        long[] expected = {rows, columns};
        long[] found = element.extents();
        findings.require(
                Arrays.equals(found, expected),
                CaseRule.CASE_SHAPE_001,
                place,
                Arrays.toString(expected),
                Arrays.toString(found));
    }

    private void rows(String group, Element.Dict elements, long rows) {
        elements.children().forEach((name, element) -> {
            long[] found = element.extents();
            findings.require(
                    found.length > 0 && found[0] == rows,
                    CaseRule.CASE_SHAPE_001,
                    group + "/" + name,
                    rows + " rows",
                    Arrays.toString(found));
        });
    }
}
