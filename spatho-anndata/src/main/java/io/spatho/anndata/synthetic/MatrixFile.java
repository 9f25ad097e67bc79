package io.spatho.anndata.synthetic;

import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Stream;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes a feature-barcode matrix as 10x HDF5, format 3: group {@code /matrix} with the compressed sparse columns of features x
 * barcodes, strings of fixed length, and the root attributes that Cell Ranger 3 and later write.
 *
 * <p>Source: https://www.10xgenomics.com/support/software/cell-ranger/latest/analysis/outputs/cr-outputs-h5-matrices (Cell Ranger 7).
 */
final class MatrixFile {

    private final String software;
    private final String chemistry;
    private final String library;

    /** What the root attributes say. */
    MatrixFile(String software, String chemistry, String library) {
        this.software = software;
        this.chemistry = chemistry;
        this.library = library;
    }

    String software() {
        return software;
    }

    /** Writes the file, shows each block to the watcher in order, and returns the number of non-zero entries. */
    long write(
            Path file,
            List<Feature> features,
            String[] barcodes,
            CountRows rows,
            Consumer<CountBlock> watcher,
            Workers workers) {
        try (Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            attributes(writer.root());
            Hdf5Group matrix = writer.root().group("matrix");
            fixed(matrix, "barcodes", barcodes);
            long entries = counts(matrix, rows, watcher, workers);
            matrix.ints("shape", new int[] {features.size(), barcodes.length});
            Hdf5Group group = matrix.group("features");
            fixed(group, "_all_tag_keys", new String[] {"genome"});
            fixed(group, "feature_type", column(features, Feature::type));
            fixed(group, "genome", column(features, Feature::genome));
            fixed(group, "id", column(features, Feature::id));
            fixed(group, "name", column(features, Feature::name));
            writer.finish();
            return entries;
        }
    }

    private void attributes(Hdf5Group root) {
        root.attribute("filetype", "matrix");
        root.attribute("version", 2);
        root.attribute("software_version", software);
        root.attribute("chemistry_description", chemistry);
        root.attribute("library_ids", new String[] {library});
        root.attribute("original_gem_groups", new int[] {1});
    }

    private static long counts(Hdf5Group matrix, CountRows rows, Consumer<CountBlock> watcher, Workers workers) {
        Hdf5Stream data = matrix.intStream("data");
        Hdf5Stream indices = matrix.longStream("indices");
        long[] starts = new long[rows.rows() + 1];
        int[] row = {0};
        rows.forEach(workers, block -> {
            watcher.accept(block);
            for (int length : block.rowLengths()) {
                starts[row[0] + 1] = starts[row[0]] + length;
                row[0]++;
            }
            data.append(block.counts(), 0, block.counts().length);
            indices.append(widened(block.features()), 0, block.features().length);
        });
        matrix.longs("indptr", starts);
        return starts[rows.rows()];
    }

    private static long[] widened(int[] values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static String[] column(List<Feature> features, Function<Feature, String> part) {
        return features.stream().map(part).toArray(String[]::new);
    }

    private static void fixed(Hdf5Group group, String name, String[] values) {
        int width = 1;
        for (String value : values) {
            width = Math.max(width, value.length());
        }
        group.fixedStrings(name, values, width);
    }
}
