package io.spatho.core.analysis;

import io.spatho.core.annotate.ClusterLabel;
import io.spatho.core.spatial.BlockInterval;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the observations are, by the labels of their clusters.
 *
 * @param types cell types that some cluster has, by name; unknown is none of them
 * @param typeOf the type of each observation, or -1
 * @param counts observations of each label, unknown among them, by name
 * @param meanConfidence mean confidence of the labels over observations; NaN without any
 * @param lowConfidenceShare share of observations in clusters whose label is unknown or ambiguous
 * @param scorable immune compartments of the panel that could be scored
 * @param immuneShare share of immune observations; NaN when no immune compartment could be scored
 * @param immuneInterval interval of that share
 * @param stromaShare largest share of a stromal compartment
 */
record Composition(
        List<String> types,
        int[] typeOf,
        Map<String, Integer> counts,
        double meanConfidence,
        double lowConfidenceShare,
        List<String> scorable,
        double immuneShare,
        BlockInterval immuneInterval,
        double stromaShare) {

    private static final int FEWEST_GENES = 2;

    static Composition of(int[] clusterOf, List<ClusterLabel> labels, SpatialBlocks blocks, double level) {
        List<String> types = labels.stream()
                .map(ClusterLabel::label)
                .filter(label -> !label.equals(ClusterLabel.UNKNOWN))
                .distinct()
                .sorted()
                .toList();
        int[] ofCluster =
                labels.stream().mapToInt(label -> types.indexOf(label.label())).toArray();
        int[] typeOf = Arrays.stream(clusterOf)
                .map(cluster -> cluster < 0 ? -1 : ofCluster[cluster])
                .toArray();
        Map<String, Integer> counts = new TreeMap<>();
        double confidence = 0;
        double low = 0;
        double labelled = 0;
        for (ClusterLabel label : labels) {
            counts.merge(label.label(), label.cells(), Integer::sum);
            confidence += label.cells() * label.confidence();
            low += label.status() == ClusterLabel.Status.ASSIGNED ? 0 : label.cells();
            labelled += label.cells();
        }
        List<String> scorable = labels.isEmpty()
                ? List.of()
                : labels.get(0).scores().stream()
                        .filter(score ->
                                score.genes() >= FEWEST_GENES && CompartmentGroups.isImmune(score.compartment()))
                        .map(ClusterLabel.Score::compartment)
                        .toList();
        boolean[] immune = new boolean[types.size()];
        double stroma = 0;
        for (int type = 0; type < immune.length; type++) {
            immune[type] = CompartmentGroups.isImmune(types.get(type));
            if (CompartmentGroups.isStroma(types.get(type))) {
                stroma = Math.max(stroma, counts.get(types.get(type)) / (double) typeOf.length);
            }
        }
        double share = scorable.isEmpty() ? Double.NaN : share(typeOf, immune);
        return new Composition(
                types,
                typeOf,
                counts,
                confidence / labelled,
                low / labelled,
                scorable,
                share,
                interval(share, typeOf, immune, blocks, level),
                stroma);
    }

    private static double share(int[] typeOf, boolean[] immune) {
        return Arrays.stream(typeOf).filter(type -> type >= 0 && immune[type]).count() / (double) typeOf.length;
    }

    private static BlockInterval interval(
            double share, int[] typeOf, boolean[] immune, SpatialBlocks blocks, double level) {
        if (Double.isNaN(share)) {
            return new BlockInterval(Double.NaN, Double.NaN, Double.NaN);
        }
        int[] sizes = new int[blocks.blocks()];
        double[] own = new double[blocks.blocks()];
        for (int i = 0; i < typeOf.length; i++) {
            sizes[blocks.blockOf()[i]]++;
            own[blocks.blockOf()[i]] += typeOf[i] >= 0 && immune[typeOf[i]] ? 1 : 0;
        }
        double all = share * typeOf.length;
        double[] without = new double[sizes.length];
        Arrays.setAll(without, block -> (all - own[block]) / (typeOf.length - sizes[block]));
        return BlockInterval.of(share, without, sizes, level);
    }

    /** Share of observations in clusters without a name. */
    double unknownShare() {
        return Arrays.stream(typeOf).filter(type -> type < 0).count() / (double) typeOf.length;
    }

    /** Labels other than unknown that more than a tenth of the observations have. */
    List<String> major() {
        List<String> major = new ArrayList<>();
        for (String type : types) {
            if (counts.get(type) > PhenotypeRules.MAJOR * typeOf.length) {
                major.add(type);
            }
        }
        return major;
    }
}
