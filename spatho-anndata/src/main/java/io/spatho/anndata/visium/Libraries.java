package io.spatho.anndata.visium;

import io.spatho.anndata.csv.CsvFrame;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Several libraries in one matrix, as {@code spaceranger aggr} writes them: refused, since each lies on a slide of its own. */
final class Libraries {

    static final List<String> AGGREGATION =
            List.of("(outs/)?aggregation\\.csv", "([^/]*[_.-])?aggregation\\.csv", "aggregation_csv\\.csv");

    private static final int LONGEST_LIST = 10;

    private Libraries() {}

    /** Refuses a folder that lists the libraries of an aggregation. */
    static void requireOne(BundleFolder folder, Workers workers) {
        Optional<Path> file = folder.find(AGGREGATION);
        if (file.isEmpty()) {
            return;
        }
        Table table = CsvFrame.read(file.get(), Set.of("library_id", "sample_id"), workers);
        String column = table.has("library_id") ? "library_id" : "sample_id";
        List<String> names = table.has(column) ? List.of(named(table.strings(column))) : List.of();
        throw refused(file.get(), names);
    }

    private static String[] named(String[] names) {
        return Arrays.stream(names)
                .filter(name -> name != null && !name.isBlank())
                .toArray(String[]::new);
    }

    /** Refuses a matrix whose barcodes carry several library numbers. */
    static void requireOne(FeatureBarcodeMatrix matrix) {
        Set<String> suffixes = new TreeSet<>();
        for (String barcode : matrix.barcodes()) {
            int dash = barcode.lastIndexOf('-');
            String suffix = barcode.substring(dash + 1);
            if (dash > 0 && isBarcode(barcode, dash) && suffix.chars().allMatch(c -> c >= '0' && c <= '9')) {
                suffixes.add(suffix);
            }
        }
        if (suffixes.size() > 1) {
            String stated = matrix.attributes().getOrDefault("library_ids", "");
            List<String> names = stated.isEmpty()
                    ? suffixes.stream().map(suffix -> "-" + suffix).toList()
                    : List.of(stated.split(", "));
            throw refused(matrix.file(), names);
        }
    }

    private static boolean isBarcode(String barcode, int dash) {
        return barcode.chars().limit(dash).allMatch(c -> "ACGTN".indexOf(c) >= 0);
    }

    private static InputException refused(Path where, List<String> names) {
        List<String> shown = names.subList(0, Math.min(names.size(), LONGEST_LIST));
        String rest = names.size() > shown.size() ? " and " + (names.size() - shown.size()) + " more" : "";
        return new InputException(
                Problem.of("the run is an aggregation of several libraries, each on a slide of its own")
                        .at(where)
                        .expected("one library", names.size() + ": " + String.join(", ", shown) + rest)
                        .fix("Give the folder that spaceranger count wrote for one of them."));
    }
}
