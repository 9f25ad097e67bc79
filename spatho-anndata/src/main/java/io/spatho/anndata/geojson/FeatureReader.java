package io.spatho.anndata.geojson;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.region.Region;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/** Turns one GeoJSON feature into a region. */
final class FeatureReader {

    private static final int SHORTEST_RING = 4;
    private static final double FARTHEST = 1e9;
    private static final double LARGEST_CHANGE = 0.01;
    private static final List<String> LABEL_KEYS = List.of("structure_label", "label", "name");

    private final Path file;
    private final RegionUnit unit;
    private final boolean repairs;
    private final List<String> warnings;
    private final GeometryFactory factory = new GeometryFactory();

    private FeatureReader(Path file, RegionUnit unit, boolean repairs, List<String> warnings) {
        this.file = file;
        this.unit = unit;
        this.repairs = repairs;
        this.warnings = warnings;
    }

    static FeatureReader strict(Path file, RegionUnit unit) {
        return new FeatureReader(file, unit, false, List.of());
    }

    static FeatureReader lenient(Path file, RegionUnit unit, List<String> warnings) {
        return new FeatureReader(file, unit, true, warnings);
    }

    /** The region of the {@code number}th feature; empty for points and lines that may be left out. */
    Optional<Region> region(JsonNode feature, int number) {
        if (!feature.path("type").asText().equals("Feature")) {
            throw fault(number, "not a feature", "type Feature", feature.path("type"));
        }
        JsonNode geometry = feature.path("geometry");
        String type = geometry.path("type").asText();
        if (repairs && (type.endsWith("Point") || type.endsWith("LineString"))) {
            warnings.add("feature " + number + " of " + file.getFileName() + " is a " + type + " and was left out");
            return Optional.empty();
        }
        Geometry outline =
                switch (type) {
                    case "Polygon" -> polygon(geometry.path("coordinates"), number);
                    case "MultiPolygon" -> polygons(geometry.path("coordinates"), number);
                    default ->
                        throw fault(number, "a geometry is no area", "Polygon or MultiPolygon", geometry.path("type"));
                };
        String id = id(feature, number);
        return Optional.of(new Region(id, valid(outline, number), "user", label(feature, number)));
    }

    private String id(JsonNode feature, int number) {
        JsonNode properties = feature.path("properties");
        for (JsonNode candidate : List.of(properties.path("region_id"), feature.path("id"), properties.path("name"))) {
            String id = candidate.isTextual() || candidate.isIntegralNumber() ? candidate.asText() : "";
            if (!id.isBlank()) {
                return limited(id, number);
            }
        }
        return "region_" + number;
    }

    private String label(JsonNode feature, int number) {
        JsonNode properties = feature.path("properties");
        JsonNode classification = properties.path("classification");
        String named = classification.isTextual()
                ? classification.asText()
                : classification.path("name").asText("");
        for (String key : LABEL_KEYS) {
            JsonNode value = properties.path(key);
            named = named.isBlank() && value.isTextual() ? value.asText() : named;
        }
        return limited(named, number);
    }

    private String limited(String text, int number) {
        return Labels.label(text, () -> file + " feature " + number);
    }

    private Geometry polygons(JsonNode coordinates, int number) {
        if (!coordinates.isArray() || coordinates.isEmpty()) {
            throw fault(number, "a MultiPolygon has no polygon", "an array of polygons", coordinates.getNodeType());
        }
        Polygon[] parts = new Polygon[coordinates.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = polygon(coordinates.get(i), number);
        }
        return factory.createMultiPolygon(parts);
    }

    private Polygon polygon(JsonNode rings, int number) {
        if (!rings.isArray() || rings.isEmpty()) {
            throw fault(number, "a polygon has no ring", "an array of rings", rings.getNodeType());
        }
        LinearRing shell = ring(rings.get(0), number);
        LinearRing[] holes = new LinearRing[rings.size() - 1];
        for (int i = 0; i < holes.length; i++) {
            holes[i] = ring(rings.get(i + 1), number);
        }
        return factory.createPolygon(shell, holes);
    }

    private LinearRing ring(JsonNode positions, int number) {
        Coordinate[] corners = new Coordinate[positions.size()];
        for (int i = 0; i < corners.length; i++) {
            JsonNode position = positions.get(i);
            corners[i] = new Coordinate(number(position.path(0), number), number(position.path(1), number));
        }
        if (corners.length < SHORTEST_RING) {
            throw fault(number, "a ring has too few positions", "at least " + SHORTEST_RING, corners.length);
        }
        if (!corners[0].equals2D(corners[corners.length - 1])) {
            throw fault(
                    number,
                    "a ring is not closed",
                    "the last position to be the first, " + corners[0],
                    corners[corners.length - 1]);
        }
        return factory.createLinearRing(corners);
    }

    private double number(JsonNode node, int number) {
        double value = node.isNumber() ? node.asDouble() * unit.micrometres() : Double.NaN;
        if (!(Math.abs(value) <= FARTHEST)) {
            throw fault(number, "a coordinate is not a finite number", "numbers x and y", node);
        }
        return value;
    }

    private Geometry valid(Geometry outline, int number) {
        TopologyValidationError error = new IsValidOp(outline).getValidationError();
        if (error == null) {
            return outline;
        }
        Geometry repaired = repairs ? outline.buffer(0) : outline;
        double change = Math.abs(repaired.getArea() - outline.getArea());
        if (!repairs || !(repaired instanceof Polygonal) || change > LARGEST_CHANGE * outline.getArea()) {
            throw fault(
                    number, "an outline is not a valid polygon", "no crossing or repeated rings", error.getMessage());
        }
        warnings.add("feature " + number + " of " + file.getFileName() + " was repaired (" + error.getMessage() + ")");
        return repaired;
    }

    private InputException fault(int number, String what, Object expected, Object found) {
        return new InputException(Problem.of(what)
                .at(file + " feature " + number)
                .expected(expected, found)
                .fix("Correct the drawing and export it again."));
    }
}
