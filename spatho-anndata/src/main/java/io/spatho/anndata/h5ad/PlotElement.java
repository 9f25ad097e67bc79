package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.tree.TreeObject;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.limit.Limit;
import java.awt.image.BufferedImage;

/**
 * Writes {@code uns["spatial"]} in squidpy's layout, so that its plots show the slide under the observations.
 *
 * <p>squidpy multiplies {@code obsm["spatial"]} by {@code tissue_<image>_scalef} to get pixels. Our coordinates are micrometres,
 * so the factors are pixels per micrometre, and the spot diameter is in micrometres too. Only the scale of a picture's transform
 * can be expressed; a shift or turn is kept in {@code uns["spatho"]} alone.
 */
final class PlotElement {

    /** What is drawn for a cell, which has no size of its own. */
    private static final double CELL_DIAMETER_UM = 10;

    /** The picture that squidpy plots unless told otherwise; a single other picture also gets this name. */
    private static final String DEFAULT_IMAGE = "hires";

    private static final long MOST_PIXELS = Limit.PICTURE_PIXELS.value();

    private PlotElement() {}

    static void write(TreeGroup uns, SpatialDataset dataset) {
        TreeGroup spatial = Encoding.dict(uns, "spatial");
        if (dataset.images().isEmpty()) {
            return;
        }
        TreeGroup library = Encoding.dict(spatial, libraryId(dataset.metadata().sampleName()));
        TreeGroup images = Encoding.dict(library, "images");
        TreeGroup factors = Encoding.dict(library, "scalefactors");
        for (SlideImage image : dataset.images()) {
            TreeObject pixels = pixels(images, image);
            double scale = scale(image.fromMicrometres());
            Encoding.number(factors, factor(image.name()), scale);
            if (dataset.images().size() == 1 && !image.name().equals(DEFAULT_IMAGE)) {
                images.link(DEFAULT_IMAGE, pixels);
                Encoding.number(factors, factor(DEFAULT_IMAGE), scale);
            }
        }
        double diameter = dataset.metadata().observationSizeUm();
        Encoding.number(factors, "spot_diameter_fullres", diameter > 0 && diameter < 1e6 ? diameter : CELL_DIAMETER_UM);
        TreeGroup metadata = Encoding.dict(library, "metadata");
        Encoding.text(metadata, "coordinate_unit", "micrometre");
        Encoding.text(metadata, "software_version", dataset.metadata().softwareVersion());
    }

    private static TreeObject pixels(TreeGroup images, SlideImage image) {
        BufferedImage pixels = image.decode(MOST_PIXELS);
        long[] shape = {pixels.getHeight(), pixels.getWidth(), 3};
        return Encoding.ARRAY.mark(images.unsignedBytes(image.name(), rgb(pixels), shape));
    }

    private static String factor(String image) {
        return "tissue_" + image + "_scalef";
    }

    private static String libraryId(String sample) {
        String id = sample.strip().replace('/', '_');
        return id.isEmpty() || id.equals(".") ? "sample" : id;
    }

    /** Pixels per micrometre: the square root of the change of area. */
    private static double scale(SpatialTransform transform) {
        return Math.sqrt(Math.abs(transform.a() * transform.e() - transform.b() * transform.d()));
    }

    private static byte[] rgb(BufferedImage image) {
        int width = image.getWidth();
        byte[] bytes = new byte[Math.multiplyExact(3 * width, image.getHeight())];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                bytes[at++] = (byte) (pixel >> 16);
                bytes[at++] = (byte) (pixel >> 8);
                bytes[at++] = (byte) pixel;
            }
        }
        return bytes;
    }
}
