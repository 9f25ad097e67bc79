package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Controls that a matrix without feature types, or with the wrong ones, would pass off as genes. */
final class ControlFeatures {

    private ControlFeatures() {}

    /** The matrix with the types that names give away: {@code NegControlProbe_00042} is no gene, whatever its type says. */
    static FeatureBarcodeMatrix retyped(FeatureBarcodeMatrix matrix, List<String> warnings) {
        GenePanel features = matrix.features();
        List<String> types = new ArrayList<>(features.featureTypes());
        int changed = 0;
        for (int i = 0; i < types.size(); i++) {
            Optional<FeatureCategory> byType = FeatureCategory.of(types.get(i));
            boolean gene = types.get(i).isBlank()
                    || byType.filter(FeatureCategory.GENE::equals).isPresent();
            Optional<FeatureCategory> byName =
                    FeatureCategory.ofName(features.featureNames().get(i));
            if (gene && byName.isPresent()) {
                types.set(i, byName.get().featureType());
                changed++;
            }
        }
        if (changed == 0) {
            return matrix;
        }
        warnings.add(Words.count(changed, "feature") + " of the matrix had the type of genes but the names of controls"
                + " and were set apart");
        return matrix.withFeatures(new GenePanel(
                features.name(), features.featureNames(), features.featureIds(), types, features.annotations()));
    }
}
