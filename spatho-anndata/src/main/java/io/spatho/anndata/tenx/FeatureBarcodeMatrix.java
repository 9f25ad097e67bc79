package io.spatho.anndata.tenx;

import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A 10x feature-barcode matrix as its file holds it: every feature type, one row per barcode.
 *
 * <p>Files store features x barcodes in compressed columns, which is barcodes x features in compressed rows; nothing is
 * transposed. Values are finite and positive; explicit zeros are dropped. The entries stay in the file until {@link #matrix} or
 * {@link #split} asks for them. Source: Cell Ranger 3+ feature-barcode matrix, formats 1 (one group per genome) and 2.
 */
public final class FeatureBarcodeMatrix {

    static final String GENE_EXPRESSION = "Gene Expression";

    private static final String PROTEIN_EXPRESSION = "Protein Expression";
    private static final String PROTEIN_SCALING_FACTOR = "protein_scaling_factor";

    private final Path file;
    private final GenePanel features;
    private final String[] barcodes;
    private final Table barcodeColumns;
    private final Map<String, String> attributes;
    private final RowBlocks rows;
    private final Workers workers;
    private CsrMatrix matrix;

    /** A matrix whose entries lie in the file. */
    FeatureBarcodeMatrix(
            Path file,
            GenePanel features,
            String[] barcodes,
            Table barcodeColumns,
            Map<String, String> attributes,
            RowBlocks rows,
            Workers workers) {
        this.file = file;
        this.features = features;
        this.barcodes = barcodes;
        this.barcodeColumns = barcodeColumns;
        this.attributes = new LinkedHashMap<>(attributes);
        this.rows = rows;
        this.workers = workers;
    }

    /** A matrix whose entries are in memory. */
    public FeatureBarcodeMatrix(
            Path file, GenePanel features, String[] barcodes, CsrMatrix matrix, Map<String, String> attributes) {
        this(file, features, barcodes, Table.ofRows(barcodes.length), attributes, null, null);
        if (matrix.rows() != barcodes.length || matrix.columns() != features.size()) {
            throw new IllegalArgumentException("matrix, barcodes and features disagree");
        }
        this.matrix = matrix;
    }

    /** The file or folder that is read. */
    public Path file() {
        return file;
    }

    /** Features in matrix order, with their types and what else the file says of them. */
    public GenePanel features() {
        return features;
    }

    /** Unique barcodes, or cell ids, in matrix order. */
    public String[] barcodes() {
        return barcodes;
    }

    /** What the file says of each barcode, such as {@code filtered_barcodes} of a probe matrix; mostly nothing. */
    public Table barcodeColumns() {
        return barcodeColumns;
    }

    /** Facts from the file's own attributes, such as {@code software_version} and {@code protein_scaling_factor}. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** The same matrix with features of other names or types. */
    public FeatureBarcodeMatrix withFeatures(GenePanel others) {
        if (others.size() != features.size()) {
            throw new IllegalArgumentException(others.size() + " features instead of " + features.size());
        }
        FeatureBarcodeMatrix changed =
                new FeatureBarcodeMatrix(file, others, barcodes, barcodeColumns, attributes, rows, workers);
        changed.matrix = matrix;
        return changed;
    }

    /** Barcodes x features, read when first asked for and then kept. */
    public CsrMatrix matrix() {
        if (matrix == null) {
            GatheredRows gathered = new GatheredRows(rows.entries());
            gathered.begin(barcodes.length, features);
            rows.forEach(workers, Function.identity(), gathered::append);
            matrix = gathered.matrix();
        }
        return matrix;
    }

    /** The most entries that there can be. */
    long entries() {
        return matrix == null ? rows.entries() : matrix.nonzeros();
    }

    <T> void forEach(Function<CsrMatrix, T> work, Consumer<T> results) {
        if (matrix == null) {
            rows.forEach(workers, work, results);
        } else {
            results.accept(work.apply(matrix));
        }
    }

    /**
     * Genes apart from everything else.
     *
     * @param panel the genes
     * @param counts barcodes x genes; without entries when they were handed to somebody else
     * @param modalities every other feature type, in order of first appearance
     * @param totals the sum of each barcode's gene counts
     */
    public record Split(GenePanel panel, CsrMatrix counts, List<Modality> modalities, double[] totals) {}

    /** The split with all counts in memory. */
    public Split split(String panelName) {
        return split(panelName, Optional.empty());
    }

    /**
     * Divides the columns by feature type: {@code Gene Expression} gives the counts, every other type a modality named in snake case
     * ({@code Negative Control Probe} is {@code negative_control_probe}, {@code Protein Expression} is {@code protein}). Protein
     * values are divided by {@code protein_scaling_factor} where the file states one.
     *
     * <p>Cost: one pass over the file. Memory: with a sink, about 100 MiB and the modalities, whatever the number of counts.
     *
     * @param panelName the name that the gene panel gets
     * @param counts who takes the gene counts instead of memory
     * @throws InputException when there is no gene, or no gene has a count
     */
    public Split split(String panelName, Optional<CountSink> counts) {
        return new FeatureGroups(this).split(panelName, counts);
    }

    /** The modality of a feature type: empty for genes. */
    static String modality(String featureType) {
        if (featureType.isBlank() || featureType.equals(GENE_EXPRESSION)) {
            return "";
        }
        if (featureType.equals(PROTEIN_EXPRESSION)) {
            return "protein";
        }
        String snake = featureType
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        return snake.isEmpty() ? "other" : snake;
    }

    /** The values of a modality, protein divided by the stated factor. */
    CsrMatrix scaled(String name, CsrMatrix values) {
        String stated = attributes.get(PROTEIN_SCALING_FACTOR);
        if (!name.equals("protein") || stated == null) {
            return values;
        }
        double factor = scalingFactor(stated);
        float[] divided = values.values().clone();
        for (int i = 0; i < divided.length; i++) {
            divided[i] = (float) (divided[i] / factor);
        }
        return new CsrMatrix(values.rows(), values.columns(), values.rowStarts(), values.columnIndices(), divided);
    }

    private double scalingFactor(String stated) {
        double factor;
        try {
            factor = Double.parseDouble(stated);
        } catch (NumberFormatException e) {
            factor = Double.NaN;
        }
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new InputException(Problem.of("attribute " + PROTEIN_SCALING_FACTOR + " is not a positive number")
                    .at(file)
                    .expected("a number above 0", stated));
        }
        return factor;
    }
}
