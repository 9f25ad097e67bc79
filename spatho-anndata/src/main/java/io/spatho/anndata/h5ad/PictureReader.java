package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.limit.Limit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;

/**
 * Reads the pictures that squidpy and scanpy keep under {@code uns["spatial"]}: arrays of height x width x 3 or 4, uint8 or floats
 * from 0 to 1, with a factor from positions to pixels.
 */
final class PictureReader {

    private static final long MOST_PIXELS = Limit.PICTURE_PIXELS.value();

    private final List<String> warnings = new ArrayList<>();

    /** What was passed over. */
    List<String> warnings() {
        return warnings;
    }

    /** The pictures, when a unit of the file's positions is this many micrometres. */
    List<SlideImage> read(Element.Dict uns, double micrometresPerUnit) {
        List<SlideImage> images = new ArrayList<>();
        Map<String, Element> libraries = children(uns.children().get("spatial"));
        libraries.forEach((library, element) -> {
            Map<String, Element> factors = children(children(element).get("scalefactors"));
            String prefix = libraries.size() > 1 ? library + "_" : "";
            children(children(element).get("images"))
                    .forEach((name, picture) -> add(images, prefix, name, picture, factors, micrometresPerUnit));
        });
        return images;
    }

    private void add(
            List<SlideImage> images,
            String prefix,
            String name,
            Element picture,
            Map<String, Element> factors,
            double unit) {
        OptionalDouble factor = number(factors.get("tissue_" + name + "_scalef"));
        boolean readable = picture instanceof Element.Dense dense && isPicture(dense.values());
        if (!readable || factor.isEmpty() || !(factor.getAsDouble() > 0)) {
            String why = readable ? "it has no scale factor" : "it is no picture of 3 or 4 colours";
            warnings.add("the picture " + prefix + name + " was not used: " + why);
            return;
        }
        byte[] encoded = encode(((Element.Dense) picture).values());
        SpatialTransform transform =
                SpatialTransform.scale("slide_um", prefix + name + "_pixel", factor.getAsDouble() / unit);
        images.add(new SlideImage(prefix + name, "image/png", encoded, transform));
    }

    /** The one number of an element that is a number or an array of one. */
    static OptionalDouble number(Element element) {
        if (element instanceof Element.Scalar scalar) {
            return OptionalDouble.of(scalar.value().doubles()[0]);
        }
        if (element instanceof Element.Dense dense && dense.values().count() == 1) {
            return OptionalDouble.of(dense.values().doubles()[0]);
        }
        return OptionalDouble.empty();
    }

    static Map<String, Element> children(Element element) {
        return element instanceof Element.Dict dict ? dict.children() : Map.of();
    }

    private static boolean isPicture(Numbers values) {
        long[] shape = values.shape();
        boolean typed = values.type() == NumberType.UINT8 || values.type().isFloating();
        return typed
                && shape.length == 3
                && (shape[2] == 3 || shape[2] == 4)
                && shape[0] > 0
                && shape[1] > 0
                && shape[0] <= MOST_PIXELS / shape[1];
    }

    private static byte[] encode(Numbers values) {
        int height = (int) values.shape()[0];
        int width = (int) values.shape()[1];
        int colours = (int) values.shape()[2];
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            Numbers line = Numbers.of(
                    values.type(), values.read((long) y * width * colours, width * colours), (long) width * colours);
            double[] samples = line.doubles();
            for (int x = 0; x < width; x++) {
                int at = x * colours;
                row[x] = (level(values, samples[at]) << 16)
                        | (level(values, samples[at + 1]) << 8)
                        | level(values, samples[at + 2]);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int level(Numbers values, double sample) {
        double level = values.type() == NumberType.UINT8 ? sample : sample * 255;
        return (int) Math.max(0, Math.min(255, Math.rint(level)));
    }
}
