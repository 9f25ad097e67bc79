package io.spatho.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a case is read, checked and analysed, for the command line and for {@code --config}. */
final class RunOptions {

    @Mixin
    ValidationChoice validation;

    @Mixin
    BundleChoice bundle;

    @Mixin
    AnalysisOptions analysis;

    @Option(
            names = "--regions",
            paramLabel = "FILE",
            description = "Regions that were drawn, instead of found ones; may be given several times. GeoJSON (QuPath,"
                    + " Space Ranger), Xenium Explorer selections or cell groups, or CSV of polygons.")
    List<Path> regions = List.of();

    @Option(
            names = "--regions-unit",
            paramLabel = "UNIT",
            description = "Unit of the drawn coordinates, unless the file says it: um, pixel (of the full-resolution"
                    + " image) or pixel:UM_PER_PIXEL.")
    Optional<String> regionsUnit = Optional.empty();

    @Mixin
    AnnotationOptions annotation = new AnnotationOptions();

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--min-counts",
            paramLabel = "N",
            description = "Fewest counts of an observation (default: by platform).")
    Optional<Double> minCounts = Optional.empty();

    @Option(
            names = "--min-genes",
            paramLabel = "N",
            description = "Fewest genes of an observation (default: by platform).")
    Optional<Integer> minGenes = Optional.empty();

    @Option(
            names = "--n-components",
            paramLabel = "N",
            defaultValue = "30",
            description = "Principal components (default: ${DEFAULT-VALUE}).")
    int components;

    @Option(
            names = "--n-neighbors",
            paramLabel = "N",
            defaultValue = "15",
            description = "Neighbours in expression (default: ${DEFAULT-VALUE}).")
    int neighbors;

    @Option(
            names = "--spatial-neighbors",
            paramLabel = "N",
            defaultValue = "6",
            description = "Neighbours in space, for cells (default: ${DEFAULT-VALUE}).")
    int spatialNeighbors;

    @Option(
            names = "--resolution",
            defaultValue = "1.0",
            description = "Resolution of the expression clusters (default: ${DEFAULT-VALUE}).")
    double resolution;

    @Option(
            names = "--structure-resolution",
            description = "Resolution of the structures (default: 0.5 for Visium spots, else 0.2).")
    Optional<Double> structureResolution = Optional.empty();

    @Option(
            names = "--neighbourhood-share",
            description =
                    "Weight of the neighbourhood in structures, 0 to 1 (default: 0.8 for banksy, 0.95 for means).")
    Optional<Double> neighbourhoodShare = Optional.empty();

    @Option(
            names = "--min-region-cells",
            paramLabel = "N",
            defaultValue = "30",
            description = "Fewest observations of a region (default: ${DEFAULT-VALUE}).")
    int minRegionCells;

    @Option(names = "--arrow", description = "Also write the tables of observations and regions as Arrow IPC files.")
    boolean arrow;

    @Mixin
    SpatialOptions spatial;
}
