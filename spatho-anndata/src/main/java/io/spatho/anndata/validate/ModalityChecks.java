package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.Element;
import io.spatho.anndata.h5ad.ElementColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Checks what was measured besides genes: each modality has a matrix and a table of features that fit. */
final class ModalityChecks {

    private final AnnDataFile file;
    private final ElementColumns columns;
    private final Findings findings;

    ModalityChecks(AnnDataFile file, ElementColumns columns, Findings findings) {
        this.file = file;
        this.columns = columns;
        this.findings = findings;
    }

    void check() {
        Map<String, Element> groups = Parts.children(file.uns(), "modalities");
        Element names = Parts.children(file.uns(), "spatho").get("modalities");
        List<String> named = names == null ? List.of() : Arrays.asList(columns.strings("uns/spatho/modalities", names));
        for (String name : named) {
            Map<String, Element> group = Parts.children(groups.get(name));
            String place = "uns/modalities/" + name;
            Element matrix = group.get("X");
            boolean whole = matrix != null && group.get("var") instanceof Element.Frame;
            if (findings.require(whole, CaseRule.CASE_MOD_001, place, "X and var", group.keySet())) {
                Element.Frame var = (Element.Frame) group.get("var");
                CategoryChecks.check(var, place + "/var", CaseRule.CASE_MOD_003, findings);
                long[] shape = {file.obs().rows(), var.rows()};
                MatrixChecks.ofModality(place + "/X", findings).check(matrix, shape);
            }
        }
        for (String name : groups.keySet()) {
            findings.require(
                    named.contains(name),
                    CaseRule.CASE_MOD_004,
                    "uns/modalities/" + name,
                    "its name in the list",
                    named);
        }
    }
}
