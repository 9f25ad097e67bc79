package io.spatho.anndata.visium;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.MatrixFiles;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Counts of single probes: {@code raw_probe_bc_matrix.h5}.
 *
 * @param modality observations x probes, named {@code probe}
 * @param table one row per probe: {@code probe_id}, {@code gene_id}, {@code probe_region}, {@code filtered} (whether the platform counts it), and
 *     {@code counts} over all barcodes of the file
 */
public record Probes(Modality modality, Table table) {

    private static final String STEM = "raw_probe_bc_matrix";
    private static final String FEATURES = "/matrix/features/";

    /** The file under a sub-folder. */
    public static Optional<Path> find(BundleFolder folder, String base) {
        return folder.find(List.of(Pattern.quote(base) + "([^/]*[_.-])?" + STEM + "\\.h5"));
    }

    /** Reads the file for observations of the ids given; one that the file lacks has no counts. */
    public static Probes read(BundleFolder folder, String base, String[] ids, Workers workers) {
        Path file = find(folder, base)
                .orElseThrow(() -> new InputException(Problem.of("the counts of probes are missing")
                        .at(folder.root())
                        .expected(base + STEM + ".h5", "none")
                        .fix("Leave --probes out: only runs with a probe set have this file.")));
        FeatureBarcodeMatrix matrix =
                new MatrixFiles(Optional.of(file), Optional.empty()).read(folder, base + STEM, workers);
        folder.use("probes", file);
        Modality modality = new Modality("probe", probes(matrix.features()), rows(matrix, ids));
        return new Probes(modality, table(file, matrix));
    }

    private static GenePanel probes(GenePanel features) {
        return new GenePanel(
                "", features.featureNames(), features.featureIds(), Collections.nCopies(features.size(), "Probe"));
    }

    /** The rows of the observations in their order; empty ones where the file has no such barcode. */
    private static CsrMatrix rows(FeatureBarcodeMatrix matrix, String[] ids) {
        Map<String, Integer> places = new HashMap<>(2 * matrix.barcodes().length);
        for (int row = 0; row < matrix.barcodes().length; row++) {
            places.put(matrix.barcodes()[row], row);
        }
        CsrMatrix all = matrix.matrix();
        long[] starts = new long[ids.length + 1];
        int[] rows = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            rows[i] = places.getOrDefault(ids[i], -1);
            starts[i + 1] = starts[i] + (rows[i] < 0 ? 0 : all.end(rows[i]) - all.start(rows[i]));
        }
        int[] columns = new int[Math.toIntExact(starts[ids.length])];
        float[] values = new float[columns.length];
        for (int i = 0; i < ids.length; i++) {
            if (rows[i] >= 0) {
                int length = (int) (starts[i + 1] - starts[i]);
                System.arraycopy(all.columnIndices(), all.start(rows[i]), columns, (int) starts[i], length);
                System.arraycopy(all.values(), all.start(rows[i]), values, (int) starts[i], length);
            }
        }
        return new CsrMatrix(ids.length, all.columns(), starts, columns, values);
    }

    private static Table table(Path file, FeatureBarcodeMatrix matrix) {
        int size = matrix.features().size();
        double[] counts = new double[size];
        for (int i = 0; i < matrix.matrix().columnIndices().length; i++) {
            counts[matrix.matrix().columnIndices()[i]] += matrix.matrix().values()[i];
        }
        Table table = Table.ofRows(size)
                .with(
                        "probe_id",
                        new Column.Strings(matrix.features().featureIds().toArray(String[]::new)));
        try (Hdf5Source source = Hdf5Source.open(file)) {
            for (String name : List.of("gene_id", "probe_region")) {
                if (source.isDataset(FEATURES + name)) {
                    table = table.with(
                            name, new Column.Strings(sized(file, name, source.strings(FEATURES + name), size)));
                }
            }
            if (source.isDataset(FEATURES + "filtered_probes")) {
                boolean[] filtered = source.booleans(FEATURES + "filtered_probes");
                requireSize(file, "filtered_probes", filtered.length, size);
                table = table.with("filtered", new Column.Booleans(filtered));
            }
        }
        return table.with("counts", new Column.Doubles(counts));
    }

    private static String[] sized(Path file, String name, String[] values, int size) {
        requireSize(file, name, values.length, size);
        return Arrays.copyOf(values, size);
    }

    private static void requireSize(Path file, String name, int found, int expected) {
        if (found != expected) {
            throw new InputException(Problem.of("an array has another length")
                    .at(file + ":" + FEATURES + name)
                    .expected(expected + " elements", found));
        }
    }
}
