package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.Element;
import io.spatho.anndata.h5ad.ElementColumns;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks {@code uns["spatho"]}: where the case came from, its units, transforms and panel. */
final class MetadataChecks {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String PLACE = "uns/spatho/";

    private final AnnDataFile file;
    private final ElementColumns columns;
    private final Findings findings;
    private final Map<String, Element> spatho;

    MetadataChecks(AnnDataFile file, ElementColumns columns, Findings findings) {
        this.file = file;
        this.columns = columns;
        this.findings = findings;
        this.spatho = Parts.children(file.uns(), "spatho");
    }

    /** A number, or NaN when the element is none. */
    static double number(Element element) {
        if (element instanceof Element.Scalar scalar) {
            return scalar.value().doubles()[0];
        }
        if (element instanceof Element.Dense dense && dense.values().count() == 1) {
            return dense.values().doubles()[0];
        }
        return Double.NaN;
    }

    void check() {
        if (spatho.isEmpty()) {
            return;
        }
        for (String name : List.of("platform", "platform_software_version", "sample", "coordinate_unit")) {
            boolean text = spatho.get(name) instanceof Element.Text;
            findings.require(
                    text, CaseRule.CASE_META_001, PLACE + name, "text", ObservationChecks.kind(spatho.get(name)));
        }
        platform();
        sizes();
        sources();
        transforms();
        panel();
    }

    private String text(String name) {
        return spatho.get(name) instanceof Element.Text text ? text.value() : "";
    }

    private void platform() {
        String id = text("platform");
        List<String> known = Arrays.stream(Platform.values()).map(Platform::id).toList();
        findings.require(known.contains(id), CaseRule.CASE_META_002, PLACE + "platform", String.join(", ", known), id);
        boolean visium = id.startsWith(Platform.VISIUM.id());
        boolean missing = Double.isNaN(number(spatho.get("pixel_size_um")));
        findings.require(!(visium && missing), CaseRule.CASE_META_008, PLACE + "pixel_size_um", "a size", "none");
    }

    private void sizes() {
        String unit = text("coordinate_unit");
        findings.require(
                unit.equals("micrometre"), CaseRule.CASE_META_003, PLACE + "coordinate_unit", "micrometre", unit);
        for (String name : List.of("pixel_size_um", "observation_size_um")) {
            Element element = spatho.get(name);
            if (findings.require(element != null, CaseRule.CASE_META_001, PLACE + name, "a number", "none")) {
                double size = number(element);
                boolean sensible = Double.isNaN(size) || (size > 0 && size < 1e6);
                findings.require(sensible, CaseRule.CASE_META_003, PLACE + name, "above 0 or NaN", size);
            }
        }
    }

    private Optional<Column> column(String table, String name) {
        if (spatho.get(table) instanceof Element.Frame frame && frame.columns().containsKey(name)) {
            String path = PLACE + table + "/" + name;
            return columns.column(path, frame.columns().get(name));
        }
        findings.add(CaseRule.CASE_META_001, PLACE + table, "a table with " + name, "none");
        return Optional.empty();
    }

    private void sources() {
        Optional<Column> digests = column("sources", "sha256");
        Optional<Column> bytes = column("sources", "bytes");
        if (digests.isEmpty() || bytes.isEmpty()) {
            return;
        }
        int n = digests.get().size();
        findings.require(n > 0, CaseRule.CASE_META_005, PLACE + "sources", "at least one file", "none");
        for (int row = 0; row < n; row++) {
            String digest = digests.get().text(row);
            double size = bytes.get().number(row);
            boolean sound = DIGEST.matcher(digest).matches() && size >= 0;
            findings.require(
                    sound,
                    CaseRule.CASE_META_004,
                    PLACE + "sources row " + row,
                    "64 hexadecimal digits and a size",
                    digest + ", " + size);
        }
    }

    private void transforms() {
        List<Column> parts = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            column("transforms", name).ifPresent(parts::add);
        }
        if (parts.size() < 6) {
            return;
        }
        for (int row = 0; row < parts.get(0).size(); row++) {
            double[] t = new double[6];
            for (int i = 0; i < t.length; i++) {
                t[i] = parts.get(i).number(row);
            }
            double determinant = t[0] * t[4] - t[1] * t[3];
            boolean sound = Arrays.stream(t).allMatch(Double::isFinite) && determinant != 0;
            findings.require(
                    sound,
                    CaseRule.CASE_META_006,
                    PLACE + "transforms row " + row,
                    "an invertible map",
                    Arrays.toString(t));
        }
    }

    private void panel() {
        Map<String, Element> panel = Parts.children(spatho.get("panel"));
        String stated = panel.get("fingerprint") instanceof Element.Text text ? text.value() : "none";
        Element.Frame var = Parts.features(file);
        List<String[]> parts = new ArrayList<>();
        for (String name : List.of("feature_name", "feature_id", "feature_type")) {
            Element column = var.columns().get(name);
            if (column == null) {
                return;
            }
            parts.add(columns.strings("var/" + name, column));
        }
        String[] index = columns.strings("var index", var.index());
        List<String> names = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (int row = 0; row < parts.get(0).length; row++) {
            if (FeatureChecks.GENE_EXPRESSION.equals(parts.get(2)[row])) {
                names.add(orElse(parts.get(0)[row], index[row]));
                ids.add(orElse(parts.get(1)[row], index[row]));
                types.add(FeatureChecks.GENE_EXPRESSION);
            }
        }
        String found = new GenePanel("", names, ids, types).fingerprint().sha256();
        findings.require(found.equals(stated), CaseRule.CASE_META_007, PLACE + "panel/fingerprint", found, stated);
    }

    /** Where a feature has no value its name in the index stands in, as for the reader. */
    private static String orElse(String value, String fallback) {
        if (value != null) {
            return value;
        }
        return fallback == null ? "" : fallback;
    }
}
