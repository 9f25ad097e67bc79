package io.spatho.core.annotate;

import io.spatho.core.evidence.ModelReference;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trained classifier of single cells: one logistic regression per cell type over standardised log-expression, as CellTypist models
 * are.
 *
 * @param reference name, version and fingerprint
 * @param classes cell types, at least two, distinct
 * @param features gene symbols, distinct
 * @param coefficients classes x features, row after row; a single row, that of the second class, when there are two classes
 * @param intercepts one for each row of coefficients
 * @param means mean of each feature in training, or empty when the model does not subtract them
 * @param scales standard deviation of each feature in training, positive
 * @param description what the file says about itself: date, source, version and so on
 */
public record CellTypeModel(
        ModelReference reference,
        List<String> classes,
        List<String> features,
        double[] coefficients,
        double[] intercepts,
        double[] means,
        double[] scales,
        Map<String, String> description) {

    public CellTypeModel {
        classes = List.copyOf(classes);
        features = List.copyOf(features);
        description = new TreeMap<>(description);
        int rows = classes.size() == 2 ? 1 : classes.size();
        int width = features.size();
        if (classes.size() < 2
                || width == 0
                || new HashSet<>(classes).size() != classes.size()
                || new HashSet<>(features).size() != width) {
            throw new IllegalArgumentException(classes.size() + " classes, " + width + " features, or not distinct");
        }
        if (coefficients.length != (long) rows * width || intercepts.length != rows || scales.length != width) {
            throw new IllegalArgumentException("coefficients, intercepts or scales do not fit");
        }
        if (means.length != 0 && means.length != width) {
            throw new IllegalArgumentException(means.length + " means for " + width + " features");
        }
        boolean finite = Arrays.stream(coefficients).allMatch(Double::isFinite)
                && Arrays.stream(intercepts).allMatch(Double::isFinite)
                && Arrays.stream(means).allMatch(Double::isFinite)
                && Arrays.stream(scales).allMatch(scale -> Double.isFinite(scale) && scale > 0);
        if (!finite) {
            throw new IllegalArgumentException("numbers that are not finite, or scales that are not positive");
        }
    }

    /** Rows of coefficients. */
    int rows() {
        return intercepts.length;
    }

    /** The coefficient of a feature in a row. */
    double coefficient(int row, int feature) {
        return coefficients[row * features.size() + feature];
    }

    /** What is subtracted from a feature. */
    double mean(int feature) {
        return means.length == 0 ? 0 : means[feature];
    }
}
