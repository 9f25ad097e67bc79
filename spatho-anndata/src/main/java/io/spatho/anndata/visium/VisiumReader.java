package io.spatho.anndata.visium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.MatrixFiles;
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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a Visium run: the filtered feature-barcode matrix, the spot positions, the scale factors and the pictures.
 *
 * <p>Observations are the spots of the matrix in matrix order; those outside of tissue are left out of the filtered matrix and counted. Positions are full-resolution pixels (column is x, row is y) times the
 * micrometres per pixel that the array's 100 µm pitch gives; the stated spot diameter must then be 55 to 65 µm within a tenth, else
 * there is a warning. Errors: a barcode without position, missing files, broken numbers. Source: 10x Genomics, Space Ranger spatial
 * outputs, versions 1 to 4.
 */
public final class VisiumReader {

    private static final double SPOT_UM = 55;
    private static final double SMALLEST_SPOT_UM = 55 / 1.1;
    private static final double LARGEST_SPOT_UM = 65 * 1.1;

    private VisiumReader() {}

    /** Whether a folder holds scale factors or spot positions, or is an aggregation of runs. */
    public static boolean isBundle(BundleFolder folder) {
        return ScaleFactors.find(folder, "").isPresent()
                || SpotTable.find(folder, "").isPresent()
                || (folder.find(Libraries.AGGREGATION).isPresent()
                        && MatrixFiles.find(folder, "", SpaceRangerOptions.USUAL.matrix())
                                .isPresent());
    }

    /** What the reader looks for under a sub-folder. */
    public static List<BundlePart> parts(BundleFolder folder, String base, SpaceRangerOptions options) {
        String matrix = base + options.matrix();
        List<BundlePart> parts = new ArrayList<>();
        parts.add(new BundlePart(
                "matrix",
                true,
                matrix + ".h5 or " + matrix + "/",
                MatrixFiles.find(folder, base, options.matrix()).files()));
        parts.add(BundlePart.of("positions", true, base + "spatial/tissue_positions", SpotTable.find(folder, base)));
        parts.add(BundlePart.of(
                "scale_factors", true, base + "spatial/scalefactors_json.json", ScaleFactors.find(folder, base)));
        for (String name : List.of("lowres", "hires")) {
            parts.add(BundlePart.of(
                    "image_" + name,
                    false,
                    base + "spatial/tissue_" + name + "_image.png",
                    SlideImages.find(folder, base, name)));
        }
        parts.add(BundlePart.of(
                "spatial_enrichment",
                false,
                base + "spatial/spatial_enrichment.csv",
                SpotExtras.enrichment(folder, base)));
        parts.add(BundlePart.of(
                "fluorescence",
                false,
                base + "spatial/barcode_fluorescence_intensity.csv",
                SpotExtras.fluorescence(folder, base)));
        parts.add(BundlePart.of("probes", false, base + "raw_probe_bc_matrix.h5", Probes.find(folder, base)));
        parts.add(new BundlePart(
                "analysis", false, base + "analysis/clustering, pca, umap", SecondaryAnalysis.find(folder, base)));
        parts.addAll(RunImages.parts(folder, base));
        return parts;
    }

    /** The dataset in a run's folder. */
    public static SpatialDataset read(BundleFolder folder, SpaceRangerOptions options, Workers workers) {
        Libraries.requireOne(folder, workers);
        List<String> warnings = new ArrayList<>();
        Path scaleFile = ScaleFactors.find(folder, "").orElseThrow(() -> missing(folder, "scalefactors_json.json"));
        Path spotFile = SpotTable.find(folder, "")
                .orElseThrow(() -> missing(folder, "tissue_positions.csv or tissue_positions_list.csv"));
        FeatureBarcodeMatrix matrix =
                MatrixFiles.find(folder, "", options.matrix()).read(folder, options.matrix(), workers);
        Libraries.requireOne(matrix);
        Table spots = SpotTable.read(folder.use("positions", spotFile));
        ScaleFactors scale = ScaleFactors.read(folder.use("scale_factors", scaleFile));
        double umPerPixel = micrometresPerPixel(scale, spots, warnings);
        SpotObservations joined = SpotObservations.join(matrix, spotFile, spots, umPerPixel, "spot", options.raw());
        FeatureBarcodeMatrix.Split split = joined.matrix().split("", folder.request().counts());
        List<SlideImage> images = SlideImages.read(folder, "", scale, umPerPixel, warnings);
        RunExtras extras = RunExtras.read(folder, "", joined.obs(), options, workers, warnings);
        Map<String, String> fields = new TreeMap<>(matrix.attributes());
        fields.putAll(scale.fields());
        fields.putAll(joined.counted());
        fields.putAll(RunImages.fields(folder, ""));
        fields.put("matrix", options.matrix());
        CaseMetadata metadata = new CaseMetadata(
                Platform.VISIUM,
                matrix.attributes().getOrDefault("software_version", ""),
                folder.name(),
                umPerPixel,
                SPOT_UM,
                folder.sources(workers),
                List.of(SpatialTransform.scale("slide_um", "fullres_pixel", 1 / umPerPixel)),
                fields,
                warnings);
        return extras.onto(
                        SpatialDataset.builder(
                                        metadata,
                                        split.counts(),
                                        split.panel(),
                                        joined.obs(),
                                        joined.xUm(),
                                        joined.yUm())
                                .images(images),
                        split.modalities())
                .build();
    }

    static InputException missing(BundleFolder folder, String name) {
        return new InputException(Problem.of("a file of the Visium run is missing")
                .at(folder.root())
                .expected("spatial/" + name, "none"));
    }

    static double micrometresPerPixel(ScaleFactors scale, Table spots, List<String> warnings) {
        double fromGrid = ArrayGrid.micrometresPerPixel(spots);
        double diameter = scale.spotDiameterFullres();
        if (!Double.isNaN(fromGrid)) {
            double spotUm = diameter * fromGrid;
            if (!(spotUm >= SMALLEST_SPOT_UM && spotUm <= LARGEST_SPOT_UM)) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "spot_diameter_fullres is %.4g pixels, which the array's 100 um pitch makes %.4g um instead of 55"
                                + " to 65",
                        diameter,
                        spotUm));
            }
            return fromGrid;
        }
        if (Double.isNaN(diameter)) {
            throw new InputException(Problem.of("the scale of the image is unknown")
                    .at(scale.file())
                    .expected("spot_diameter_fullres, or spots on a regular array", "neither"));
        }
        warnings.add(
                "the spots do not show the array's 100 um pitch; the scale was taken from spot_diameter_fullres as 65"
                        + " um and may be off by a tenth");
        return 65 / diameter;
    }
}
