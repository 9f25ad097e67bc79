package io.spatho.anndata.regions;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.csv.NumberText;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.core.limit.Labels;
import io.spatho.core.region.OutlineCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.locationtech.jts.geom.Coordinate;

/** The columns of a delimited file that holds a corner per row; names are taken in any case. */
final class CornerColumns {

    /** What the column with a region's id may be called. */
    static final List<String> ID_NAMES = List.of("id", "region_id");

    private static final int MOST_COMMENTS = 100;

    private final CsvRows rows;
    private final List<String> names;

    private CornerColumns(CsvRows rows, List<String> names) {
        this.rows = rows;
        this.names = names;
    }

    /** Reads to the header, past lines that begin with a hash sign; empty at the end of the file. */
    static List<String> header(CsvRows rows) {
        return header(rows, new ArrayList<>());
    }

    /** The same, with the comment lines added to {@code comments}. */
    static List<String> header(CsvRows rows, List<String> comments) {
        while (rows.next()) {
            if (!rows.field(0).startsWith("#")) {
                return rows.fields();
            }
            if (comments.size() == MOST_COMMENTS) {
                throw rows.problem("too many comment lines", "at most " + MOST_COMMENTS, "more");
            }
            comments.add(String.join(",", rows.fields()));
        }
        return List.of();
    }

    static CornerColumns of(CsvRows rows, List<String> header) {
        return new CornerColumns(
                rows,
                header.stream()
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** The position of the first of the names that there is, -1 for none. */
    int find(List<String> candidates) {
        for (String candidate : candidates) {
            int at = names.indexOf(candidate);
            if (at >= 0) {
                if (names.lastIndexOf(candidate) != at) {
                    throw rows.problem("column " + candidate + " stands there twice", "one", "two");
                }
                return at;
            }
        }
        return -1;
    }

    /** The same, of a column that must be there. */
    int require(List<String> candidates) {
        int at = find(candidates);
        if (at < 0) {
            throw rows.problem(
                    "column " + candidates.get(0) + " is missing", candidates.get(0), String.join(", ", names));
        }
        return at;
    }

    /** Moves to the next row, which must have as many fields as the header. */
    boolean next() {
        if (!rows.next()) {
            return false;
        }
        if (rows.size() != names.size()) {
            throw rows.problem("a row has another number of fields", names.size(), rows.size());
        }
        return true;
    }

    /** The text of a column of the current row, or a default when there is no such column. */
    String text(int column, String otherwise) {
        String text = column < 0 ? otherwise : rows.field(column).strip();
        return Labels.label(text, () -> "line " + rows.line());
    }

    /** A whole number of the current row, at least 0; 0 when there is no such column. */
    int whole(int column) {
        String text = text(column, "0");
        if (text.isEmpty() || text.length() > 9 || text.chars().anyMatch(c -> c < '0' || c > '9')) {
            throw rows.problem("part and ring must be whole numbers", "0, 1, 2 ...", text);
        }
        return Integer.parseInt(text);
    }

    /** The corner of the current row in micrometres. */
    Coordinate corner(int x, int y, RegionUnit unit, String where) {
        return new Coordinate(number(x, unit, where), number(y, unit, where));
    }

    private double number(int column, RegionUnit unit, String where) {
        double value;
        try {
            value = NumberText.parse(rows.field(column));
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        return OutlineCheck.coordinate(value * unit.micrometres(), rows.field(column), where + " line " + rows.line());
    }
}
