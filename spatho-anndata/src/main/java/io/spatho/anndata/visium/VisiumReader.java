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
 * <p>Observations are the spots of the matrix in matrix order. Positions are full-resolution pixels (column is x, row is y) times the
 * micrometres per pixel that the array's 100 µm pitch gives; the stated spot diameter must then be 55 to 65 µm within a tenth, else
 * there is a warning. Errors: a barcode without position, missing files, broken numbers. Source: 10x Genomics, Space Ranger spatial
 * outputs, versions 1 to 4.
 */
public final class VisiumReader {

    /** The name of the matrix without its ending. */
    public static final String MATRIX = "filtered_feature_bc_matrix";

    private static final double SPOT_UM = 55;
    private static final double SMALLEST_SPOT_UM = 55 / 1.1;
    private static final double LARGEST_SPOT_UM = 65 * 1.1;

    private VisiumReader() {}

    /** Whether a folder holds scale factors or spot positions. */
    public static boolean isBundle(BundleFolder folder) {
        return ScaleFactors.find(folder, "").isPresent()
                || SpotTable.find(folder, "").isPresent();
    }

    /** What the reader looks for under a sub-folder. */
    public static List<BundlePart> parts(BundleFolder folder, String base) {
        return List.of(
                new BundlePart(
                        "matrix",
                        true,
                        base + MATRIX + ".h5 or " + base + MATRIX + "/",
                        MatrixFiles.find(folder, base, MATRIX).files()),
                BundlePart.of("positions", true, base + "spatial/tissue_positions", SpotTable.find(folder, base)),
                BundlePart.of(
                        "scale_factors",
                        true,
                        base + "spatial/scalefactors_json.json",
                        ScaleFactors.find(folder, base)),
                BundlePart.of(
                        "image_lowres",
                        false,
                        base + "spatial/tissue_lowres_image.png",
                        SlideImages.find(folder, base, "lowres")),
                BundlePart.of(
                        "image_hires",
                        false,
                        base + "spatial/tissue_hires_image.png",
                        SlideImages.find(folder, base, "hires")));
    }

    /** The dataset in a run's folder. */
    public static SpatialDataset read(BundleFolder folder, Workers workers) {
        List<String> warnings = new ArrayList<>();
        Path scaleFile = ScaleFactors.find(folder, "").orElseThrow(() -> missing(folder, "scalefactors_json.json"));
        Path spotFile = SpotTable.find(folder, "")
                .orElseThrow(() -> missing(folder, "tissue_positions.csv or tissue_positions_list.csv"));
        FeatureBarcodeMatrix matrix = MatrixFiles.find(folder, "", MATRIX).read(folder, MATRIX, workers);
        FeatureBarcodeMatrix.Split split = matrix.split("", folder.request().counts());
        Table spots = SpotTable.read(folder.use("positions", spotFile));
        ScaleFactors scale = ScaleFactors.read(folder.use("scale_factors", scaleFile));
        double umPerPixel = micrometresPerPixel(scale, spots, warnings);
        SpotObservations joined = SpotObservations.join(matrix, spotFile, spots, umPerPixel, "spot");
        List<SlideImage> images = SlideImages.read(folder, "", scale, umPerPixel, warnings);
        Map<String, String> fields = new TreeMap<>(matrix.attributes());
        fields.put("spot_diameter_fullres", Double.toString(scale.spotDiameterFullres()));
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
        return SpatialDataset.builder(metadata, split.counts(), split.panel(), joined.obs(), joined.xUm(), joined.yUm())
                .modalities(split.modalities())
                .images(images)
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
