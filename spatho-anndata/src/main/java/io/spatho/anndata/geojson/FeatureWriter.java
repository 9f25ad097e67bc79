package io.spatho.anndata.geojson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.region.Region;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

/** Writes regions as a FeatureCollection that QuPath shows as annotations, or that looks like Space Ranger's segmentations. */
final class FeatureWriter {

    private final JsonGenerator json;
    private final RegionUnit unit;
    private final StructureColors colors;

    private FeatureWriter(JsonGenerator json, RegionUnit unit, StructureColors colors) {
        this.json = json;
        this.unit = unit;
        this.colors = colors;
    }

    static void write(Path file, List<Region> regions, RegionUnit unit, GeoJsonRegions.Style style) {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            FeatureWriter writer = new FeatureWriter(json, unit, StructureColors.of(regions));
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeArrayFieldStart("features");
            int number = 0;
            for (Region region : regions) {
                json.writeRaw('\n');
                writer.feature(region, ++number, style);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("the regions cannot be written (" + e.getMessage() + ")")
                            .at(file),
                    e);
        }
    }

    private void feature(Region region, int number, GeoJsonRegions.Style style) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        if (style == GeoJsonRegions.Style.QUPATH) {
            json.writeStringField("id", uuid(region.id()));
        }
        json.writeFieldName("geometry");
        geometry(region);
        json.writeObjectFieldStart("properties");
        if (style == GeoJsonRegions.Style.SPACE_RANGER) {
            json.writeNumberField("cell_id", number);
        } else {
            json.writeStringField("objectType", "annotation");
            json.writeStringField("name", region.id());
            json.writeBooleanField("isLocked", true);
        }
        json.writeStringField("region_id", region.id());
        json.writeStringField("structure_label", region.label());
        json.writeStringField("source", region.source());
        json.writeStringField("unit", unit.name());
        if (unit.name().equals("pixel")) {
            json.writeNumberField("um_per_pixel", unit.micrometres());
        }
        if (!region.label().isEmpty()) {
            classification(region.label());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** QuPath takes only a UUID for an id. */
    private static String uuid(String id) {
        return UUID.nameUUIDFromBytes(("spatho region " + id).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void classification(String label) throws IOException {
        json.writeObjectFieldStart("classification");
        json.writeStringField("name", label);
        json.writeArrayFieldStart("color");
        for (int channel : colors.of(label)) {
            json.writeNumber(channel);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void geometry(Region region) throws IOException {
        json.writeStartObject();
        if (region.geometry() instanceof Polygon polygon) {
            json.writeStringField("type", "Polygon");
            json.writeFieldName("coordinates");
            polygon(polygon);
        } else if (region.geometry() instanceof MultiPolygon parts) {
            json.writeStringField("type", "MultiPolygon");
            json.writeArrayFieldStart("coordinates");
            for (int i = 0; i < parts.getNumGeometries(); i++) {
                polygon((Polygon) parts.getGeometryN(i));
            }
            json.writeEndArray();
        } else {
            throw new IllegalArgumentException(
                    "region " + region.id() + " is a " + region.geometry().getGeometryType());
        }
        json.writeEndObject();
    }

    private void polygon(Polygon polygon) throws IOException {
        json.writeStartArray();
        ring(polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            ring(polygon.getInteriorRingN(i));
        }
        json.writeEndArray();
    }

    private void ring(LinearRing ring) throws IOException {
        json.writeStartArray();
        for (Coordinate corner : ring.getCoordinates()) {
            json.writeStartArray();
            json.writeNumber(corner.x / unit.micrometres());
            json.writeNumber(corner.y / unit.micrometres());
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
