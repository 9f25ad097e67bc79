package io.spatho.core.dataset;

import io.spatho.core.fingerprint.Fingerprint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of a matrix in matrix order: names as the platform wrote them, stable ids, and types.
 *
 * @param name the panel's name, or empty
 * @param featureNames gene symbols; duplicates may occur
 * @param featureIds Ensembl or platform ids
 * @param featureTypes the platform's feature type of each
 */
public record GenePanel(String name, List<String> featureNames, List<String> featureIds, List<String> featureTypes) {

    public GenePanel {
        featureNames = List.copyOf(featureNames);
        featureIds = List.copyOf(featureIds);
        featureTypes = List.copyOf(featureTypes);
        if (featureIds.size() != featureNames.size() || featureTypes.size() != featureNames.size()) {
            throw new IllegalArgumentException("feature names, ids and types differ in number");
        }
    }

    /** The number of features. */
    public int size() {
        return featureNames.size();
    }

    /** The first position of each feature name. */
    public Map<String, Integer> positions() {
        Map<String, Integer> positions = new HashMap<>(size() * 2);
        for (int gene = 0; gene < size(); gene++) {
            positions.putIfAbsent(featureNames.get(gene), gene);
        }
        return positions;
    }

    /** Names made unique: the second and later copies of a name get {@code -1}, {@code -2}, … as anndata does. */
    public List<String> uniqueNames() {
        return UniqueNames.of(featureNames);
    }

    /** A digest over ids, names and types in order. */
    public Fingerprint fingerprint() {
        StringBuilder text = new StringBuilder();
        for (int gene = 0; gene < size(); gene++) {
            text.append(featureIds.get(gene)).append('\t');
            text.append(featureNames.get(gene)).append('\t');
            text.append(featureTypes.get(gene)).append('\n');
        }
        return Fingerprint.ofText(text.toString());
    }

    /** The features at the positions named. */
    public GenePanel select(int[] chosen) {
        return new GenePanel(name, pick(featureNames, chosen), pick(featureIds, chosen), pick(featureTypes, chosen));
    }

    private static List<String> pick(List<String> values, int[] chosen) {
        return Arrays.stream(chosen).mapToObj(values::get).toList();
    }
}
