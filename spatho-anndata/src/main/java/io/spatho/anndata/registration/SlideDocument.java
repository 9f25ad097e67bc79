package io.spatho.anndata.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.slide.PixelSize;
import io.spatho.anndata.slide.SlideFacts;
import io.spatho.anndata.slide.TileGap;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.json.CanonicalJson;

/** {@code analysis/slide.json}: the slide, its registration, its tissue and its gaps. */
final class SlideDocument {

    private SlideDocument() {}

    static JsonNode of(RegisteredSlide slide) {
        ObjectNode node = CanonicalJson.object();
        facts(node.putObject("slide"), slide);
        registration(node.putObject("registration"), slide.registration());
        Placement placement = slide.placement();
        node.putObject("placement")
                .put("observations", placement.observations())
                .put("inside_slide", placement.inside())
                .put("on_tissue", placement.onTissue());
        ObjectNode tissue = node.putObject("tissue");
        tissue.put("share", slide.mask().share()).put("area_mm2", slide.mask().areaSquareMillimetres());
        tissue.put("square_um", slide.mask().step() * slide.mask().umPerPixel());
        number(tissue, "threshold_optical_density", slide.mask().threshold());
        ArrayNode gaps = node.putArray("gaps");
        for (TileGap gap : slide.slide().gaps()) {
            gaps.addObject()
                    .put("code", TileGap.CODE)
                    .put("level", gap.level())
                    .put("column", gap.column())
                    .put("row", gap.row())
                    .put("x", gap.x())
                    .put("y", gap.y())
                    .put("width", gap.width())
                    .put("height", gap.height())
                    .put("reason", gap.reason());
        }
        ArrayNode warnings = node.putArray("warnings");
        slide.warnings().forEach(warnings::add);
        return node;
    }

    private static void facts(ObjectNode node, RegisteredSlide slide) {
        SlideFacts facts = slide.slide().facts();
        PixelSize size = slide.pixelSize();
        node.put("name", slide.slide().file().getFileName().toString());
        node.put("format", facts.format().title())
                .put("codec", facts.levels().get(0).codec());
        node.put("um_per_pixel_x", size.x()).put("um_per_pixel_y", size.y());
        node.put("um_per_pixel_source", size.source());
        number(node, "magnification", facts.magnification());
        ArrayNode levels = node.putArray("levels");
        facts.levels().forEach(level -> levels.addObject()
                .put("width", level.width())
                .put("height", level.height())
                .put("downsample", level.downsample())
                .put("tile_width", level.tileWidth())
                .put("tile_height", level.tileHeight()));
    }

    private static void registration(ObjectNode node, Registration registration) {
        node.put("method", registration.method()).put("um_per_pixel_implied", registration.impliedUmPerPixel());
        transform(node.putArray("um_to_pixel"), registration.toPixels());
        if (registration.fit().isEmpty()) {
            node.putNull("keypoints");
            return;
        }
        KeypointFit fit = registration.fit().get();
        ObjectNode points = node.putObject("keypoints");
        points.put("model", fit.model()).put("rms_um", fit.rms()).put("max_um", fit.largest());
        number(points, "leave_one_out_rms_um", fit.leaveOneOutRms());
        ArrayNode list = points.putArray("points");
        for (int i = 0; i < fit.residuals().length; i++) {
            ObjectNode point = list.addObject().put("residual_um", fit.residuals()[i]);
            number(point, "leave_one_out_um", fit.leaveOneOut()[i]);
        }
    }

    static void transform(ArrayNode list, SpatialTransform map) {
        list.add(map.a()).add(map.b()).add(map.c()).add(map.d()).add(map.e()).add(map.f());
    }

    /** A number, or null for one that is not. */
    static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
