package io.spatho.anndata.geojson;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.region.OutlineCheck;
import io.spatho.core.region.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Turns one GeoJSON feature into a region. */
final class FeatureReader {

    private static final List<String> LABEL_KEYS = List.of("structure_label", "label", "name");
    /** QuPath 0.2 wrote the kind of object where an id belongs. */
    private static final Set<String> KINDS_AS_IDS = Set.of(
            "PathAnnotationObject",
            "PathDetectionObject",
            "PathCellObject",
            "PathTileObject",
            "TMACoreObject",
            "PathRootObject");

    private static final String CELL_ID = "cell_id";

    private final Path file;
    private final UnitRule units;
    private final OutlineCheck check;
    private Optional<RegionUnit> unit = Optional.empty();
    private int leftOut;

    FeatureReader(Path file, UnitRule units, OutlineCheck check) {
        this.file = file;
        this.units = units;
        this.check = check;
    }

    /** The unit of the features read so far; empty before the first. */
    Optional<RegionUnit> unit() {
        return unit;
    }

    /** How many points, lines and features without a geometry were left out. */
    int leftOut() {
        return leftOut;
    }

    /** The region of the {@code number}th feature; empty for points and lines that may be left out. */
    Optional<Region> region(JsonNode feature, int number) {
        String where = file + " feature " + number;
        if (!feature.path("type").asText().equals("Feature")) {
            throw fault(where, "not a feature", "type Feature", feature.path("type"));
        }
        String id = id(feature, number);
        where += id.equals("region_" + number) ? "" : " (" + id + ")";
        JsonNode geometry = feature.path("geometry");
        String type = geometry.path("type").asText();
        boolean root = feature.path("properties").path("objectType").asText().equals("root");
        if (check.repairs() && (root || geometry.isNull() || type.endsWith("Point") || type.endsWith("LineString"))) {
            leftOut++;
            return Optional.empty();
        }
        requireUnit(feature.path("properties"), where);
        JsonNode coordinates = geometry.path("coordinates");
        Geometry outline =
                switch (type) {
                    case "Polygon" -> polygon(coordinates, where);
                    case "MultiPolygon" -> polygons(coordinates, where);
                    default ->
                        throw fault(where, "a geometry is no area", "Polygon or MultiPolygon", geometry.path("type"));
                };
        return Optional.of(new Region(id, check.valid(outline, where), "user", label(feature, where)));
    }

    /** Every feature may state its unit; all must mean the same. */
    private void requireUnit(JsonNode properties, String where) {
        JsonNode name = properties.path("unit");
        JsonNode size = properties.path("um_per_pixel");
        // Space Ranger's segmentations are in pixels of the tissue image and do not say so.
        boolean segmentation = properties.path(CELL_ID).isIntegralNumber() && name.isMissingNode();
        RegionUnit found = segmentation
                ? units.resolve("pixel", Double.NaN, where)
                : units.resolve(name.asText(""), size.isNumber() ? size.asDouble() : Double.NaN, where);
        if (unit.isPresent() && !unit.get().agrees(found)) {
            throw fault(
                    where,
                    "the features of one file are in different units",
                    unit.get().text(),
                    found.text());
        }
        unit = Optional.of(found);
    }

    private String id(JsonNode feature, int number) {
        JsonNode properties = feature.path("properties");
        if (properties.path(CELL_ID).canConvertToLong()
                && properties.path("region_id").isMissingNode()) {
            return String.format(
                    Locale.ROOT, "cellid_%09d-1", properties.path(CELL_ID).asLong());
        }
        for (JsonNode candidate : List.of(properties.path("region_id"), feature.path("id"), properties.path("name"))) {
            String id = candidate.isTextual() || candidate.isIntegralNumber() ? candidate.asText() : "";
            if (!id.isBlank() && !KINDS_AS_IDS.contains(id)) {
                return limited(id, file + " feature " + number);
            }
        }
        return "region_" + number;
    }

    /** QuPath's classification (a name, the names of a derived class, or since long ago plain text), else what other tools use. */
    private String label(JsonNode feature, String where) {
        JsonNode properties = feature.path("properties");
        if (properties.path("region_id").isTextual()
                && properties.path("structure_label").isTextual()) {
            return limited(properties.path("structure_label").asText(), where);
        }
        JsonNode classification = properties.path("classification");
        String named = classification.isTextual()
                ? classification.asText()
                : classification.path("name").asText("");
        if (named.isBlank() && classification.path("names").isArray()) {
            List<String> names = new ArrayList<>();
            classification.path("names").forEach(name -> names.add(name.asText()));
            named = String.join(": ", names);
        }
        for (String key : LABEL_KEYS) {
            JsonNode value = properties.path(key);
            named = named.isBlank() && value.isTextual() ? value.asText() : named;
        }
        return limited(named, where);
    }

    private static String limited(String text, String where) {
        return Labels.label(text, () -> where);
    }

    private Geometry polygons(JsonNode coordinates, String where) {
        if (!coordinates.isArray() || coordinates.isEmpty()) {
            throw fault(where, "a MultiPolygon has no polygon", "an array of polygons", coordinates.getNodeType());
        }
        Polygon[] parts = new Polygon[coordinates.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = polygon(coordinates.get(i), where);
        }
        return check.factory().createMultiPolygon(parts);
    }

    private Polygon polygon(JsonNode rings, String where) {
        if (!rings.isArray() || rings.isEmpty()) {
            throw fault(where, "a polygon has no ring", "an array of rings", rings.getNodeType());
        }
        LinearRing shell = ring(rings.get(0), where);
        LinearRing[] holes = new LinearRing[rings.size() - 1];
        for (int i = 0; i < holes.length; i++) {
            holes[i] = ring(rings.get(i + 1), where);
        }
        return check.factory().createPolygon(shell, holes);
    }

    private LinearRing ring(JsonNode positions, String where) {
        Coordinate[] corners = new Coordinate[positions.size()];
        for (int i = 0; i < corners.length; i++) {
            JsonNode position = positions.get(i);
            corners[i] = new Coordinate(number(position.path(0), where), number(position.path(1), where));
        }
        return check.ring(corners, where);
    }

    private double number(JsonNode node, String where) {
        double value = node.isNumber() ? node.asDouble() * unit.orElseThrow().micrometres() : Double.NaN;
        return OutlineCheck.coordinate(value, node, where);
    }

    private static InputException fault(String where, String what, Object expected, Object found) {
        return new InputException(
                Problem.of(what).at(where).expected(expected, found).fix("Correct the drawing and export it again."));
    }
}
