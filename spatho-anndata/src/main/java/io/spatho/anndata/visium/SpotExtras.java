package io.spatho.anndata.visium;

import io.spatho.anndata.csv.CsvFrame;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What Space Ranger writes beside the positions: Moran's I of genes, and fluorescence of spots. */
final class SpotExtras {

    private static final String PREFIX = "([^/]*[_.-])?";

    private SpotExtras() {}

    /** Moran's I and its p value for each gene. */
    static Optional<Path> enrichment(BundleFolder folder, String base) {
        return folder.find(List.of(Pattern.quote(base) + "(spatial/)?" + PREFIX + "spatial_enrichment\\.csv(\\.gz)?"));
    }

    /** Mean and deviation of each fluorescence channel under each spot. */
    static Optional<Path> fluorescence(BundleFolder folder, String base) {
        return folder.find(
                List.of(Pattern.quote(base) + "(spatial/)?" + PREFIX + "barcode_fluorescence_intensity\\.csv(\\.gz)?"));
    }

    /** The table of {@code spatial_enrichment.csv} under its own name, or no table. */
    static Map<String, Table> tables(BundleFolder folder, String base, Workers workers) {
        return enrichment(folder, base)
                .map(file -> Map.of(
                        "spatial_enrichment",
                        CsvFrame.read(
                                folder.use("spatial_enrichment", file), Set.of("Feature ID", "Feature Name"), workers)))
                .orElse(Map.of());
    }

    /** The observations with a column for each column of the fluorescence table; NaN where a spot has no row. */
    static Table withFluorescence(BundleFolder folder, String base, Table obs, Workers workers) {
        Optional<Path> file = fluorescence(folder, base);
        if (file.isEmpty()) {
            return obs;
        }
        Table table = CsvFrame.read(folder.use("fluorescence", file.get()), Set.of("barcode"), workers);
        if (!table.has("barcode")) {
            throw new InputException(Problem.of("column barcode is missing")
                    .at(file.get())
                    .expected("barcode", String.join(", ", table.names())));
        }
        Map<String, Integer> rows = Identifiers.requireUnique(file.get(), "spot", table.strings("barcode"));
        String[] ids = obs.strings("cell_id");
        Table extended = obs;
        for (String name : table.names()) {
            Column column = table.column(name);
            boolean text = column instanceof Column.Strings
                    || column instanceof Column.Categories
                    || column instanceof Column.Booleans;
            if (text || obs.has(name)) {
                continue;
            }
            double[] values = new double[ids.length];
            Arrays.setAll(values, row -> {
                Integer at = rows.get(ids[row]);
                return at == null ? Double.NaN : column.number(at);
            });
            extended = extended.with("fluorescence_" + name, new Column.Doubles(values));
        }
        return extended;
    }
}
