package io.spatho.anndata.synthetic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The small pictures and the scale factors of a slide whose full-resolution picture is {@code width} x {@code height} micrometres at half a
 * micrometre a pixel.
 */
final class SlidePictures {

    /** Micrometres per full-resolution pixel. */
    static final double PIXEL = 0.5;

    private final HistologyPainter painter;
    private final double width;
    private final double height;

    SlidePictures(HistologyPainter painter, double width, double height) {
        this.painter = painter;
        this.width = width;
        this.height = height;
    }

    /** Small-picture pixels per full-resolution pixel when the longer side has {@code side} pixels. */
    double scale(int side) {
        return side / (Math.max(width, height) / PIXEL);
    }

    /** Writes a picture whose longer side has {@code side} pixels. */
    void write(Path file, int side, Workers workers) {
        double pixel = PIXEL / scale(side);
        int columns = (int) Math.rint(width / pixel);
        int rows = (int) Math.rint(height / pixel);
        HistologyPainter.write(painter.paint(columns, rows, pixel, workers), file);
    }

    /** Writes {@code scalefactors_json.json}. */
    static void writeScales(Path file, ObjectNode scales) {
        try {
            Files.write(file, CanonicalJson.document(scales));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
