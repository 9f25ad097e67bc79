package io.spatho.anndata.tenx;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A 10x feature-barcode matrix as its file holds it: every feature type, one row per barcode.
 *
 * <p>Files store features x barcodes in compressed columns, which is barcodes x features in compressed rows; nothing is
 * transposed. Values are finite and positive; explicit zeros are dropped. Source: Cell Ranger 3+ feature-barcode matrix, formats 1
 * (one group per genome) and 2.
 *
 * @param file the file or folder that was read
 * @param features features in matrix order, with their types
 * @param barcodes unique barcodes, or cell ids, in matrix order
 * @param matrix barcodes x features
 * @param attributes facts from the file's own attributes, such as {@code software_version} and {@code protein_scaling_factor}
 */
public record FeatureBarcodeMatrix(
        Path file, GenePanel features, String[] barcodes, CsrMatrix matrix, Map<String, String> attributes) {

    static final String GENE_EXPRESSION = "Gene Expression";

    private static final String PROTEIN_EXPRESSION = "Protein Expression";
    private static final String PROTEIN_SCALING_FACTOR = "protein_scaling_factor";

    public FeatureBarcodeMatrix {
        attributes = new LinkedHashMap<>(attributes);
        if (matrix.rows() != barcodes.length || matrix.columns() != features.size()) {
            throw new IllegalArgumentException("matrix, barcodes and features disagree");
        }
    }

    /**
     * Genes apart from everything else.
     *
     * @param panel the genes
     * @param counts barcodes x genes
     * @param modalities every other feature type, in order of first appearance
     */
    public record Split(GenePanel panel, CsrMatrix counts, List<Modality> modalities) {}

    /**
     * Divides the columns by feature type: {@code Gene Expression} gives the counts, every other type a modality named in snake case
     * ({@code Negative Control Probe} is {@code negative_control_probe}, {@code Protein Expression} is {@code protein}). Protein
     * values are divided by {@code protein_scaling_factor} where the file states one.
     *
     * @param panelName the name that the gene panel gets
     * @throws InputException when there is no gene, or no gene has a count
     */
    public Split split(String panelName) {
        Map<String, int[]> columns = columnsByModality();
        int[] genes = columns.remove("");
        if (genes == null) {
            throw new InputException(Problem.of("the matrix has no gene")
                    .at(file)
                    .expected("features of type " + GENE_EXPRESSION, String.join(", ", columns.keySet())));
        }
        CsrMatrix counts = select(genes);
        if (counts.nonzeros() == 0) {
            throw new InputException(Problem.of("the matrix has no counts")
                    .at(file)
                    .expected(
                            "at least one count above zero",
                            "none in " + barcodes.length + " barcodes x " + genes.length + " genes")
                    .fix("Use the matrix of the whole run; for Visium HD another bin size (--bin-size) may hold it."));
        }
        GenePanel selected = features.select(genes);
        GenePanel panel =
                new GenePanel(panelName, selected.featureNames(), selected.featureIds(), selected.featureTypes());
        List<Modality> modalities = new ArrayList<>();
        columns.forEach((name, chosen) ->
                modalities.add(new Modality(name, features.select(chosen), scaled(name, select(chosen)))));
        return new Split(panel, counts, List.copyOf(modalities));
    }

    private Map<String, int[]> columnsByModality() {
        Map<String, List<Integer>> grouped = new LinkedHashMap<>();
        for (int column = 0; column < features.size(); column++) {
            grouped.computeIfAbsent(modality(features.featureTypes().get(column)), key -> new ArrayList<>())
                    .add(column);
        }
        Map<String, int[]> columns = new LinkedHashMap<>();
        grouped.forEach((name, list) ->
                columns.put(name, list.stream().mapToInt(Integer::intValue).toArray()));
        return columns;
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

    private CsrMatrix select(int[] columns) {
        boolean all = Arrays.equals(columns, IntStream.range(0, features.size()).toArray());
        return all ? matrix : matrix.selectColumns(columns);
    }

    private CsrMatrix scaled(String name, CsrMatrix values) {
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
