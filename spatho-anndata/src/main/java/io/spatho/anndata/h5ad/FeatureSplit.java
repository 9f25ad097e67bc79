package io.spatho.anndata.h5ad;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.matrix.CsrMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Gene expression and every other feature type of one matrix, apart.
 *
 * @param panel the genes
 * @param counts observations x genes
 * @param modalities the other feature types, sorted by name
 */
record FeatureSplit(GenePanel panel, CsrMatrix counts, List<Modality> modalities) {

    static FeatureSplit of(GenePanel all, CsrMatrix matrix) {
        TreeSet<String> types = new TreeSet<>(all.featureTypes());
        if (types.isEmpty() || (types.size() == 1 && types.contains(FeatureReader.GENE_EXPRESSION))) {
            return new FeatureSplit(all, matrix, List.of());
        }
        List<Modality> modalities = new ArrayList<>();
        for (String type : types) {
            if (!type.equals(FeatureReader.GENE_EXPRESSION)) {
                int[] chosen = positions(all, type);
                modalities.add(new Modality(name(type), all.select(chosen), matrix.selectColumns(chosen)));
            }
        }
        int[] genes = positions(all, FeatureReader.GENE_EXPRESSION);
        return new FeatureSplit(all.select(genes), matrix.selectColumns(genes), modalities);
    }

    private static int[] positions(GenePanel panel, String type) {
        return IntStream.range(0, panel.size())
                .filter(i -> panel.featureTypes().get(i).equals(type))
                .toArray();
    }

    /** {@code Negative Control Probe} becomes {@code negative_control_probe}. */
    private static String name(String type) {
        String name = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return name.isEmpty() ? "unnamed" : name;
    }
}
