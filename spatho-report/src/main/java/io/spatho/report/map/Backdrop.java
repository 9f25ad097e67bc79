package io.spatho.report.map;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.report.content.Underlay;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The part of a tissue picture that a map shows, as a JPEG data reference. The picture is decoded and encoded anew, so nothing of
 * the file but its pixels reaches the page: no metadata, no trailing bytes.
 *
 * <p>Failure: {@link InputException} for a picture that cannot be decoded or has more than 64 million pixels.
 */
final class Backdrop {

    private static final long MOST_PIXELS = 64_000_000;
    private static final float QUALITY = 0.72f;

    private Backdrop() {}

    /** The picture cut to the frame, one pixel per point. */
    static String reference(Underlay underlay, MapFrame frame) {
        try {
            BufferedImage source = decode(underlay.image());
            BufferedImage target =
                    new BufferedImage((int) frame.width(), (int) frame.height(), BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = target.createGraphics();
            graphics.setColor(new java.awt.Color(0xF4F4F2));
            graphics.fillRect(0, 0, target.getWidth(), target.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(
                    source,
                    (int) Math.round(frame.toX(underlay.leftUm())),
                    (int) Math.round(frame.toY(underlay.topUm())),
                    (int) Math.max(1, Math.round(underlay.widthUm() * frame.scale())),
                    (int) Math.max(1, Math.round(underlay.heightUm() * frame.scale())),
                    null);
            graphics.dispose();
            return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg(target));
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    Problem.of("cannot read the tissue picture: " + e.getMessage())
                            .fix("Pass a PNG or JPEG picture, or none"),
                    e);
        }
    }

    private static BufferedImage decode(byte[] bytes) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("neither PNG nor JPEG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw new IOException(pixels + " pixels, at most " + MOST_PIXELS + " are allowed");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
