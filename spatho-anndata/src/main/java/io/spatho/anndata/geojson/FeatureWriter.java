package io.spatho.anndata.geojson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.region.Region;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

/** Writes regions as a FeatureCollection that QuPath shows as annotations. */
final class FeatureWriter {

    private FeatureWriter() {}

    static void write(Path file, List<Region> regions) {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeArrayFieldStart("features");
            for (Region region : regions) {
                json.writeRaw('\n');
                feature(json, region);
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

    private static void feature(JsonGenerator json, Region region) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeStringField("id", region.id());
        json.writeFieldName("geometry");
        geometry(json, region);
        json.writeObjectFieldStart("properties");
        json.writeStringField("objectType", "annotation");
        json.writeStringField("region_id", region.id());
        json.writeStringField("structure_label", region.label());
        json.writeStringField("source", region.source());
        json.writeStringField("unit", "um");
        if (!region.label().isEmpty()) {
            json.writeObjectFieldStart("classification");
            json.writeStringField("name", region.label());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void geometry(JsonGenerator json, Region region) throws IOException {
        json.writeStartObject();
        if (region.geometry() instanceof Polygon polygon) {
            json.writeStringField("type", "Polygon");
            json.writeFieldName("coordinates");
            polygon(json, polygon);
        } else if (region.geometry() instanceof MultiPolygon parts) {
            json.writeStringField("type", "MultiPolygon");
            json.writeArrayFieldStart("coordinates");
            for (int i = 0; i < parts.getNumGeometries(); i++) {
                polygon(json, (Polygon) parts.getGeometryN(i));
            }
            json.writeEndArray();
        } else {
            throw new IllegalArgumentException(
                    "region " + region.id() + " is a " + region.geometry().getGeometryType());
        }
        json.writeEndObject();
    }

    private static void polygon(JsonGenerator json, Polygon polygon) throws IOException {
        json.writeStartArray();
        ring(json, polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            ring(json, polygon.getInteriorRingN(i));
        }
        json.writeEndArray();
    }

    private static void ring(JsonGenerator json, LinearRing ring) throws IOException {
        json.writeStartArray();
        for (Coordinate corner : ring.getCoordinates()) {
            json.writeStartArray();
            json.writeNumber(corner.x);
            json.writeNumber(corner.y);
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
