package io.spatho.anndata.regions;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.csv.TextInput;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a file of regions is, by its content. */
public enum RegionFormat {
    /** Features of QuPath, of Space Ranger or of spatho. */
    GEOJSON,
    /** Outlines drawn in Xenium Explorer: comment lines, then a row per corner. */
    EXPLORER_SELECTION,
    /** Cells and their groups from Xenium Explorer. */
    EXPLORER_CELL_GROUPS,
    /** A row per corner with the region's id. */
    POLYGON_CSV;

    private static final int LONGEST_BLANK = 1 << 16;
    private static final int BYTE_ORDER_MARK = 0xEF;

    /**
     * The format of a file.
     *
     * @throws InputException when it is none of them
     */
    public static RegionFormat of(Path file) {
        int first = firstCharacter(file);
        requireSize(file);
        if (first == '{' || first == '[') {
            return GEOJSON;
        }
        if (first < 0) {
            throw unknown(file, "an empty file");
        }
        try (CsvRows rows = CsvRows.commas(file)) {
            List<String> header = CornerColumns.header(rows);
            List<String> names = header.stream()
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
            if (names.contains("cell_id") && names.contains("group")) {
                return EXPLORER_CELL_GROUPS;
            }
            boolean corners = names.contains("x") && names.contains("y");
            if (CornerColumns.ID_NAMES.stream().anyMatch(names::contains)
                    && (corners || names.contains("x_um") || names.contains("x_pixel"))) {
                return POLYGON_CSV;
            }
            if (corners) {
                return EXPLORER_SELECTION;
            }
            throw unknown(file, "columns " + String.join(", ", header));
        }
    }

    private static void requireSize(Path file) {
        try {
            Limit.REGIONS_BYTES.require(Files.size(file), "the file is too large", file);
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }

    private static int firstCharacter(Path file) {
        try (InputStream in = TextInput.open(file)) {
            for (int i = 0; i < LONGEST_BLANK; i++) {
                int c = in.read();
                if (c == BYTE_ORDER_MARK) {
                    in.skipNBytes(2);
                } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                    return c;
                }
            }
            return -1;
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }

    private static InputException unknown(Path file, String found) {
        return new InputException(Problem.of("not a file of regions")
                .at(file)
                .expected(
                        "GeoJSON, a Xenium Explorer selection (X,Y), cell groups (cell_id,group) or polygons (id,x,y)",
                        found));
    }
}
