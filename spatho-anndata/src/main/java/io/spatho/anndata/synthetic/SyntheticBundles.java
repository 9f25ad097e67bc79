package io.spatho.anndata.synthetic;

import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.dataset.Platform;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes made bundles: a folder in the platform's layout and, beside it, {@code <name>-truth.csv} with structure and cell type of every
 * observation and, for Xenium, {@code <name>-regions.geojson} with the structures as polygons in micrometres and, if wanted, {@code
 * <name>-he.ome.tif} with its alignment matrix and key points.
 *
 * <p>Determinism: content depends on the options only, not on threads, machine or time. Cost: linear; a million cells and 400 genes take
 * about 40 processor seconds. Memory: about 300 bytes for an observation over a fixed half gigabyte, whatever the number of genes, since
 * counts are made block by block and never held. Errors: a {@link UsageException} when the folder exists and is not empty, a {@link
 * io.spatho.core.error.ResourceException} when it cannot be written.
 */
public final class SyntheticBundles {

    private SyntheticBundles() {}

    /** Writes one bundle; {@code folder} appears when it is whole. */
    public static void write(Platform platform, SyntheticOptions options, Path folder, Workers workers) {
        switch (platform) {
            case XENIUM -> xenium(options, folder, workers);
            case VISIUM -> visium(options, folder, workers);
            case VISIUM_HD -> visiumHd(options, folder, workers);
            case MERSCOPE, COSMX, H5AD ->
                throw new UsageException(Problem.of("there is no made bundle of that kind")
                        .expected("xenium, visium or visium_hd", platform.id())
                        .fix("Make a bundle and convert it"));
        }
    }

    /** Where the truth of a bundle lies. */
    public static Path truthOf(Path folder) {
        return beside(folder, "-truth.csv");
    }

    /** Where the outlined structures of a Xenium bundle lie. */
    public static Path regionsOf(Path folder) {
        return beside(folder, "-regions.geojson");
    }

    /** Where the H&amp;E slide of a Xenium bundle lies. */
    public static Path slideOf(Path folder) {
        return beside(folder, "-he.ome.tif");
    }

    /** Where the matrix from slide pixels to morphology pixels lies. */
    public static Path alignmentOf(Path folder) {
        return beside(folder, "-he-alignment.csv");
    }

    /** Where the key points of slide and morphology picture lie. */
    public static Path keypointsOf(Path folder) {
        return beside(folder, "-he-keypoints.csv");
    }

    private static Path beside(Path folder, String ending) {
        Path place = folder.toAbsolutePath().normalize();
        return place.resolveSibling(place.getFileName() + ending);
    }

    private static void xenium(SyntheticOptions options, Path folder, Workers workers) {
        XeniumBundleWriter bundle = new XeniumBundleWriter(options, workers);
        StagedFolder.write(folder, bundle::write);
        DurableFiles.write(truthOf(folder), bundle::writeTruth);
        byte[] regions = CanonicalJson.document(RegionDrawing.of(bundle.section()));
        DurableFiles.write(regionsOf(folder), file -> Files.write(file, regions));
        if (options.slide()) {
            SectionSlide slide = bundle.slide();
            DurableFiles.write(slideOf(folder), file -> {
                Files.deleteIfExists(file);
                slide.write(file, workers);
            });
            DurableFiles.write(alignmentOf(folder), slide::writeAlignment);
            DurableFiles.write(keypointsOf(folder), file -> slide.writeKeypoints(file, options.seed()));
        }
    }

    private static void visium(SyntheticOptions options, Path folder, Workers workers) {
        VisiumBundleWriter bundle = new VisiumBundleWriter(options, workers);
        StagedFolder.write(folder, bundle::write);
        DurableFiles.write(truthOf(folder), bundle::writeTruth);
    }

    private static void visiumHd(SyntheticOptions options, Path folder, Workers workers) {
        VisiumHdBundleWriter bundle = new VisiumHdBundleWriter(options, workers);
        StagedFolder.write(folder, bundle::write);
        DurableFiles.write(truthOf(folder), bundle::writeTruth);
    }
}
