package io.spatho.cli;

import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.h5ad.CoordinateUnit;
import io.spatho.anndata.tenx.MatrixRequest;
import io.spatho.anndata.visium.Bins;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.anndata.xenium.CountSignatures;
import io.spatho.anndata.xenium.TranscriptSummary;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a bundle is to be read, where its content does not say it. */
final class BundleChoice {

    @Option(
            names = "--format",
            paramLabel = "KIND",
            description =
                    "Take the bundle for this kind: xenium, visium, visium_hd, merscope, cosmx or h5ad (default: found from"
                            + " its content).")
    Optional<String> format = Optional.empty();

    @Option(
            names = "--bin-size",
            paramLabel = "UM",
            description =
                    "Visium HD: bin size in micrometres, also one that is gathered from finer bins; or cell or nucleus"
                            + " (default: 8 if there is one).")
    Optional<String> binSize = Optional.empty();

    @Option(
            names = "--matrix",
            paramLabel = "WHICH",
            defaultValue = "filtered",
            description = "Visium and Visium HD: the filtered or the raw matrix (default: ${DEFAULT-VALUE}).")
    String matrix = "filtered";

    @Option(names = "--probes", description = "Visium and Visium HD: add the counts of single probes as a modality.")
    boolean probes;

    @Option(names = "--bin-outlines", description = "Visium HD: give bins squares as outlines.")
    boolean binOutlines;

    @Option(
            names = "--feature-slice",
            description = "Visium HD: read feature_slice.h5 even where there are binned outputs.")
    boolean slices;

    @Option(
            names = "--segmentation",
            paramLabel = "GEOJSON",
            description = "Visium HD: gather the finest bins into these polygons, in full-resolution pixels.")
    Optional<Path> segmentation = Optional.empty();

    @Option(
            names = "--um-per-unit",
            paramLabel = "UM",
            description = "For h5ad files of other tools: micrometres per unit of obsm[\"spatial\"].")
    Optional<Double> umPerUnit = Optional.empty();

    @Option(
            names = "--genome",
            paramLabel = "NAME",
            description = "Only the features of this genome, where a matrix holds several (default: all).")
    Optional<String> genome = Optional.empty();

    @Option(
            names = "--transcripts",
            description = "For Xenium: also stream the transcripts, count them again in each cell, and compare with the"
                    + " matrix.")
    boolean transcripts;

    /** Opens a case as these options say. */
    SpatialDataset open(Path bundle, Workers workers) {
        SpatialDataset dataset = Bundles.open(bundle, options(workers));
        return transcripts ? TranscriptSummary.addTo(dataset) : dataset;
    }

    /** The same, gene counts handed on while they are read; the dataset's own matrix then has no entries. */
    SpatialDataset open(Path bundle, CountSink counts, Workers workers) {
        CountSignatures signatures = new CountSignatures(counts);
        SpatialDataset dataset = Bundles.open(bundle, options(workers).withCountsTo(transcripts ? signatures : counts));
        return transcripts ? TranscriptSummary.addTo(dataset, signatures) : dataset;
    }

    BundleOptions options(Workers workers) {
        if (umPerUnit.filter(unit -> !(unit > 0 && unit < 1e6)).isPresent()) {
            throw new UsageException(
                    Problem.of("value out of range: " + umPerUnit.get()).at("--um-per-unit"));
        }
        BundleOptions options = new BundleOptions(
                format.filter(name -> !name.equals("auto")).map(BundleChoice::platform),
                spaceRanger(),
                umPerUnit.map(CoordinateUnit::pixels).orElse(CoordinateUnit.DECLARED),
                MatrixRequest.WHOLE,
                workers);
        return options.withGenome(genome);
    }

    private SpaceRangerOptions spaceRanger() {
        if (!matrix.equals("filtered") && !matrix.equals("raw")) {
            throw new UsageException(Problem.of("unknown matrix").at("--matrix").expected("filtered or raw", matrix));
        }
        return new SpaceRangerOptions(
                matrix.equals("raw"),
                binSize.map(Bins::parse).orElse(Bins.USUAL),
                probes,
                binOutlines,
                slices,
                segmentation);
    }

    /** The platform of that name, with a dash or an underscore. */
    static Platform platform(String name) {
        String id = name.replace('-', '_').toLowerCase(Locale.ROOT);
        return Arrays.stream(Platform.values())
                .filter(platform -> platform.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UsageException(Problem.of("unknown kind of bundle")
                        .expected("xenium, visium, visium_hd, merscope, cosmx or h5ad", name)
                        .fix("Leave --format out to let spatho find the kind")));
    }
}
