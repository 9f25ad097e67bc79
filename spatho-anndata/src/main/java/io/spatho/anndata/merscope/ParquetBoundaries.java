package io.spatho.anndata.merscope;

import io.spatho.anndata.parquet.ParquetRows;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Coordinate;

/**
 * Cell boundaries as GeoParquet: {@code EntityID}, {@code ZIndex} and the outline as well-known binary in micrometres, one row per cell
 * and plane.
 *
 * <p>Holes are left out; of a MultiPolygon each part is a polygon. Source: Vizgen Post-processing Tool 1; OGC 06-103r4 §8.2.
 */
final class ParquetBoundaries implements OutlineSource {

    private final Path file;
    private final String[] cells;

    ParquetBoundaries(Path file, String[] cells) {
        this.file = file;
        this.cells = cells;
    }

    @Override
    public String name() {
        return "cell_boundaries";
    }

    @Override
    public Outlines read() {
        List<String> columns = ParquetTable.columnNames(file);
        String geometry = columns.contains("Geometry") ? "Geometry" : "geometry";
        boolean planes = columns.contains("ZIndex");
        List<String> wanted = new ArrayList<>(List.of("EntityID", geometry));
        if (planes) {
            wanted.add("ZIndex");
        }
        int[] range = planes ? planes() : new int[] {0, 0};
        Map<String, Integer> rows = Identifiers.requireUnique(file, "cell", cells);
        PlaneChoice choice = new PlaneChoice(cells.length, range[0], range[1]);
        try (ParquetRows source = ParquetRows.open(file, wanted)) {
            while (source.next()) {
                Integer cell = rows.get(source.text(0));
                if (cell != null && !source.isMissing(1)) {
                    int plane = planes ? plane(source, 2) : 0;
                    choice.offer(cell, plane, rings(source));
                }
            }
        }
        return choice.outlines();
    }

    private int[] planes() {
        int[] range = {Integer.MAX_VALUE, Integer.MIN_VALUE};
        try (ParquetRows source = ParquetRows.open(file, List.of("ZIndex"))) {
            while (source.next()) {
                int plane = plane(source, 0);
                range[0] = Math.min(range[0], plane);
                range[1] = Math.max(range[1], plane);
            }
        }
        return range[0] > range[1] ? new int[] {0, 0} : range;
    }

    private int plane(ParquetRows source, int column) {
        long plane = source.integer(column);
        if (plane < 0 || plane > Short.MAX_VALUE) {
            throw new InputException(Problem.of("a plane has no sensible number")
                    .at(file + " row " + (source.row() + 1))
                    .expected("0 to " + Short.MAX_VALUE, plane));
        }
        return (int) plane;
    }

    private List<Coordinate[]> rings(ParquetRows source) {
        ByteBuffer buffer = source.bytes(1);
        if (buffer.remaining() > Limit.OUTLINE_BYTES.value()) {
            throw fault(source, "an outline is too large", buffer.remaining() + " bytes");
        }
        List<Coordinate[]> rings;
        try {
            rings = WellKnownPolygons.outerRings(buffer);
        } catch (IllegalArgumentException e) {
            throw fault(source, "an outline is no well-known binary of an area", e.getMessage());
        }
        for (Coordinate[] ring : rings) {
            for (Coordinate corner : ring) {
                if (!(Math.abs(corner.x) <= 1e9 && Math.abs(corner.y) <= 1e9)) {
                    throw fault(source, "a corner is not a finite number", corner.x + ", " + corner.y);
                }
            }
        }
        return rings;
    }

    private InputException fault(ParquetRows source, String what, Object found) {
        return new InputException(Problem.of(what)
                .at(file + " row " + (source.row() + 1))
                .expected("a Polygon or MultiPolygon in micrometres", found));
    }
}
