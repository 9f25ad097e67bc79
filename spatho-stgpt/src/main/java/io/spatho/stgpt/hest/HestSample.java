package io.spatho.stgpt.hest;

import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.h5ad.ReferenceCells;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counts of a sample's patches. */
final class HestSample {

    private HestSample() {}

    /**
     * Patches x genes: the counts of the observations that the barcodes name.
     *
     * @throws InputException when a barcode or a gene is not in the file
     */
    static DenseMatrix counts(Path file, String[] barcodes, List<String> genes, Workers workers) {
        try (ArrayTree tree = Bundles.tree(file, workers)) {
            ReferenceCells cells = ReferenceCells.read(tree);
            int[] rows =
                    places(List.of(cells.ids()), List.of(barcodes), "a patch's barcode is not an observation", file);
            int[] columns = places(cells.panel().uniqueNames(), genes, "a gene of the task was not measured", file);
            CsrMatrix chosen = cells.counts().selectRows(rows).selectColumns(columns);
            DenseMatrix counts = DenseMatrix.zeros(rows.length, columns.length);
            for (int row = 0; row < rows.length; row++) {
                for (int entry = chosen.start(row); entry < chosen.end(row); entry++) {
                    counts.values()[row * columns.length + chosen.columnIndices()[entry]] = chosen.values()[entry];
                }
            }
            return counts;
        }
    }

    private static int[] places(List<String> names, List<String> wanted, String problem, Path file) {
        Map<String, Integer> place = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            place.put(names.get(i), i);
        }
        return wanted.stream()
                .mapToInt(name -> {
                    Integer found = place.get(name);
                    if (found == null) {
                        throw new InputException(Problem.of(problem)
                                .at(file)
                                .expected("one of " + names.size() + " names such as " + first(names), name));
                    }
                    return found;
                })
                .toArray();
    }

    private static String first(List<String> names) {
        return names.isEmpty() ? "none" : names.get(0);
    }
}
