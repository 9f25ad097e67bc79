package io.spatho.anndata.spatialdata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.zarr.ZarrGroup;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.limit.Limit;
import java.awt.image.BufferedImage;

/** Writes a low-resolution picture as an OME-NGFF multiscale image of three channels, each level half as large as the one before. */
final class ImageElement {

    private static final long MOST_PIXELS = Limit.PICTURE_PIXELS.value();
    private static final int SMALL = 512;
    private static final String VERSION = "0.5-dev-spatialdata";

    private ImageElement() {}

    static void write(ZarrGroup images, SlideImage image) {
        BufferedImage picture = image.decode(MOST_PIXELS);
        String name = ValidNames.of(image.name()) + "_image";
        ZarrGroup element = images.group(name);
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] planes = planes(picture);
        ArrayNode datasets = JsonNodeFactory.instance.arrayNode();
        int w = width;
        int h = height;
        for (int level = 0; ; level++) {
            element.unsignedBytes("s" + level, planes, 3, h, w).dimensionNames("c", "y", "x");
            ObjectNode dataset = datasets.addObject().put("path", "s" + level);
            ArrayNode scale = dataset.putArray("coordinateTransformations")
                    .addObject()
                    .put("type", "scale")
                    .putArray("scale");
            scale.add(1.0).add((double) height / h).add((double) width / w);
            if (Math.max(w, h) <= SMALL) {
                break;
            }
            planes = halved(planes, w, h);
            w /= 2;
            h /= 2;
        }
        describe(element, name, datasets, Placement.ofPixels(image).transformations());
    }

    private static void describe(ZarrGroup element, String name, ArrayNode datasets, ArrayNode transformations) {
        ObjectNode ome = JsonNodeFactory.instance.objectNode().put("version", VERSION);
        ArrayNode channels = ome.putObject("omero").putArray("channels");
        for (String channel : new String[] {"r", "g", "b"}) {
            channels.addObject().put("label", channel);
        }
        ObjectNode multiscale = ome.putArray("multiscales").addObject().put("name", "/images/" + name);
        ArrayNode axes = multiscale.putArray("axes");
        axes.addObject().put("name", "c").put("type", "channel");
        axes.addObject().put("name", "y").put("type", "space");
        axes.addObject().put("name", "x").put("type", "space");
        multiscale.set("datasets", datasets);
        multiscale.set("coordinateTransformations", transformations);
        element.attribute("ome", ome);
        element.attribute(
                "spatialdata_attrs", JsonNodeFactory.instance.objectNode().put("version", "0.3"));
    }

    /** All of red, then green, then blue. */
    private static byte[] planes(BufferedImage picture) {
        int width = picture.getWidth();
        int plane = Math.multiplyExact(width, picture.getHeight());
        byte[] bytes = new byte[Math.multiplyExact(3, plane)];
        int[] row = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                bytes[at] = (byte) (row[x] >> 16);
                bytes[plane + at] = (byte) (row[x] >> 8);
                bytes[2 * plane + at] = (byte) row[x];
            }
        }
        return bytes;
    }

    /** Means of two by two pixels, rounded; a last odd row or column is left out. */
    private static byte[] halved(byte[] planes, int width, int height) {
        int w = width / 2;
        int h = height / 2;
        byte[] half = new byte[3 * w * h];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    int at = (channel * height + 2 * y) * width + 2 * x;
                    int sum = (planes[at] & 0xff)
                            + (planes[at + 1] & 0xff)
                            + (planes[at + width] & 0xff)
                            + (planes[at + width + 1] & 0xff);
                    half[(channel * h + y) * w + x] = (byte) ((sum + 2) / 4);
                }
            }
        }
        return half;
    }
}
