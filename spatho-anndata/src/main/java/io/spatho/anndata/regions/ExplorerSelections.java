package io.spatho.anndata.regions;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.geojson.GeoJsonRegions.Drawing;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.geojson.UnitRule;
import io.spatho.core.region.OutlineCheck;
import io.spatho.core.region.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

/**
 * Outlines drawn in Xenium Explorer, in micrometres: comment lines ({@code #Selection name: …}, {@code #Area (µm^2): …}), then columns
 * {@code X}, {@code Y} and, with several selections in a file, {@code Selection}; newer versions add {@code Class} and {@code Color}.
 *
 * <p>A selection without a column of names is called as its comment says, else as the file. What spatho wrote as {@code NAME [2/3]} is
 * the second of three parts of a region.
 */
final class ExplorerSelections {

    private static final Pattern NAMED = Pattern.compile("#\\s*Selection names?:\\s*(.*)");
    private static final Pattern PART = Pattern.compile("(.*) \\[([0-9]{1,6})/([0-9]{1,6})]");

    private ExplorerSelections() {}

    static Drawing read(Path file, UnitRule units, OutlineCheck check) {
        try (CsvRows rows = CsvRows.commas(file)) {
            List<String> comments = new ArrayList<>();
            CornerColumns columns = CornerColumns.of(rows, CornerColumns.header(rows, comments));
            int x = columns.require(List.of("x"));
            int y = columns.require(List.of("y"));
            int selection = columns.find(List.of("selection"));
            int label = columns.find(List.of("class"));
            RegionUnit unit = units.resolve("um", Double.NaN, file.toString());
            String name = name(file, comments);
            RegionCollector collector = new RegionCollector(file, check);
            while (columns.next()) {
                collector.add(
                        columns.text(selection, name),
                        columns.text(label, ""),
                        0,
                        0,
                        columns.corner(x, y, unit, file.toString()));
            }
            return new Drawing(joined(collector.finish(), check), unit);
        }
    }

    private static String name(Path file, List<String> comments) {
        for (String comment : comments) {
            Matcher matcher = NAMED.matcher(comment);
            if (matcher.matches() && !matcher.group(1).isBlank()) {
                return matcher.group(1).strip();
            }
        }
        String name = file.getFileName().toString();
        return name.contains(".") && !name.startsWith(".") ? name.substring(0, name.indexOf('.')) : name;
    }

    /** The selections, with those put together that are parts of one region. */
    private static List<Region> joined(List<Region> selections, OutlineCheck check) {
        Map<String, List<Region>> regions = new LinkedHashMap<>();
        for (Region selection : selections) {
            Matcher matcher = PART.matcher(selection.id());
            String id = matcher.matches() ? matcher.group(1) : selection.id();
            regions.computeIfAbsent(id, key -> new ArrayList<>()).add(selection);
        }
        List<Region> joined = new ArrayList<>();
        regions.forEach((id, parts) -> {
            if (!wholeSet(id, parts)) {
                joined.addAll(parts);
                return;
            }
            List<Polygon> polygons = new ArrayList<>();
            for (Region part : parts) {
                for (int i = 0; i < part.geometry().getNumGeometries(); i++) {
                    polygons.add((Polygon) part.geometry().getGeometryN(i));
                }
            }
            Geometry outline = check.factory().createMultiPolygon(polygons.toArray(Polygon[]::new));
            Region first = parts.get(0);
            joined.add(new Region(id, check.valid(outline, "region " + id), first.source(), first.label()));
        });
        return joined;
    }

    private static boolean wholeSet(String id, List<Region> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).id().equals(id + " [" + (i + 1) + "/" + parts.size() + "]")) {
                return false;
            }
        }
        return true;
    }
}
