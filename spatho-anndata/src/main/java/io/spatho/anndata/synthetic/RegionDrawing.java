package io.spatho.anndata.synthetic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Draws the structures of a section as a pathologist would in QuPath: a GeoJSON feature collection of named, classified polygons in
 * micrometres, in the bundle's coordinates.
 *
 * <p>Each polygon has 36 corners, each where the structure ends along a ray from its middle.
 */
final class RegionDrawing {

    private static final int RAYS = 36;
    private static final double STRIDE = 2;
    private static final double LARGEST_STRETCH = 1.7;
    private static final double SMALLEST_RADIUS = 18;

    private final Section section;
    private final TissueModel tissue;
    private final int[] drawn = new int[Structure.values().length];

    private RegionDrawing(Section section) {
        this.section = section;
        this.tissue = section.lattice().tissue();
    }

    static ObjectNode of(Section section) {
        RegionDrawing drawing = new RegionDrawing(section);
        ArrayNode features = CanonicalJson.array();
        for (Site site : drawing.tissue.landmarks()) {
            double[] middle = drawing.tissue.middle(site);
            boolean within = drawing.tissue.level(middle[0], middle[1]) < 0.96 * section.edge();
            if (within && drawing.tissue.inside(site, middle[0], middle[1]) && site.radius() >= SMALLEST_RADIUS) {
                features.add(drawing.feature(site, middle));
            }
        }
        ObjectNode collection = CanonicalJson.object().put("type", "FeatureCollection");
        collection.set("features", features);
        return collection;
    }

    private ObjectNode feature(Site site, double[] middle) {
        int number = ++drawn[site.structure().position()];
        String name = label(site.structure()) + " " + number;
        ObjectNode classification = CanonicalJson.object().put("name", label(site.structure()));
        classification.set("color", colour(site.structure()));
        ObjectNode properties = CanonicalJson.object()
                .put("objectType", "annotation")
                .put("name", name)
                .put("unit", "um");
        properties.set("classification", classification);
        ObjectNode geometry = CanonicalJson.object().put("type", "Polygon");
        geometry.set("coordinates", CanonicalJson.array().add(ring(site, middle)));
        ObjectNode feature = CanonicalJson.object().put("type", "Feature");
        feature.put(
                "id",
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
        feature.set("geometry", geometry);
        feature.set("properties", properties);
        return feature;
    }

    private ArrayNode ring(Site site, double[] middle) {
        ArrayNode ring = CanonicalJson.array();
        for (int ray = 0; ray <= RAYS; ray++) {
            double angle = 2 * Math.PI * (ray % RAYS) / RAYS;
            double along = StrictMath.cos(angle);
            double up = StrictMath.sin(angle);
            double reach = STRIDE;
            while (reach < LARGEST_STRETCH * site.radius()
                    && belongs(site, middle[0] + (reach + STRIDE) * along, middle[1] + (reach + STRIDE) * up)) {
                reach += STRIDE;
            }
            ring.add(CanonicalJson.array()
                    .add(rounded(middle[0] + reach * along + section.shiftX()))
                    .add(rounded(middle[1] + reach * up + section.shiftY())));
        }
        return ring;
    }

    private boolean belongs(Site site, double x, double y) {
        return tissue.level(x, y) < section.edge() && tissue.inside(site, x, y);
    }

    private static double rounded(double micrometres) {
        return Math.rint(micrometres * 10) / 10;
    }

    private static String label(Structure structure) {
        return switch (structure) {
            case TUMOUR_NEST -> "Tumor";
            case LYMPHOID_AGGREGATE -> "Immune cells";
            case GLAND -> "Gland";
            case STROMA -> "Stroma";
            case VESSEL -> "Vessel";
            case NERVE -> "Nerve";
        };
    }

    private static ArrayNode colour(Structure structure) {
        ArrayNode colour = CanonicalJson.array();
        return switch (structure) {
            case TUMOUR_NEST -> colour.add(200).add(0).add(0);
            case LYMPHOID_AGGREGATE -> colour.add(160).add(90).add(160);
            case GLAND -> colour.add(0).add(140).add(190);
            case STROMA -> colour.add(150).add(200).add(150);
            case VESSEL -> colour.add(220).add(120).add(0);
            case NERVE -> colour.add(230).add(200).add(0);
        };
    }
}
