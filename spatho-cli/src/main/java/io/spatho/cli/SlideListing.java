package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.slide.PixelSize;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideFacts;
import io.spatho.anndata.slide.SlideLevel;
import io.spatho.core.json.CanonicalJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** What {@code spatho inspect} says of a slide: dialect, size of a pixel, levels, associated pictures. */
final class SlideListing {

    private SlideListing() {}

    static void print(Path file, boolean json, PrintWriter out) {
        try (Slide slide = Slide.open(file)) {
            if (json) {
                out.println(CanonicalJson.line(document(slide.facts())));
            } else {
                lines(slide.facts(), out);
            }
        }
    }

    private static void lines(SlideFacts facts, PrintWriter out) {
        out.println("slide     " + facts.format().title()
                + (facts.container().isEmpty() ? "" : " (" + facts.container() + ")"));
        out.println("pixel     "
                + facts.pixelSize()
                        .map(size -> size.words() + " (" + size.source() + ")")
                        .orElse("size unknown: give --he-mpp, or an alignment, to spatho run"));
        if (facts.magnification() > 0) {
            out.printf(Locale.ROOT, "objective %.4g x%n", facts.magnification());
        }
        for (int i = 0; i < facts.levels().size(); i++) {
            SlideLevel level = facts.levels().get(i);
            out.printf(
                    Locale.ROOT,
                    "level %-3d %10d x %-10d 1/%-8.4g %s tiles of %d x %d%n",
                    i,
                    level.width(),
                    level.height(),
                    level.downsample(),
                    level.codec(),
                    level.tileWidth(),
                    level.tileHeight());
        }
        facts.associated().forEach(picture -> out.println("unused    " + picture));
        facts.pixelSize().ifPresent(size -> size.conflicts().forEach(conflict -> out.println("conflict  " + conflict)));
        facts.notes().forEach(note -> out.println("note      " + note));
    }

    private static ObjectNode document(SlideFacts facts) {
        ObjectNode node = CanonicalJson.object();
        node.put("slide", facts.format().title()).put("container", facts.container());
        if (facts.pixelSize().isPresent()) {
            PixelSize size = facts.pixelSize().get();
            node.put("um_per_pixel_x", size.x()).put("um_per_pixel_y", size.y());
            node.put("um_per_pixel_source", size.source());
            ArrayNode conflicts = node.putArray("conflicts");
            size.conflicts().forEach(conflicts::add);
        } else {
            node.putNull("um_per_pixel_x").putNull("um_per_pixel_y");
        }
        if (facts.magnification() > 0) {
            node.put("magnification", facts.magnification());
        }
        ArrayNode levels = node.putArray("levels");
        for (SlideLevel level : facts.levels()) {
            levels.addObject()
                    .put("width", level.width())
                    .put("height", level.height())
                    .put("downsample", level.downsample())
                    .put("tile_width", level.tileWidth())
                    .put("tile_height", level.tileHeight())
                    .put("codec", level.codec());
        }
        ArrayNode associated = node.putArray("associated");
        facts.associated().forEach(associated::add);
        ArrayNode notes = node.putArray("notes");
        facts.notes().forEach(notes::add);
        return node;
    }
}
