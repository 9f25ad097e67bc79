package io.spatho.anndata.regions;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.geojson.GeoJsonRegions.Drawing;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.geojson.UnitRule;
import io.spatho.core.region.OutlineCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Polygons as a row per corner: {@code id, x, y} and, where there are, {@code label}, {@code part} (of a multipolygon, from 0) and
 * {@code ring} (0 the outer one, then its holes). The unit stands in the names of the columns ({@code x_um}, {@code x_pixel}) or
 * in a comment line {@code # unit: um}, {@code # um_per_pixel: 0.5}. A ring need not repeat its first corner.
 */
final class PolygonCsv {

    private PolygonCsv() {}

    static Drawing read(Path file, UnitRule units, OutlineCheck check) {
        try (CsvRows rows = CsvRows.commas(file)) {
            List<String> comments = new ArrayList<>();
            CornerColumns columns = CornerColumns.of(rows, CornerColumns.header(rows, comments));
            int id = columns.require(CornerColumns.ID_NAMES);
            int label = columns.find(List.of("label", "structure_label"));
            int part = columns.find(List.of("part"));
            int ring = columns.find(List.of("ring"));
            String suffix = suffix(columns);
            int x = columns.require(List.of("x" + suffix));
            int y = columns.require(List.of("y" + suffix));
            RegionUnit unit = unit(file, suffix, comments, units);
            RegionCollector collector = new RegionCollector(file, check);
            while (columns.next()) {
                collector.add(
                        columns.text(id, ""),
                        columns.text(label, ""),
                        columns.whole(part),
                        columns.whole(ring),
                        columns.corner(x, y, unit, file.toString()));
            }
            return new Drawing(collector.finish(), unit);
        }
    }

    /** What the names of the columns with coordinates end in. */
    private static String suffix(CornerColumns columns) {
        if (columns.find(List.of("x_um")) >= 0) {
            return "_um";
        }
        return columns.find(List.of("x_pixel")) >= 0 ? "_pixel" : "";
    }

    private static RegionUnit unit(Path file, String suffix, List<String> comments, UnitRule units) {
        String name = suffix.isEmpty() ? "" : suffix.substring(1);
        String size = "";
        for (String comment : comments) {
            String text = comment.substring(1).strip();
            if (text.startsWith("unit:") && name.isEmpty()) {
                name = text.substring("unit:".length()).strip();
            } else if (text.startsWith("um_per_pixel:")) {
                size = text.substring("um_per_pixel:".length()).strip();
            }
        }
        return units.resolve(name, size.isEmpty() ? Double.NaN : CommentNumber.parse(size, file), file.toString());
    }
}
