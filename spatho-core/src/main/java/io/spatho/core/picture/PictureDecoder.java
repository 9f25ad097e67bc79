package io.spatho.core.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Encoded pictures that may be broken or hostile as pixels. */
public final class PictureDecoder {

    private PictureDecoder() {}

    /**
     * The pixels of a PNG or JPEG picture, decoded after a look at its size.
     *
     * @throws IOException when the bytes are no picture, or one of more than {@code mostPixels} pixels; a broken picture may also end
     *     in the decoder's own runtime exceptions
     */
    public static BufferedImage decode(byte[] bytes, long mostPixels) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("it is neither PNG nor JPEG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > mostPixels) {
                    throw new IOException("it has " + pixels + " pixels, more than " + mostPixels);
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }
}
