package io.spatho.anndata;

import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Made-up 10x files: 4 features (two genes, one control probe, one protein) and a few barcodes. */
public final class TestBundles {

    /** A picture of one pixel. */
    public static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /** Its features: id, name and type. */
    public static final List<List<String>> FEATURES = List.of(
            List.of("E1", "EPCAM", "Gene Expression"),
            List.of("E2", "CD3E", "Gene Expression"),
            List.of("N1", "NegControlProbe_1", "Negative Control Probe"),
            List.of("P1", "CD8", "Protein Expression"));

    private TestBundles() {}

    /** Counts of a barcode: gene 1 has 2 per barcode number, gene 2 has 1, the probe 1 in the first, the protein 6. */
    private static int count(int feature, int barcode) {
        return switch (feature) {
            case 0 -> 2 * (barcode + 1);
            case 1 -> 1;
            case 2 -> barcode == 0 ? 1 : 0;
            default -> 6;
        };
    }

    /** A Matrix Market folder. */
    public static void mex(Path folder, String... barcodes) {
        StringBuilder entries = new StringBuilder();
        int size = 0;
        for (int b = 0; b < barcodes.length; b++) {
            for (int f = 0; f < FEATURES.size(); f++) {
                if (count(f, b) > 0) {
                    entries.append(f + 1)
                            .append(' ')
                            .append(b + 1)
                            .append(' ')
                            .append(count(f, b))
                            .append('\n');
                    size++;
                }
            }
        }
        String head = """
                %%MatrixMarket matrix coordinate integer general
                %metadata_json: {"software_version": "made-up-1.0", "format_version": 2}
                """;
        TestFiles.write(
                folder.resolve("matrix.mtx.gz"),
                head + FEATURES.size() + " " + barcodes.length + " " + size + "\n" + entries);
        StringBuilder features = new StringBuilder();
        FEATURES.forEach(feature -> features.append(String.join("\t", feature)).append('\n'));
        TestFiles.write(folder.resolve("features.tsv.gz"), features.toString());
        TestFiles.write(folder.resolve("barcodes.tsv.gz"), String.join("\n", barcodes) + "\n");
    }

    /** The same matrix as HDF5. */
    public static void h5(Path file, Map<String, Double> rootNumbers, String... barcodes) {
        int[] data = new int[FEATURES.size() * barcodes.length];
        long[] indices = new long[data.length];
        long[] starts = new long[barcodes.length + 1];
        int size = 0;
        for (int b = 0; b < barcodes.length; b++) {
            for (int f = 0; f < FEATURES.size(); f++) {
                if (count(f, b) > 0) {
                    indices[size] = f;
                    data[size++] = count(f, b);
                }
            }
            starts[b + 1] = size;
        }
        h5(file, rootNumbers, Arrays.copyOf(data, size), Arrays.copyOf(indices, size), starts, barcodes);
    }

    /** A matrix of the given arrays as HDF5. */
    public static void h5(
            Path file, Map<String, Double> rootNumbers, int[] data, long[] indices, long[] starts, String... barcodes) {
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            writer.root().attribute("software_version", "made-up-1.0");
            rootNumbers.forEach((name, value) -> writer.root().attribute(name, value));
            Hdf5Group matrix = writer.root().group("matrix");
            matrix.fixedStrings("barcodes", barcodes, 30);
            matrix.ints("data", data);
            matrix.longs("indices", indices);
            matrix.longs("indptr", starts);
            matrix.ints("shape", new int[] {FEATURES.size(), barcodes.length});
            Hdf5Group features = matrix.group("features");
            features.fixedStrings("id", column(0), 30);
            features.fixedStrings("name", column(1), 30);
            features.fixedStrings("feature_type", column(2), 30);
            features.fixedStrings("genome", new String[] {"GRCh38", "GRCh38", "", ""}, 30);
            writer.finish();
        }
    }

    private static String[] column(int field) {
        return FEATURES.stream().map(feature -> feature.get(field)).toArray(String[]::new);
    }

    /** A table as Parquet. */
    public static void parquet(Path file, Table table) {
        try (TableSink sink = new ParquetTables().create(file, Map.of(), table)) {
            sink.append(table);
        }
    }
}
