package io.spatho.anndata.synthetic;

import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a feature-barcode matrix as the folder of gzipped text that 10x calls MEX: {@code matrix.mtx.gz} (features x barcodes, from 1,
 * with 10x's metadata line), {@code features.tsv.gz}, {@code barcodes.tsv.gz}.
 */
final class MatrixFolder {

    private MatrixFolder() {}

    /** Writes the folder; {@code entries} is the number of non-zero entries, which stands before them in the file. */
    static void write(
            Path folder,
            String software,
            List<Feature> features,
            String[] barcodes,
            CountRows rows,
            long entries,
            Workers workers) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
        GzipText.zipped(folder.resolve("features.tsv.gz"), out -> {
            for (Feature feature : features) {
                out.write(feature.id() + "\t" + feature.name() + "\t" + feature.type() + "\n");
            }
        });
        GzipText.zipped(folder.resolve("barcodes.tsv.gz"), out -> {
            for (String barcode : barcodes) {
                out.write(barcode + "\n");
            }
        });
        GzipText.zipped(folder.resolve("matrix.mtx.gz"), out -> {
            out.write("%%MatrixMarket matrix coordinate integer general\n");
            out.write("%metadata_json: {\"software_version\": \"" + software + "\", \"format_version\": 2}\n");
            out.write(features.size() + " " + barcodes.length + " " + entries + "\n");
            int[] row = {1};
            rows.forEach(workers, block -> entries(out, block, row));
        });
    }

    private static void entries(Writer out, CountBlock block, int[] row) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int length : block.rowLengths()) {
            for (int end = at + length; at < end; at++) {
                text.append(block.features()[at] + 1).append(' ').append(row[0]).append(' ');
                text.append(block.counts()[at]).append('\n');
            }
            row[0]++;
        }
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
