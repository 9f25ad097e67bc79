package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.AnnDataReader;
import io.spatho.anndata.h5ad.Element;
import io.spatho.anndata.h5ad.ElementColumns;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.error.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Checks all elements of a case; a part that cannot be looked at is a violation itself and does not hide the others. */
final class CaseChecks {

    private static final String VERSION = "1";

    private final ArrayTree source;
    private final AnnDataFile file;
    private final Findings findings;
    private final ElementColumns columns;

    private CaseChecks(ArrayTree source, Findings findings) {
        this.source = source;
        this.file = AnnDataReader.read(source);
        this.findings = findings;
        this.columns = new ElementColumns(source);
    }

    /** Checks a case and returns its ids, none when there are none. */
    static List<String> check(ArrayTree source, Findings findings) {
        try {
            CaseChecks checks = new CaseChecks(source, findings);
            return checks.all();
        } catch (InputException | IllegalStateException e) {
            findings.add(CaseRule.CASE_FILE_001, String.valueOf(source.file()), "an AnnData file", e.getMessage());
            return List.of();
        }
    }

    private List<String> all() {
        root();
        ObservationChecks observations = new ObservationChecks(file, columns, findings);
        guarded("obs", observations::check);
        guarded("var", () -> new FeatureChecks(file, columns, findings).check());
        guarded("counts", this::counts);
        guarded("shapes", () -> new ShapeChecks(file, findings).check());
        guarded("uns/modalities", () -> new ModalityChecks(file, columns, findings).check());
        guarded("uns/spatho", () -> new MetadataChecks(file, columns, findings).check());
        guarded("uns/spatial", () -> new PictureChecks(file, findings).check());
        return Arrays.asList(observations.ids());
    }

    private void guarded(String part, Runnable check) {
        try {
            check.run();
        } catch (InputException | IllegalStateException | ClassCastException e) {
            findings.add(
                    CaseRule.CASE_FILE_001, source.file() + ":" + part, "elements that can be read", e.getMessage());
        }
    }

    private void root() {
        Map<String, Element> spatho = Parts.children(file.uns(), "spatho");
        String version = spatho.get("contract_version") instanceof Element.Text text ? text.value() : "none";
        findings.require(
                version.equals(VERSION), CaseRule.CASE_ROOT_001, "uns/spatho/contract_version", VERSION, version);
        for (String name : List.of("spatho", "modalities", "spatial")) {
            boolean there = file.uns().children().get(name) instanceof Element.Dict;
            findings.require(there, CaseRule.CASE_ROOT_002, "uns/" + name, "a dictionary", "none");
        }
        boolean positions = file.obsm().children().containsKey("spatial");
        findings.require(positions, CaseRule.CASE_ROOT_002, "obsm/spatial", "an array", "none");
    }

    private void counts() {
        String place = Parts.countsPlace(file);
        Element matrix = Parts.counts(file).orElse(null);
        if (!findings.require(matrix != null, CaseRule.CASE_X_001, place, "a matrix", "none")) {
            return;
        }
        Element.Frame var = Parts.features(file);
        long[] expected = {Parts.rows(file.obs()), Parts.rows(var)};
        MatrixChecks checks = MatrixChecks.ofCounts(place, findings);
        checks.check(matrix, expected);
    }
}
