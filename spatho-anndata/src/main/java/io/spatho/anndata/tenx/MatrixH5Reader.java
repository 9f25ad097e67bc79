package io.spatho.anndata.tenx;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.limit.Limit;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a 10x feature-barcode matrix from HDF5: {@code /matrix} as Cell Ranger 3, Space Ranger and Xenium write it, or one group
 * per genome as Cell Ranger 1 and 2 did.
 *
 * <p>The compressed columns of features x barcodes are the compressed rows that {@link CsrMatrix} wants. Indices out of order are
 * sorted. Cost: linear in entries; memory 8 bytes per entry. Errors: several genome groups, lengths that disagree, indices out of
 * range, repeated, negative or non-finite entries.
 */
public final class MatrixH5Reader {

    private static final List<String> FACTS = List.of("software_version", "chemistry_description", "library_ids");
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final Path file;
    private final Hdf5Source source;
    private final Workers workers;

    private MatrixH5Reader(Path file, Hdf5Source source, Workers workers) {
        this.file = file;
        this.source = source;
        this.workers = workers;
    }

    /** The matrix in a file. */
    public static FeatureBarcodeMatrix read(Path file, Workers workers) {
        try (Hdf5Source source = Hdf5Source.open(file, workers)) {
            return new MatrixH5Reader(file, source, workers).read();
        }
    }

    private FeatureBarcodeMatrix read() {
        boolean current = source.isGroup("/matrix");
        String group = current ? "/matrix" : "/" + onlyGenome();
        String[] barcodes = texts(group + "/barcodes", Limit.LABEL_BYTES);
        Identifiers.requireUnique(file, "barcode", barcodes);
        GenePanel features = current ? features(group + "/features") : genes(group);
        requireShape(group, features.size(), barcodes.length);
        long[] starts = starts(group, barcodes.length);
        int entries = (int) starts[barcodes.length];
        requirePossible(group, entries, (long) features.size() * barcodes.length);
        int[] indices = source.ints(group + "/indices");
        float[] values = source.floats(group + "/data");
        requireLength(group + "/indices", entries, indices.length);
        requireLength(group + "/data", entries, values.length);
        workers.forRanges(entries, 1 << 20, (from, to) -> requireInRange(group, indices, from, to, features.size()));
        CsrMatrix matrix = new CountEntries(file, features, barcodes, starts, indices, values).matrix(workers);
        return new FeatureBarcodeMatrix(file, features, barcodes, matrix, attributes());
    }

    private String onlyGenome() {
        List<String> genomes = source.children("/").stream()
                .filter(name -> source.isGroup("/" + name) && source.isDataset("/" + name + "/genes"))
                .sorted()
                .toList();
        if (genomes.isEmpty()) {
            throw new InputException(Problem.of("not a 10x feature-barcode matrix")
                    .at(file)
                    .expected("group /matrix", String.join(", ", source.children("/"))));
        }
        if (genomes.size() > 1) {
            throw new InputException(Problem.of("the matrix holds several genomes")
                    .at(file)
                    .expected("one genome", String.join(", ", genomes))
                    .fix("Write one genome to a file of its own."));
        }
        return genomes.get(0);
    }

    private GenePanel features(String group) {
        String[] ids = texts(group + "/id", Limit.SYMBOL_BYTES);
        String[] names = source.isDataset(group + "/name") ? texts(group + "/name", Limit.SYMBOL_BYTES) : ids;
        String[] types;
        if (source.isDataset(group + "/feature_type")) {
            types = texts(group + "/feature_type", Limit.LABEL_BYTES);
        } else {
            types = Collections.nCopies(ids.length, FeatureBarcodeMatrix.GENE_EXPRESSION)
                    .toArray(String[]::new);
        }
        requireLength(group + "/name", ids.length, names.length);
        requireLength(group + "/feature_type", ids.length, types.length);
        return new GenePanel("", Arrays.asList(names), Arrays.asList(ids), Arrays.asList(types));
    }

    private GenePanel genes(String group) {
        String[] ids = texts(group + "/genes", Limit.SYMBOL_BYTES);
        String[] names = texts(group + "/gene_names", Limit.SYMBOL_BYTES);
        requireLength(group + "/gene_names", ids.length, names.length);
        return new GenePanel(
                "",
                Arrays.asList(names),
                Arrays.asList(ids),
                Collections.nCopies(ids.length, FeatureBarcodeMatrix.GENE_EXPRESSION));
    }

    private String[] texts(String path, Limit limit) {
        String[] values = source.strings(path);
        for (int i = 0; i < values.length; i++) {
            String where = file + ":" + path + " element " + i;
            limit.require(Labels.bytes(values[i]), "a label is too long", where);
            values[i] = XmlCharacters.decode(values[i]);
        }
        return values;
    }

    private void requireShape(String group, int features, int barcodes) {
        long[] shape = source.longs(group + "/shape");
        if (shape.length != 2 || shape[0] != features || shape[1] != barcodes) {
            throw fault(
                    group + "/shape",
                    "the shape disagrees with features and barcodes",
                    features + " x " + barcodes,
                    Arrays.toString(shape));
        }
    }

    private long[] starts(String group, int barcodes) {
        String path = group + "/indptr";
        long[] starts = source.longs(path);
        requireLength(path, barcodes + 1L, starts.length);
        for (int i = 0; i < starts.length; i++) {
            boolean sound = i == 0 ? starts[0] == 0 : starts[i] >= starts[i - 1];
            if (!sound || starts[i] > LARGEST) {
                throw fault(path + " element " + i, "row starts do not ascend from 0", "0 to " + LARGEST, starts[i]);
            }
        }
        return starts;
    }

    private void requireInRange(String group, int[] indices, int from, int to, int features) {
        for (int i = from; i < to; i++) {
            if (indices[i] < 0 || indices[i] >= features) {
                throw fault(
                        group + "/indices element " + i,
                        "a feature index is out of range",
                        "0 to " + (features - 1),
                        indices[i]);
            }
        }
    }

    /** Lengths are held against each other before memory is given to what they count. */
    private void requirePossible(String group, int entries, long places) {
        if (entries > places) {
            throw fault(group + "/indptr", "there are more entries than places", "at most " + places, entries);
        }
        for (String name : List.of("/indices", "/data")) {
            long[] shape = source.shape(group + name);
            requireLength(group + name, entries, shape.length == 1 ? shape[0] : -1);
        }
    }

    private void requireLength(String path, long expected, long found) {
        if (expected != found) {
            throw fault(path, "an array has another length", expected + " elements", found);
        }
    }

    private InputException fault(String where, String what, Object expected, Object found) {
        return new InputException(Problem.of(what).at(file + ":" + where).expected(expected, found));
    }

    private Map<String, String> attributes() {
        Map<String, String> facts = new TreeMap<>();
        for (String name : FACTS) {
            String[] values = source.texts("/", name);
            if (values.length > 0) {
                facts.put(name, String.join(", ", values));
            }
        }
        source.number("/", "protein_scaling_factor")
                .ifPresent(factor -> facts.put("protein_scaling_factor", Double.toString(factor)));
        if (source.isDataset("/matrix/features/genome")) {
            String genomes = String.join(", ", new TreeSet<>(Arrays.asList(source.strings("/matrix/features/genome"))));
            facts.put("genome", genomes);
        }
        return facts;
    }
}
