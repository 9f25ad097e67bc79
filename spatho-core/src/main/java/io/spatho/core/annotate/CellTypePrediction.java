package io.spatho.core.annotate;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a {@link CellTypeModel} says of each cell: a score and a probability for every class.
 *
 * <p>Genes are those that matrix and model share by exact name, in the order of the matrix; a value becomes {@code (x - mean) / scale},
 * at most 10 (there is no lower bound); the score is the linear form, and the probability its logistic function, for each class by
 * itself, so that they need not add up to one. With two classes the one linear form counts for the second and, negated, for the first.
 *
 * <p>Cost: entries x classes; zeros are one constant for each class. Determinism: each cell by itself. Source: CellTypist 1.7.1 {@code
 * Classifier.celltype} and {@code Model.predict_labels_and_prob}.
 *
 * @param classes the model's classes
 * @param genes shared genes
 * @param weightShare share of the model's absolute coefficients that stand at shared genes, over all classes
 * @param scores cells x classes, row after row
 */
public record CellTypePrediction(List<String> classes, int genes, double weightShare, double[] scores) {

    private static final double HIGHEST = 10;
    private static final double LARGEST_VALUE = 9.22;
    private static final int BLOCK = 1024;

    /** The label of a cell that no class reaches in {@link #above}. */
    public static final String UNASSIGNED = "Unassigned";

    /**
     * The prediction for a matrix of {@code log(1 + x)}, with x scaled to 10,000 a cell over all measured genes.
     *
     * @throws InputException when a value cannot be one, or no gene is shared
     */
    public static CellTypePrediction of(
            CellTypeModel model, CsrMatrix logNormalised, List<String> geneNames, Workers workers) {
        if (geneNames.size() != logNormalised.columns()) {
            throw new IllegalArgumentException(geneNames.size() + " genes, " + logNormalised.columns() + " columns");
        }
        requireRange(logNormalised);
        int[] featureOf = featureOf(model, geneNames);
        int shared =
                (int) Arrays.stream(featureOf).filter(feature -> feature >= 0).count();
        if (shared == 0) {
            throw new InputException(Problem.of("the cell type model knows none of the measured genes")
                    .at(model.reference().name())
                    .expected("gene symbols such as " + model.features().get(0), geneNames.get(0))
                    .fix("Use a model of the same species, with gene symbols as names"));
        }
        Forms forms = new Forms(model, featureOf);
        double[] scores = new double
                [Math.multiplyExact(logNormalised.rows(), model.classes().size())];
        workers.forRanges(logNormalised.rows(), BLOCK, (from, to) -> {
            for (int cell = from; cell < to; cell++) {
                forms.score(logNormalised, cell, scores);
            }
        });
        return new CellTypePrediction(model.classes(), shared, forms.weightShare(), scores);
    }

    private static void requireRange(CsrMatrix matrix) {
        for (float value : matrix.values()) {
            if (!(value >= 0 && value <= LARGEST_VALUE)) {
                throw new InputException(Problem.of("the values are not log-normalised")
                        .at("expression matrix")
                        .expected("0 to " + LARGEST_VALUE + ", as log(1 + x) of 10,000 a cell gives", value));
            }
        }
    }

    private static int[] featureOf(CellTypeModel model, List<String> geneNames) {
        Map<String, Integer> positions = new HashMap<>();
        for (int feature = 0; feature < model.features().size(); feature++) {
            positions.put(model.features().get(feature), feature);
        }
        // A name that the matrix has twice counts once, at its first column.
        return geneNames.stream()
                .mapToInt(name -> {
                    Integer feature = positions.remove(name);
                    return feature == null ? -1 : feature;
                })
                .toArray();
    }

    /** The linear forms, with the part of zeros taken out. */
    private static final class Forms {
        private final CellTypeModel model;
        private final int[] featureOf;
        private final double[] ofZeros;

        Forms(CellTypeModel model, int[] featureOf) {
            this.model = model;
            this.featureOf = featureOf;
            this.ofZeros = model.intercepts().clone();
            for (int row = 0; row < ofZeros.length; row++) {
                for (int feature : featureOf) {
                    if (feature >= 0) {
                        ofZeros[row] += model.coefficient(row, feature) * standard(0, feature);
                    }
                }
            }
        }

        private double standard(double value, int feature) {
            return Math.min(HIGHEST, (value - model.mean(feature)) / model.scales()[feature]);
        }

        void score(CsrMatrix matrix, int cell, double[] scores) {
            double[] sums = ofZeros.clone();
            for (int i = matrix.start(cell); i < matrix.end(cell); i++) {
                int feature = featureOf[matrix.columnIndices()[i]];
                if (feature >= 0) {
                    double change = standard(matrix.values()[i], feature) - standard(0, feature);
                    for (int row = 0; row < sums.length; row++) {
                        sums[row] += model.coefficient(row, feature) * change;
                    }
                }
            }
            int classes = model.classes().size();
            if (sums.length == 1) {
                scores[cell * classes] = -sums[0];
                scores[cell * classes + 1] = sums[0];
            } else {
                System.arraycopy(sums, 0, scores, cell * classes, classes);
            }
        }

        double weightShare() {
            boolean[] there = new boolean[model.features().size()];
            Arrays.stream(featureOf).filter(feature -> feature >= 0).forEach(feature -> there[feature] = true);
            double shared = 0;
            double all = 0;
            for (int i = 0; i < model.coefficients().length; i++) {
                double weight = Math.abs(model.coefficients()[i]);
                all += weight;
                shared += there[i % there.length] ? weight : 0;
            }
            return all == 0 ? 0 : shared / all;
        }
    }

    /** The number of cells. */
    public int cells() {
        return scores.length / classes.size();
    }

    /** The probability of a class for a cell. */
    public double probability(int cell, int type) {
        return 1 / (1 + Math.exp(-scores[cell * classes.size() + type]));
    }

    /** The class with the highest score, the first of equals: "best match". */
    public int best(int cell) {
        int best = 0;
        for (int type = 1; type < classes.size(); type++) {
            best = scores[cell * classes.size() + type] > scores[cell * classes.size() + best] ? type : best;
        }
        return best;
    }

    /** All classes with a probability above {@code threshold}, joined by {@code |}, or {@link #UNASSIGNED}: "prob match". */
    public String above(int cell, double threshold) {
        List<String> reached = IntStream.range(0, classes.size())
                .filter(type -> probability(cell, type) > threshold)
                .mapToObj(classes::get)
                .toList();
        return reached.isEmpty() ? UNASSIGNED : String.join("|", reached);
    }
}
