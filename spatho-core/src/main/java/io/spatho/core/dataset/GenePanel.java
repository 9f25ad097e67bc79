package io.spatho.core.dataset;

import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of a matrix in matrix order: names as the platform wrote them, stable ids, types, and what else the platform says of
 * each. Two panels are equal when all but the annotations are.
 *
 * @param name the panel's name, or empty
 * @param featureNames gene symbols; duplicates may occur
 * @param featureIds Ensembl or platform ids
 * @param featureTypes the platform's feature type of each
 * @param annotations further columns, one row per feature, such as {@code genome} or {@code probe_region}
 */
public record GenePanel(
        String name, List<String> featureNames, List<String> featureIds, List<String> featureTypes, Table annotations) {

    public GenePanel {
        featureNames = List.copyOf(featureNames);
        featureIds = List.copyOf(featureIds);
        featureTypes = List.copyOf(featureTypes);
        if (featureIds.size() != featureNames.size() || featureTypes.size() != featureNames.size()) {
            throw new IllegalArgumentException("feature names, ids and types differ in number");
        }
        if (annotations.rows() != featureNames.size()) {
            throw new IllegalArgumentException(annotations.rows() + " annotations of " + featureNames.size());
        }
    }

    /** A panel without annotations. */
    public GenePanel(String name, List<String> featureNames, List<String> featureIds, List<String> featureTypes) {
        this(name, featureNames, featureIds, featureTypes, Table.ofRows(featureNames.size()));
    }

    /** The same features under another name. */
    public GenePanel named(String other) {
        return new GenePanel(other, featureNames, featureIds, featureTypes, annotations);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GenePanel panel
                && name.equals(panel.name)
                && featureNames.equals(panel.featureNames)
                && featureIds.equals(panel.featureIds)
                && featureTypes.equals(panel.featureTypes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + featureIds.hashCode();
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
        return new GenePanel(
                name,
                pick(featureNames, chosen),
                pick(featureIds, chosen),
                pick(featureTypes, chosen),
                annotations.select(chosen));
    }

    private static List<String> pick(List<String> values, int[] chosen) {
        return Arrays.stream(chosen).mapToObj(values::get).toList();
    }
}
