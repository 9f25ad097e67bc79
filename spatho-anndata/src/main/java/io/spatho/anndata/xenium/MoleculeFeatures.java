package io.spatho.anndata.xenium;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.limit.Labels;
import io.spatho.core.limit.Limit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The features that transcripts name, numbered: those of the matrix first, in its order, each name once; then further ones as they
 * appear in the file.
 */
final class MoleculeFeatures {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = Collections.synchronizedList(new ArrayList<>());
    private final List<FeatureCategory> categories = new ArrayList<>();
    private final int known;

    MoleculeFeatures(List<GenePanel> panels) {
        for (GenePanel panel : panels) {
            for (int i = 0; i < panel.size(); i++) {
                String name = panel.featureNames().get(i);
                if (numbers.putIfAbsent(name, names.size()) == null) {
                    names.add(name);
                    categories.add(
                            FeatureCategory.of(panel.featureTypes().get(i)).orElse(FeatureCategory.OTHER));
                }
            }
        }
        known = names.size();
    }

    /** The number of a feature, a new one for a new name; -1 for no name. */
    int number(Path file, String name) {
        if (name.isEmpty()) {
            return -1;
        }
        Integer number = numbers.get(name);
        if (number != null) {
            return number;
        }
        Labels.label(name, () -> file + " the name of a feature");
        Limit.MOLECULE_FEATURES.require(names.size() + 1L, "the transcripts name too many features", file);
        numbers.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    List<String> names() {
        synchronized (names) {
            return List.copyOf(names);
        }
    }

    int size() {
        return names.size();
    }

    /** The number of features that the matrix has. */
    int inMatrix() {
        return known;
    }

    /** The category of a feature: by the transcripts' own column where there was one, else by the matrix, else by its name. */
    FeatureCategory category(int feature) {
        FeatureCategory category = feature < categories.size() ? categories.get(feature) : null;
        return category != null
                ? category
                : FeatureCategory.ofName(names.get(feature)).orElse(FeatureCategory.GENE);
    }

    /** Notes what the transcripts' own column says about a feature. */
    void categorise(int feature, FeatureCategory category) {
        while (categories.size() <= feature) {
            categories.add(null);
        }
        categories.set(feature, category);
    }
}
