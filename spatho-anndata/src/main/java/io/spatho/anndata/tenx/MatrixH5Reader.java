package io.spatho.anndata.tenx;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Reads a 10x feature-barcode matrix from HDF5: {@code /matrix} as Cell Ranger 3, Space Ranger and Xenium write it (probe matrices
 * too), or one group per genome as Cell Ranger 1 and 2 did.
 *
 * <p>Every column of the feature table is kept ({@code genome}, {@code gene_id}, {@code probe_region}, tags); target sets become
 * columns of booleans. Several genomes are put side by side, barcodes joined, unless one is chosen. The compressed columns of features
 * x barcodes are the compressed rows that a matrix of barcodes wants; indices out of order are sorted. Cost: linear in entries. Errors:
 * lengths that disagree, indices out of range, repeated, negative or non-finite entries, a genome that is not there.
 */
public final class MatrixH5Reader {

    private static final List<String> FACTS = List.of("software_version", "chemistry_description", "library_ids");
    private static final String GENOME = "genome";

    private final Path file;
    private final Hdf5Source source;
    private final Workers workers;

    private MatrixH5Reader(Path file, Hdf5Source source, Workers workers) {
        this.file = file;
        this.source = source;
        this.workers = workers;
    }

    /** The matrix in a file, entries and all. */
    public static FeatureBarcodeMatrix read(Path file, Workers workers) {
        FeatureBarcodeMatrix matrix = open(file, Optional.empty(), workers);
        matrix.matrix();
        return matrix;
    }

    /** The matrix in a file, or the part of one genome; entries stay in the file until they are asked for. */
    public static FeatureBarcodeMatrix open(Path file, Optional<String> genome, Workers workers) {
        try (Hdf5Source source = Hdf5Source.open(file, workers)) {
            MatrixH5Reader reader = new MatrixH5Reader(file, source, workers);
            if (source.isGroup("/matrix")) {
                return reader.current(genome);
            }
            return reader.legacy(genome);
        }
    }

    private FeatureBarcodeMatrix current(Optional<String> genome) {
        String[] barcodes = barcodes("/matrix");
        FeatureColumns table = new FeatureColumns(file, source, "/matrix/features");
        GenePanel features = table.panel();
        long[] starts = starts("/matrix", features.size(), barcodes.length);
        RowBlocks rows = new H5Rows(file, "/matrix", features, barcodes, starts);
        Map<String, String> facts = facts(features);
        List<String> leftOut = table.targetSetsLeftOut(features);
        if (!leftOut.isEmpty()) {
            facts.put("target_sets_that_do_not_fit", String.join(", ", leftOut));
        }
        Table columns = barcodeColumns(barcodes.length);
        if (genome.isEmpty()) {
            return new FeatureBarcodeMatrix(file, features, barcodes, columns, facts, rows, workers);
        }
        int[] chosen = ofGenome(features, genome.get());
        return new FeatureBarcodeMatrix(
                file,
                features.select(chosen),
                barcodes,
                columns,
                facts,
                new ColumnRows(rows, features.size(), chosen),
                workers);
    }

    /** Features of the genome, and those that belong to none. */
    private int[] ofGenome(GenePanel features, String genome) {
        boolean stated = features.annotations().has(GENOME);
        String[] genomes = stated ? features.annotations().strings(GENOME) : new String[0];
        requireGenome(genome, new TreeSet<>(Arrays.asList(genomes)));
        return IntStream.range(0, genomes.length)
                .filter(i -> genomes[i].isEmpty() || genomes[i].equals(genome))
                .toArray();
    }

    private void requireGenome(String genome, Set<String> genomes) {
        if (genome.isEmpty() || !genomes.contains(genome)) {
            List<String> named =
                    genomes.stream().filter(name -> !name.isEmpty()).toList();
            String found = named.isEmpty() ? "none stated" : String.join(", ", named);
            throw new InputException(Problem.of("the matrix has no genome " + genome)
                    .at(file)
                    .expected(genome, found)
                    .fix("Name one of the genomes of the file, or leave --genome out."));
        }
    }

    private FeatureBarcodeMatrix legacy(Optional<String> genome) {
        TreeSet<String> genomes = new TreeSet<>();
        for (String name : source.children("/")) {
            if (source.isGroup("/" + name) && source.isDataset("/" + name + "/genes")) {
                genomes.add(name);
            }
        }
        if (genomes.isEmpty()) {
            throw new InputException(Problem.of("not a 10x feature-barcode matrix")
                    .at(file)
                    .expected("group /matrix", String.join(", ", source.children("/"))));
        }
        genome.ifPresent(name -> requireGenome(name, genomes));
        List<FeatureBarcodeMatrix> parts = new ArrayList<>();
        for (String name : genome.map(List::of).orElse(List.copyOf(genomes))) {
            parts.add(ofGroup(name));
        }
        return parts.size() == 1 ? parts.get(0) : SideBySide.of(file, parts);
    }

    private FeatureBarcodeMatrix ofGroup(String name) {
        String group = "/" + name;
        String[] barcodes = barcodes(group);
        GenePanel features = new FeatureColumns(file, source, group).genes(name);
        long[] starts = starts(group, features.size(), barcodes.length);
        RowBlocks rows = new H5Rows(file, group, features, barcodes, starts);
        Table none = Table.ofRows(barcodes.length);
        return new FeatureBarcodeMatrix(file, features, barcodes, none, facts(features), rows, workers);
    }

    private String[] barcodes(String group) {
        String[] barcodes = new FeatureColumns(file, source, group).texts("barcodes", Limit.LABEL_BYTES);
        Identifiers.requireUnique(file, "barcode", barcodes);
        return barcodes;
    }

    private Table barcodeColumns(int barcodes) {
        String name = "filtered_barcodes";
        Table table = Table.ofRows(barcodes);
        if (!source.isDataset("/matrix/" + name)) {
            return table;
        }
        boolean[] values = source.booleans("/matrix/" + name);
        requireLength("/matrix/" + name, barcodes, values.length);
        return table.with(name, new Column.Booleans(values));
    }

    private long[] starts(String group, int features, int barcodes) {
        long[] shape = source.longs(group + "/shape");
        if (shape.length != 2 || shape[0] != features || shape[1] != barcodes) {
            throw fault(
                    group + "/shape",
                    "the shape disagrees with features and barcodes",
                    features + " x " + barcodes,
                    Arrays.toString(shape));
        }
        String path = group + "/indptr";
        long[] starts = source.longs(path);
        requireLength(path, barcodes + 1L, starts.length);
        for (int i = 0; i < starts.length; i++) {
            if (i == 0 ? starts[0] != 0 : starts[i] < starts[i - 1]) {
                throw fault(path + " element " + i, "row starts do not ascend from 0", "0 or more", starts[i]);
            }
            // Held against the features before anything is read, so that a file cannot claim memory it has no use for.
            if (i > 0 && starts[i] - starts[i - 1] > features) {
                throw fault(
                        path + " element " + i,
                        "a barcode has more entries than there are features",
                        "at most " + features,
                        starts[i] - starts[i - 1]);
            }
        }
        for (String name : List.of("/indices", "/data")) {
            requireLength(
                    group + name,
                    starts[barcodes],
                    source.stretches(group + name).size());
        }
        return starts;
    }

    private void requireLength(String path, long expected, long found) {
        if (expected != found) {
            throw fault(path, "an array has another length", expected + " elements", found);
        }
    }

    private InputException fault(String where, String what, Object expected, Object found) {
        return new InputException(Problem.of(what).at(file + ":" + where).expected(expected, found));
    }

    private Map<String, String> facts(GenePanel features) {
        Map<String, String> facts = new TreeMap<>();
        for (String name : FACTS) {
            String[] values = source.texts("/", name);
            if (values.length > 0) {
                facts.put(name, String.join(", ", values));
            }
        }
        source.number("/", "protein_scaling_factor")
                .ifPresent(factor -> facts.put("protein_scaling_factor", Double.toString(factor)));
        if (features.annotations().has(GENOME)) {
            String[] genomes = features.annotations().strings(GENOME);
            facts.put(GENOME, String.join(", ", new TreeSet<>(Arrays.asList(genomes))));
        }
        return facts;
    }
}
