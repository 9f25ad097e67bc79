package io.spatho.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of quality control, gene choice, graphs, clusters and structures, shared by all commands that analyse. */
final class AnalysisOptions {

    @Option(
            names = "--max-control-share",
            paramLabel = "SHARE",
            description = "Largest share of negative-control counts of an observation, 0 to 1 (default: by platform).")
    Optional<Double> maxControlShare = Optional.empty();

    @Option(
            names = "--max-mito-share",
            paramLabel = "SHARE",
            description = "Largest share of mitochondrial counts of an observation, 0 to 1 (default: by platform).")
    Optional<Double> maxMitoShare = Optional.empty();

    @Option(
            names = "--hvg-flavor",
            paramLabel = "NAME",
            defaultValue = "seurat",
            description =
                    "How variable genes are scored: seurat, cell_ranger or seurat_v3 (default: ${DEFAULT-VALUE}).")
    String hvgFlavor = "seurat";

    @Option(
            names = "--hvg",
            paramLabel = "N",
            description = "How many variable genes are used (default: all expressed below 1000 genes, else 2000).")
    Optional<Integer> hvg = Optional.empty();

    @Option(
            names = "--pca",
            paramLabel = "METHOD",
            defaultValue = "auto",
            description = "How components are found: auto, full, covariance or randomized (default: ${DEFAULT-VALUE}).")
    String pca = "auto";

    @Option(
            names = "--scale-max",
            paramLabel = "Z",
            description = "Scale genes to unit variance, clipped at this magnitude, before components are found"
                    + " (default: not scaled).")
    Optional<Double> scaleMax = Optional.empty();

    @Option(
            names = "--spatial-graph",
            paramLabel = "KIND",
            defaultValue = "auto",
            description =
                    "Neighbours in space: auto, knn, radius, delaunay or grid (default: ${DEFAULT-VALUE}: grid for"
                            + " spots and bins, knn for cells).")
    String spatialGraph = "auto";

    @Option(
            names = "--radius-um",
            paramLabel = "UM",
            description = "Radius of --spatial-graph radius; longest edge of --spatial-graph delaunay.")
    Optional<Double> radiusUm = Optional.empty();

    @Option(
            names = "--rings",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rings of grid neighbours (default: ${DEFAULT-VALUE}).")
    int rings = 1;

    @Option(
            names = "--grid-neighbors",
            paramLabel = "N",
            defaultValue = "8",
            description = "Neighbours of a square bin on the grid, 4 or 8 (default: ${DEFAULT-VALUE}).")
    int gridNeighbors = 8;

    @Option(
            names = "--library-key",
            paramLabel = "COLUMN",
            description = "Column that names the slide of an observation; no spatial edge joins two slides (default:"
                    + " library_id, where there is such a column).")
    Optional<String> libraryKey = Optional.empty();

    @Option(
            names = "--expression-within-libraries",
            description =
                    "Join neighbours in expression within a slide only, as those in space (default: over all slides,"
                            + " so that a kind of cell is one cluster).")
    boolean expressionWithinLibraries;

    @Option(
            names = "--neighbor-search",
            paramLabel = "METHOD",
            defaultValue = "auto",
            description =
                    "Search for neighbours in expression: auto, exact or lists (default: ${DEFAULT-VALUE}: exact up to"
                            + " 30,000 observations).")
    String neighborSearch = "auto";

    @Option(
            names = "--resolution-sweep",
            paramLabel = "LIST",
            split = ",",
            description = "Further resolutions of the expression clusters to measure, such as 0.2,0.5,1,2.")
    List<Double> resolutionSweep = List.of();

    @Option(
            names = "--cluster-seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seeds that each resolution is clustered from, to see how stable it is"
                    + " (default: ${DEFAULT-VALUE}).")
    int clusterSeeds = 5;

    @Option(
            names = "--refine-clusters",
            paramLabel = "ROUNDS",
            defaultValue = "0",
            description = "Rounds of smoothing clusters over neighbours in space, into a column of their own"
                    + " (default: ${DEFAULT-VALUE}).")
    int refineClusters;

    @Option(
            names = "--structure-method",
            paramLabel = "METHOD",
            defaultValue = "auto",
            description = "What structures are found from: means (components and their neighbourhood means), banksy"
                    + " (genes, neighbourhood means and azimuthal gradients) or auto (default: ${DEFAULT-VALUE}: banksy for"
                    + " cells on panels of 200 genes or more, else means).")
    String structureMethod = "auto";

    @Option(
            names = "--k-geom",
            paramLabel = "N",
            description = "Neighbours of the mean for --structure-method banksy; the gradient takes twice as many"
                    + " (default: 15; 9 for spots; 12 for bins).")
    Optional<Integer> kGeom = Optional.empty();
}
