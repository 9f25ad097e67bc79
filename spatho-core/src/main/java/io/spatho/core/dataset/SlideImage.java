package io.spatho.core.dataset;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.picture.PictureDecoder;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A low-resolution picture of the slide that came with the case, still in its file's encoding (PNG or JPEG).
 *
 * @param name {@code lowres} or {@code hires}, the platform's word
 * @param mediaType {@code image/png} or {@code image/jpeg}
 * @param bytes the encoded picture
 * @param fromMicrometres maps slide micrometres to this picture's pixels
 */
public record SlideImage(String name, String mediaType, byte[] bytes, SpatialTransform fromMicrometres) {

    /**
     * Width and height in pixels, from the picture's header.
     *
     * @throws InputException when the bytes are no picture that Java can read
     */
    public Dimension size() {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    reader.setInput(in);
                    return new Dimension(reader.getWidth(0), reader.getHeight(0));
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        throw unreadable(null);
    }

    /**
     * The pixels, decoded after a look at the picture's size.
     *
     * @throws InputException when the bytes are no picture that Java can read, or it has more than {@code mostPixels} pixels
     */
    public BufferedImage decode(long mostPixels) {
        try {
            return PictureDecoder.decode(bytes, mostPixels);
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    Problem.of("the slide picture cannot be decoded: " + e.getMessage())
                            .at(name)
                            .fix("Replace or remove the picture in the bundle"),
                    e);
        }
    }

    private InputException unreadable(IOException cause) {
        return new InputException(
                Problem.of("the slide's picture cannot be read").at(name).expected("PNG or JPEG", mediaType), cause);
    }
}
