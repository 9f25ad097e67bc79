package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.Autocorrelation;

/**
 * How many genes are spatially autocorrelated, and how strongly.
 *
 * <p>Strong: Moran's I above 0.3 with an adjusted p below 0.001; moderate: above 0.1 with an adjusted p below 0.05 and not strong. p
 * is that of the closed form under randomisation after Benjamini and Hochberg, which has no floor, so that strong can be reached
 * whatever the number of permutations.
 *
 * @param tested genes with an estimate
 * @param significant genes with an estimate above 0 and an adjusted p below 0.05
 * @param strong genes with a strong signal
 * @param moderate genes with a moderate signal
 */
record SpatialSignal(int tested, int significant, int strong, int moderate) {

    static final double STRONG_I = 0.3;
    static final double STRONG_P = 0.001;
    static final double MODERATE_I = 0.1;
    static final double MODERATE_P = 0.05;

    static SpatialSignal of(Autocorrelation moran) {
        int[] counts = new int[4];
        for (int gene = 0; gene < moran.estimate().length; gene++) {
            double i = moran.estimate()[gene];
            double p = moran.analytic().adjusted()[gene];
            boolean strong = i > STRONG_I && p < STRONG_P;
            counts[0] += Double.isNaN(i) ? 0 : 1;
            counts[1] += i > 0 && p < MODERATE_P ? 1 : 0;
            counts[2] += strong ? 1 : 0;
            counts[3] += !strong && i > MODERATE_I && p < MODERATE_P ? 1 : 0;
        }
        return new SpatialSignal(counts[0], counts[1], counts[2], counts[3]);
    }

    ObjectNode toJson() {
        return CanonicalJson.object()
                .put("n_tested", tested)
                .put("n_significant", significant)
                .put("n_strong", strong)
                .put("n_moderate", moderate);
    }
}
