package io.spatho.anndata.regions;

import io.spatho.anndata.geojson.GeoJsonRegions;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.geojson.StructureColors;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.region.Region;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.triangulate.polygon.PolygonHoleJoiner;

/**
 * Writes regions, given in micrometres, in the order given. Coordinates are the shortest decimals that give the same float64, so what
 * is written in micrometres comes back exactly; every file says its unit. The same regions give the same bytes.
 */
public final class RegionWriter {

    private RegionWriter() {}

    /** Writes outlines for a tool; Xenium Explorer knows micrometres only. */
    public static void write(Path file, List<Region> regions, RegionUnit unit, RegionTarget target) {
        switch (target) {
            case QUPATH -> GeoJsonRegions.write(file, regions, unit, GeoJsonRegions.Style.QUPATH);
            case SPACE_RANGER -> GeoJsonRegions.write(file, regions, unit, GeoJsonRegions.Style.SPACE_RANGER);
            case EXPLORER -> {
                if (!unit.name().equals("um")) {
                    throw new IllegalArgumentException("Xenium Explorer takes micrometres, not " + unit.text());
                }
                text(file, out -> selections(out, regions));
            }
            case CSV -> text(file, out -> polygons(out, regions, unit));
        }
    }

    /**
     * Writes a cell groups file for Xenium Explorer.
     *
     * @param cellIds ids of the cells
     * @param groups the group of each cell, {@code null} to leave it out
     * @param colors the colour of each cell's group as {@code #rrggbb}
     */
    public static void cellGroups(Path file, String[] cellIds, String[] groups, String[] colors) {
        text(file, out -> {
            out.write("cell_id,group,color\n");
            for (int i = 0; i < cellIds.length; i++) {
                if (groups[i] != null && !groups[i].isEmpty()) {
                    out.write(quoted(cellIds[i]) + "," + quoted(groups[i]) + "," + colors[i] + "\n");
                }
            }
        });
    }

    /** Two comment lines, as Xenium Explorer writes them; a part of a region is {@code ID [1/2]}, holes are joined to the outside. */
    private static void selections(BufferedWriter out, List<Region> regions) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> areas = new ArrayList<>();
        List<Polygon> polygons = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (Region region : regions) {
            int parts = region.geometry().getNumGeometries();
            for (int part = 0; part < parts; part++) {
                Polygon polygon = (Polygon) region.geometry().getGeometryN(part);
                names.add(parts == 1 ? region.id() : region.id() + " [" + (part + 1) + "/" + parts + "]");
                areas.add(Double.toString(polygon.getArea()));
                polygons.add(polygon);
                labels.add(region.label());
            }
        }
        boolean one = names.size() == 1;
        out.write((one ? "#Selection name: " : "#Selection names: ") + oneLine(String.join(", ", names)) + "\n");
        out.write((one ? "#Area (µm^2): " : "#Areas (µm^2): ") + String.join(", ", areas) + "\n");
        out.write("Selection,X,Y,Class,Color\n");
        StructureColors colors = StructureColors.of(regions);
        for (int i = 0; i < names.size(); i++) {
            Polygon polygon = polygons.get(i);
            Polygon whole = polygon.getNumInteriorRing() == 0 ? polygon : PolygonHoleJoiner.joinAsPolygon(polygon);
            String after = "," + quoted(labels.get(i)) + "," + colors.hex(labels.get(i)) + "\n";
            for (Coordinate corner : whole.getExteriorRing().getCoordinates()) {
                out.write(quoted(names.get(i)) + "," + corner.x + "," + corner.y + after);
            }
        }
    }

    private static void polygons(BufferedWriter out, List<Region> regions, RegionUnit unit) throws IOException {
        if (unit.name().equals("pixel")) {
            out.write("# um_per_pixel: " + unit.micrometres() + "\n");
        }
        out.write("id,label,part,ring,x_" + unit.name() + ",y_" + unit.name() + "\n");
        for (Region region : regions) {
            for (int part = 0; part < region.geometry().getNumGeometries(); part++) {
                Polygon polygon = (Polygon) region.geometry().getGeometryN(part);
                String before = quoted(region.id()) + "," + quoted(region.label()) + "," + part + ",";
                ring(out, before + "0,", polygon.getExteriorRing(), unit);
                for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
                    ring(out, before + (hole + 1) + ",", polygon.getInteriorRingN(hole), unit);
                }
            }
        }
    }

    private static void ring(BufferedWriter out, String before, LinearRing ring, RegionUnit unit) throws IOException {
        for (Coordinate corner : ring.getCoordinates()) {
            out.write(before + corner.x / unit.micrometres() + "," + corner.y / unit.micrometres() + "\n");
        }
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == '#');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void text(Path file, TextWriter writer) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            writer.write(out);
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("the regions cannot be written (" + e.getMessage() + ")")
                            .at(file),
                    e);
        }
    }

    @FunctionalInterface
    private interface TextWriter {
        void write(BufferedWriter out) throws IOException;
    }
}
