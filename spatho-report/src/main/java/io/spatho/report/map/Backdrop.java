package io.spatho.report.map;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.picture.JpegEncoder;
import io.spatho.core.picture.PictureDecoder;
import io.spatho.report.content.Underlay;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;

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
            BufferedImage source = PictureDecoder.decode(underlay.image(), MOST_PIXELS);
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
            return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(JpegEncoder.encode(target, QUALITY));
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    Problem.of("cannot read the tissue picture: " + e.getMessage())
                            .fix("Pass a PNG or JPEG picture, or none"),
                    e);
        }
    }
}
