package io.spatho.anndata.slide;

import io.spatho.anndata.tiff.TiffFile;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The dialects that are told apart by content, never by file name. */
public enum SlideFormat {
    /** OME-TIFF: OME-XML in the first directory, levels in sub-directories. */
    OME_TIFF("OME-TIFF"),
    /** Aperio SVS: properties after bars in the description. */
    APERIO("Aperio SVS"),
    /** A TIFF by ImageJ. */
    IMAGEJ_TIFF("ImageJ TIFF"),
    /** Any other TIFF. */
    TIFF("TIFF"),
    /** PNG. */
    PNG("PNG"),
    /** JPEG. */
    JPEG("JPEG");

    private final String title;

    SlideFormat(String title) {
        this.title = title;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** TIFF of any dialect, PNG or JPEG by the first bytes of a file; empty for anything else. */
    static Optional<SlideFormat> of(Path file) {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(16);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the slide cannot be read").at(file).fix("Check the path and its permissions"), e);
        }
        if (TiffFile.isTiff(head)) {
            return Optional.of(TIFF);
        }
        if (head.length >= 8 && head[0] == (byte) 0x89 && head[1] == 'P' && head[2] == 'N' && head[3] == 'G') {
            return Optional.of(PNG);
        }
        boolean isJpeg = head.length >= 4 && head[0] == (byte) 0xff && head[1] == (byte) 0xd8 && head[2] == (byte) 0xff;
        return isJpeg ? Optional.of(JPEG) : Optional.empty();
    }
}
