package io.spatho.core.analysis;

import io.spatho.core.cluster.AugmentedExpression;
import io.spatho.core.cluster.NeighbourhoodClustering;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.preprocess.FeatureComponents;
import io.spatho.core.preprocess.GeneVariability;
import io.spatho.core.tool.ToolContext;
import java.util.Arrays;
import java.util.Comparator;

/** Finds tissue domains by the method of the settings. */
final class DomainFinder {

    /** More genes than this are cut to the most variable ones: the covariance of three features each is formed whole. */
    static final int MOST_GENES = 600;

    private DomainFinder() {}

    /**
     * Domains and what they rest on.
     *
     * @param domains the domains
     * @param genes genes that took part, 0 when components did
     * @param sampled observations that the augmented components were found on, 0 when there are none
     */
    record Found(NeighbourhoodClustering.Result domains, int genes, int sampled) {}

    static Found find(ClusterTool.Request request, ToolContext context) {
        DomainSettings settings = request.domains();
        NeighbourhoodClustering.Options options = settings.clustering();
        Graph spatial = request.graphs().spatial();
        if (settings.method() == DomainSettings.Method.MEANS) {
            return new Found(
                    NeighbourhoodClustering.cluster(
                            request.expression().pca().scores(), spatial, options, context.workers()),
                    0,
                    0);
        }
        SpatialDataset kept = request.expression().kept();
        CsrMatrix matrix = request.expression().normalized().matrix();
        int[] genes = genes(request.expression().variability());
        CsrMatrix chosen = genes.length == matrix.columns() ? matrix : matrix.selectColumns(genes);
        FeatureComponents.Result components = AugmentedExpression.components(
                chosen,
                kept.xUm(),
                kept.yUm(),
                request.graphs().libraries(),
                new AugmentedExpression.Options(
                        options.neighbourShare(),
                        settings.meanNeighbours(),
                        settings.gradientNeighbours(),
                        options.components(),
                        context.seed()),
                context.workers());
        return new Found(
                NeighbourhoodClustering.ofFeatures(components.scores(), spatial, options, context.workers()),
                genes.length,
                components.sampled());
    }

    /** The chosen genes, or the most variable of them; genes without a score come last. */
    private static int[] genes(GeneVariability variability) {
        int[] selected = variability.selected();
        if (selected.length <= MOST_GENES) {
            return selected;
        }
        double[] scores = variability.normalizedDispersions();
        return Arrays.stream(selected)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                gene -> Double.isNaN(scores[gene]) ? Double.POSITIVE_INFINITY : -scores[gene])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_GENES)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
