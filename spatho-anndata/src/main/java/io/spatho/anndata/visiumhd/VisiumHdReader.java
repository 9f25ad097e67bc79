package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.MatrixFiles;
import io.spatho.anndata.visium.ScaleFactors;
import io.spatho.anndata.visium.SlideImages;
import io.spatho.anndata.visium.SpotObservations;
import io.spatho.anndata.visium.SpotTable;
import io.spatho.anndata.visium.VisiumReader;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Reads one bin size of a Visium HD run, or a {@code square_…um} folder given directly.
 *
 * <p>Observations are the bins of the filtered matrix in matrix order; positions are full-resolution pixels (column is x, row is y)
 * times {@code microns_per_pixel}, which must equal {@code bin_size_um / spot_diameter_fullres} within a hundredth. Source: 10x
 * Genomics, Space Ranger 3 and 4 Visium HD outputs.
 */
public final class VisiumHdReader {

    private static final double LARGEST_DISAGREEMENT = 0.01;

    private VisiumHdReader() {}

    /** Whether scale factors in a folder state a bin size. */
    public static boolean isBundle(BundleFolder folder) {
        return !BinFolder.all(folder).isEmpty();
    }

    /** The bin sizes of a run, finest first. */
    public static List<String> binSizes(BundleFolder folder) {
        return BinFolder.all(folder).stream().map(BinFolder::size).toList();
    }

    /** What the reader looks for. */
    public static List<BundlePart> parts(BundleFolder folder, OptionalDouble binSizeUm) {
        return VisiumReader.parts(
                folder,
                BinFolder.choose(folder, BinFolder.all(folder), binSizeUm).base());
    }

    /**
     * The dataset in a run's folder.
     *
     * @param binSizeUm the bin size wanted; without one 8 µm, else the coarsest above 8 µm, else the finest
     */
    public static SpatialDataset read(BundleFolder folder, OptionalDouble binSizeUm, Workers workers) {
        BinFolder bin = BinFolder.choose(folder, BinFolder.all(folder), binSizeUm);
        String base = bin.base();
        List<String> warnings = new ArrayList<>();
        Path spotFile = SpotTable.find(folder, base)
                .orElseThrow(() -> new InputException(Problem.of("the bin positions are missing")
                        .at(folder.root().resolve(base))
                        .expected("spatial/tissue_positions.parquet", "none")));
        double umPerPixel = micrometresPerPixel(bin.scale());
        folder.use("scale_factors", bin.scale().file());
        FeatureBarcodeMatrix matrix =
                MatrixFiles.find(folder, base, VisiumReader.MATRIX).read(folder, base + VisiumReader.MATRIX, workers);
        FeatureBarcodeMatrix.Split split = matrix.split("", folder.request().counts());
        Table spots = SpotTable.read(folder.use("positions", spotFile));
        SpotObservations joined = SpotObservations.join(matrix, spotFile, spots, umPerPixel, "bin");
        List<SlideImage> images = SlideImages.read(folder, base, bin.scale(), umPerPixel, warnings);
        CaseMetadata metadata = new CaseMetadata(
                Platform.VISIUM_HD,
                matrix.attributes().getOrDefault("software_version", ""),
                folder.name(),
                umPerPixel,
                bin.scale().binSizeUm(),
                folder.sources(workers),
                List.of(SpatialTransform.scale("slide_um", "fullres_pixel", 1 / umPerPixel)),
                fields(folder, bin, matrix),
                warnings);
        return SpatialDataset.builder(metadata, split.counts(), split.panel(), joined.obs(), joined.xUm(), joined.yUm())
                .modalities(split.modalities())
                .images(images)
                .build();
    }

    private static Map<String, String> fields(BundleFolder folder, BinFolder bin, FeatureBarcodeMatrix matrix) {
        Map<String, String> fields = new TreeMap<>(matrix.attributes());
        fields.put("bin_folder", bin.base());
        fields.put("bin_sizes", String.join(", ", binSizes(folder)));
        return fields;
    }

    static double micrometresPerPixel(ScaleFactors scale) {
        double derived = scale.binSizeUm() / scale.spotDiameterFullres();
        double stated = Double.isNaN(scale.micronsPerPixel()) ? derived : scale.micronsPerPixel();
        if (Double.isNaN(stated)) {
            throw new InputException(Problem.of("the scale of the image is unknown")
                    .at(scale.file())
                    .expected("microns_per_pixel, or bin_size_um and spot_diameter_fullres", "neither"));
        }
        if (Math.abs(derived - stated) > LARGEST_DISAGREEMENT * stated) {
            throw new InputException(Problem.of("the scale factors contradict each other")
                    .at(scale.file())
                    .expected("microns_per_pixel = bin_size_um / spot_diameter_fullres = " + derived, stated));
        }
        return stated;
    }
}
