package io.spatho.anndata.registration;

import io.spatho.anndata.slide.Sampling;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideRegion;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.picture.JpegEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.locationtech.jts.geom.Envelope;

/**
 * A small picture of the slide in the case's own frame: x to the right, y downwards, uniform scale, so that maps can lie on it whatever
 * the slide's turn. Only pixels are taken: no metadata, no label, no macro picture.
 */
final class UprightPicture {

    private static final int WHITE = 0xffffff;
    private static final float QUALITY = 0.85f;

    private UprightPicture() {}

    /** The picture of a box in micrometres, its longer side {@code longest} pixels. */
    static SlideImage of(RegisteredSlide registered, Envelope boxUm, int longest) {
        double umPerPixel = Math.max(boxUm.getWidth(), boxUm.getHeight()) / longest;
        int width = (int) Math.max(1, Math.ceil(boxUm.getWidth() / umPerPixel));
        int height = (int) Math.max(1, Math.ceil(boxUm.getHeight() / umPerPixel));
        SpatialTransform toPixels = registered.registration().toPixels();
        Slide slide = registered.slide();
        double step = Math.max(1, umPerPixel / registered.registration().impliedUmPerPixel());
        SlideRegion source = slide.sample(new Sampling(
                0, 0, step, step, (int) Math.ceil(slide.width() / step), (int) Math.ceil(slide.height() / step)));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            double um = boxUm.getMinY() + (y + 0.5) * umPerPixel;
            for (int x = 0; x < width; x++) {
                double xUm = boxUm.getMinX() + (x + 0.5) * umPerPixel;
                int column = (int) Math.floor(toPixels.x(xUm, um) / step);
                int row = (int) Math.floor(toPixels.y(xUm, um) / step);
                image.setRGB(x, y, color(source, column, row));
            }
        }
        double scale = 1 / umPerPixel;
        return new SlideImage(
                "he",
                "image/jpeg",
                JpegEncoder.encode(image, QUALITY),
                new SpatialTransform(
                        "slide_um",
                        "he_pixel",
                        scale,
                        0,
                        -boxUm.getMinX() * scale,
                        0,
                        scale,
                        -boxUm.getMinY() * scale));
    }

    private static int color(SlideRegion source, int column, int row) {
        if (column < 0 || row < 0 || column >= source.width() || row >= source.height()) {
            return WHITE;
        }
        int at = 3 * (row * source.width() + column);
        byte[] rgb = source.rgb();
        return ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
    }

    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java cannot write PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
