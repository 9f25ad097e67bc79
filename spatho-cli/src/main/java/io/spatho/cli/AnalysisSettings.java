package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.ClusterSettings;
import io.spatho.core.analysis.DomainSettings;
import io.spatho.core.analysis.ExpressionTool;
import io.spatho.core.analysis.GraphTool;
import io.spatho.core.analysis.GraphTool.NeighbourSearch;
import io.spatho.core.analysis.QualityTool;
import io.spatho.core.cluster.NeighbourhoodClustering;
import io.spatho.core.dataset.Platform;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.graph.SpatialGraphSettings;
import io.spatho.core.preprocess.GeneChoice;
import io.spatho.core.preprocess.Pca;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/** Checks the options of the analysis and turns them into the requests of its tools. */
final class AnalysisSettings {

    private static final int MOST_SEEDS = 100;
    private static final int MOST_RINGS = 20;

    /** The published lambda for domains. */
    private static final double BANKSY_SHARE = 0.8;

    /** On smaller panels the gradients are mostly noise; see docs/decisions/clustering.md. */
    private static final int BANKSY_GENES = 200;

    private final AnalysisOptions options;

    private AnalysisSettings(AnalysisOptions options) {
        this.options = options;
    }

    /** The settings, or a usage error that names the option. */
    static AnalysisSettings of(AnalysisOptions options) {
        AnalysisSettings settings = new AnalysisSettings(options);
        requireShare("--max-control-share", options.maxControlShare);
        requireShare("--max-mito-share", options.maxMitoShare);
        settings.flavour();
        settings.pcaMethod();
        settings.search();
        settings.structureMethod(Platform.H5AD, BANKSY_GENES);
        require("--hvg", options.hvg, options.hvg.filter(n -> n < 2).isEmpty());
        require(
                "--scale-max",
                options.scaleMax,
                options.scaleMax.filter(z -> !(z > 0)).isEmpty());
        require(
                "--radius-um",
                options.radiusUm,
                options.radiusUm.filter(um -> !(um > 0 && um < 1e6)).isEmpty());
        require("--rings", options.rings, options.rings >= 1 && options.rings <= MOST_RINGS);
        require("--grid-neighbors", options.gridNeighbors, options.gridNeighbors == 4 || options.gridNeighbors == 8);
        require(
                "--resolution-sweep",
                options.resolutionSweep,
                options.resolutionSweep.stream().allMatch(value -> value > 0 && value < 1e6));
        require(
                "--cluster-seeds",
                options.clusterSeeds,
                options.clusterSeeds >= 1 && options.clusterSeeds <= MOST_SEEDS);
        require(
                "--refine-clusters",
                options.refineClusters,
                options.refineClusters >= 0 && options.refineClusters <= 20);
        require(
                "--k-geom",
                options.kGeom,
                options.kGeom.filter(k -> k < 1 || k > 200).isEmpty());
        if (settings.kind() == SpatialGraphSettings.Kind.RADIUS && options.radiusUm.isEmpty()) {
            throw new UsageException(
                    Problem.of("--spatial-graph radius needs a radius").fix("Give it with --radius-um"));
        }
        return settings;
    }

    private static void requireShare(String option, Optional<Double> share) {
        require(
                option,
                share,
                share.filter(value -> !(value >= 0 && value <= 1)).isEmpty());
    }

    private static void require(String option, Object value, boolean sensible) {
        if (!sensible) {
            throw new UsageException(
                    Problem.of("value out of range: " + value).at(option).fix("See spatho run --help"));
        }
    }

    private static <T> T named(String option, String name, T[] values, Function<T, String> id) {
        return Arrays.stream(values)
                .filter(value -> id.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(Problem.of("unknown value")
                        .at(option)
                        .expected(
                                String.join(", ", Arrays.stream(values).map(id).toList()), name)));
    }

    private GeneChoice.Flavour flavour() {
        return named("--hvg-flavor", options.hvgFlavor, GeneChoice.Flavour.values(), GeneChoice.Flavour::id);
    }

    private Optional<Pca.Method> pcaMethod() {
        return options.pca.equals("auto")
                ? Optional.empty()
                : Optional.of(named("--pca", options.pca, Pca.Method.values(), Pca.Method::id));
    }

    private NeighbourSearch search() {
        return named("--neighbor-search", options.neighborSearch, NeighbourSearch.values(), NeighbourSearch::id);
    }

    private SpatialGraphSettings.Kind kind() {
        return named(
                "--spatial-graph",
                options.spatialGraph,
                SpatialGraphSettings.Kind.values(),
                SpatialGraphSettings.Kind::id);
    }

    /** What structures are found from: bins, spots and small panels hold too few counts, or too many cells, for gradients of genes. */
    private DomainSettings.Method structureMethod(Platform platform, int genes) {
        if (options.structureMethod.equals("auto")) {
            boolean cells = platform != Platform.VISIUM && platform != Platform.VISIUM_HD;
            return cells && genes >= BANKSY_GENES ? DomainSettings.Method.BANKSY : DomainSettings.Method.MEANS;
        }
        return named(
                "--structure-method",
                options.structureMethod,
                DomainSettings.Method.values(),
                DomainSettings.Method::id);
    }

    ExpressionTool.Request expression(QualityTool.Result quality, int components) {
        GeneChoice genes =
                new GeneChoice(flavour(), options.hvg.map(OptionalInt::of).orElse(OptionalInt.empty()));
        return new ExpressionTool.Request(quality, genes, components, pcaMethod(), optional(options.scaleMax));
    }

    GraphTool.Request graphs(ExpressionTool.Result expression, int neighbours, int spatialNeighbours) {
        SpatialGraphSettings spatial = new SpatialGraphSettings(
                kind(), spatialNeighbours, optional(options.radiusUm), options.rings, options.gridNeighbors == 8);
        return new GraphTool.Request(
                expression, neighbours, search(), spatial, options.libraryKey, options.expressionWithinLibraries);
    }

    ClusterSettings clusters(double resolution) {
        return new ClusterSettings(resolution, options.resolutionSweep, options.clusterSeeds, options.refineClusters);
    }

    /**
     * How structures are found. Two full rings of a grid are 18 spots or 24 bins: the gradient's neighbourhood has no preferred
     * direction then.
     *
     * @param genes genes of the panel
     * @param clustering components, neighbours, resolution and smoothing
     * @param share the neighbourhood's share, or the method's own
     */
    DomainSettings domains(
            Platform platform, int genes, NeighbourhoodClustering.Options clustering, Optional<Double> share) {
        DomainSettings.Method method = structureMethod(platform, genes);
        int near = options.kGeom.orElse(
                switch (platform) {
                    case VISIUM -> 9;
                    case VISIUM_HD -> 12;
                    default -> 15;
                });
        double ownShare = method == DomainSettings.Method.BANKSY ? BANKSY_SHARE : clustering.neighbourShare();
        return new DomainSettings(
                method,
                near,
                2 * near,
                new NeighbourhoodClustering.Options(
                        share.orElse(ownShare),
                        clustering.components(),
                        clustering.k(),
                        clustering.leiden(),
                        clustering.smoothingRounds()));
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** Adds all options that can change a result, under their names in a configuration file. */
    void describe(ObjectNode node) {
        options.maxControlShare.ifPresent(value -> node.put("max_control_share", value));
        options.maxMitoShare.ifPresent(value -> node.put("max_mito_share", value));
        node.put("hvg_flavor", options.hvgFlavor);
        options.hvg.ifPresent(value -> node.put("hvg", value));
        node.put("pca", options.pca);
        options.scaleMax.ifPresent(value -> node.put("scale_max", value));
        node.put("spatial_graph", options.spatialGraph);
        options.radiusUm.ifPresent(value -> node.put("radius_um", value));
        node.put("rings", options.rings);
        node.put("grid_neighbors", options.gridNeighbors);
        options.libraryKey.ifPresent(value -> node.put("library_key", value));
        node.put("neighbor_search", options.neighborSearch);
        node.put("expression_within_libraries", options.expressionWithinLibraries);
        List<Double> sweep = options.resolutionSweep;
        if (!sweep.isEmpty()) {
            node.put(
                    "resolution_sweep",
                    String.join(",", sweep.stream().map(String::valueOf).toList()));
        }
        node.put("cluster_seeds", options.clusterSeeds);
        node.put("refine_clusters", options.refineClusters);
        node.put("structure_method", options.structureMethod);
        options.kGeom.ifPresent(value -> node.put("k_geom", value));
    }
}
