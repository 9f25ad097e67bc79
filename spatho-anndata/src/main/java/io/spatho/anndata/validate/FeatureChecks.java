package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.Element;
import io.spatho.anndata.h5ad.ElementColumns;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks {@code var}: names, ids, types. */
final class FeatureChecks {

    static final String GENE_EXPRESSION = "Gene Expression";

    private final AnnDataFile file;
    private final ElementColumns columns;
    private final Findings findings;

    FeatureChecks(AnnDataFile file, ElementColumns columns, Findings findings) {
        this.file = file;
        this.columns = columns;
        this.findings = findings;
    }

    void check() {
        Element.Frame var = file.var();
        CategoryChecks.check(var, "var", CaseRule.CASE_VAR_005, findings);
        for (String name : List.of("feature_name", "feature_id", "feature_type")) {
            Element column = var.columns().get(name);
            boolean text = column instanceof Element.Strings
                    || column instanceof Element.Categorical
                    || column instanceof Element.Nullable;
            findings.require(text, CaseRule.CASE_VAR_001, "var/" + name, "text", ObservationChecks.kind(column));
        }
        String[] index = columns.strings("var index", var.index());
        Set<String> seen = new HashSet<>(index.length * 2);
        for (int row = 0; row < index.length; row++) {
            if (index[row] == null || !seen.add(index[row])) {
                findings.add(
                        CaseRule.CASE_VAR_002, "var/" + var.indexName() + " row " + row, "its own name", index[row]);
            }
        }
        values(var, "feature_name", CaseRule.CASE_VAR_003, "a name");
        values(var, "feature_type", CaseRule.CASE_VAR_004, GENE_EXPRESSION);
    }

    private void values(Element.Frame var, String name, Rule rule, String expected) {
        Element column = var.columns().get(name);
        if (column == null) {
            return;
        }
        String[] values = columns.strings("var/" + name, column);
        for (int row = 0; row < values.length; row++) {
            boolean named = values[row] != null && !values[row].isBlank();
            boolean holds = rule == CaseRule.CASE_VAR_003 ? named : GENE_EXPRESSION.equals(values[row]);
            findings.require(holds, rule, "var/" + name + " row " + row, expected, values[row]);
        }
    }
}
