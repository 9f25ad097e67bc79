package io.spatho.report.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A region as it is drawn.
 *
 * @param id its id
 * @param structure the label of its structure, or empty
 * @param source where it comes from
 * @param cells its number of observations, NaN when unknown
 * @param areaSquareUm its area in square micrometres, NaN when unknown
 * @param rings its rings, each x0, y0, x1, y1, … in micrometres
 */
public record RegionOutline(
        String id, String structure, String source, double cells, double areaSquareUm, List<double[]> rings) {

    /** The regions of a GeoJSON feature collection in micrometres; geometries other than polygons are passed over. */
    static List<RegionOutline> read(JsonNode collection) {
        List<RegionOutline> outlines = new ArrayList<>();
        for (JsonNode feature : collection.path("features")) {
            JsonNode properties = feature.path("properties");
            List<double[]> rings = new ArrayList<>();
            double area = 0;
            JsonNode geometry = feature.path("geometry");
            if (geometry.path("type").asText().equals("Polygon")) {
                area = addRings(geometry.path("coordinates"), rings);
            } else if (geometry.path("type").asText().equals("MultiPolygon")) {
                for (JsonNode polygon : geometry.path("coordinates")) {
                    area += addRings(polygon, rings);
                }
            }
            outlines.add(new RegionOutline(
                    properties.path("region_id").asText(),
                    properties.path("structure_label").asText(),
                    properties.path("source").asText(),
                    properties.path("n_cells").asDouble(Double.NaN),
                    properties.path("area_um2").asDouble(rings.isEmpty() ? Double.NaN : area),
                    rings));
        }
        return outlines;
    }

    /** The area within a closed ring, by the shoelace formula about its first point. */
    private static double area(double[] ring) {
        double twice = 0;
        for (int i = 0; i < ring.length; i += 2) {
            int j = (i + 2) % ring.length;
            twice += (ring[i] - ring[0]) * (ring[j + 1] - ring[1]) - (ring[j] - ring[0]) * (ring[i + 1] - ring[1]);
        }
        return Math.abs(twice) / 2;
    }

    /** Adds the rings of a polygon, shell first, and gives its area without its holes. */
    private static double addRings(JsonNode polygon, List<double[]> rings) {
        double area = 0;
        boolean isShell = true;
        for (JsonNode ring : polygon) {
            double[] points = new double[2 * ring.size()];
            boolean isFinite = true;
            for (int i = 0; i < ring.size(); i++) {
                points[2 * i] = ring.get(i).path(0).asDouble(Double.NaN);
                points[2 * i + 1] = ring.get(i).path(1).asDouble(Double.NaN);
                isFinite &= Double.isFinite(points[2 * i] + points[2 * i + 1]);
            }
            if (isFinite && ring.size() >= 3) {
                rings.add(points);
                area += isShell ? area(points) : -area(points);
            }
            isShell = false;
        }
        return area;
    }
}
