package io.spatho.core.qc;

import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.statistics.WilsonInterval;
import java.util.ArrayList;
import java.util.List;

/**
 * How often one kind of control was counted in a run.
 *
 * @param kind the modality's name
 * @param features how many features of the kind there are
 * @param total their counts in all observations
 * @param molecules counts of genes and of this kind together
 * @param interval 95 % interval of the share {@code total / molecules}
 * @param adjustedRate mean count of a feature of the kind over the mean count of a gene, which the platform calls the adjusted rate;
 *     NaN without gene counts
 * @param perFeaturePerObservation mean count of a feature in an observation
 */
public record ControlRate(
        String kind,
        int features,
        double total,
        double molecules,
        WilsonInterval interval,
        double adjustedRate,
        double perFeaturePerObservation) {

    /** The rate of each kind, in the dataset's order. Cost: linear in entries. */
    public static List<ControlRate> of(SpatialDataset dataset) {
        double genes = sum(dataset.counts().values());
        int panel = dataset.panel().size();
        List<ControlRate> rates = new ArrayList<>();
        for (Modality modality : dataset.modalities()) {
            int features = modality.features().size();
            if (CellComposition.isNegative(modality) && features > 0) {
                double total = sum(modality.matrix().values());
                rates.add(new ControlRate(
                        modality.name(),
                        features,
                        total,
                        genes + total,
                        WilsonInterval.of(total, genes + total),
                        genes > 0 ? total / features / (genes / panel) : Double.NaN,
                        total / features / dataset.size()));
            }
        }
        return List.copyOf(rates);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /** Counts of the kind over all counts; NaN without any. */
    public double share() {
        return molecules > 0 ? total / molecules : Double.NaN;
    }
}
