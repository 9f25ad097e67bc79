package io.spatho.anndata.xenium;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.csv.NumberText;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The named fields of a long CSV file that is read one row at a time. */
final class CsvFields {

    private final CsvRows rows;
    private final Map<String, Integer> positions;
    private final int width;

    private CsvFields(CsvRows rows, Map<String, Integer> positions, int width) {
        this.rows = rows;
        this.positions = positions;
        this.width = width;
    }

    /** Reads the header; a required column that is missing, or any that is there twice, is an {@link InputException}. */
    static CsvFields read(Path file, CsvRows rows, List<String> required, List<String> optional) {
        List<String> header = rows.next() ? rows.fields() : List.of();
        Map<String, Integer> positions = new HashMap<>();
        for (List<String> names : List.of(required, optional)) {
            for (String name : names) {
                int at = header.indexOf(name);
                if ((at < 0 && required.contains(name)) || header.lastIndexOf(name) != at) {
                    String fault = at < 0 ? " is missing" : " stands there twice";
                    throw new InputException(Problem.of("column " + name + fault)
                            .at(file)
                            .expected("one column " + name, String.join(", ", header)));
                }
                if (at >= 0) {
                    positions.put(name, at);
                }
            }
        }
        return new CsvFields(rows, positions, header.size());
    }

    boolean has(String name) {
        return positions.containsKey(name);
    }

    /** Moves to the next row; one of another length is an {@link InputException}. */
    boolean next() {
        if (!rows.next()) {
            return false;
        }
        if (rows.size() != width) {
            throw rows.problem("a row has another number of fields", width, rows.size());
        }
        return true;
    }

    String text(String name) {
        return rows.field(positions.get(name));
    }

    /** A number; NaN when the field is empty. */
    double number(String name) {
        String text = text(name);
        try {
            return NumberText.parse(text);
        } catch (NumberFormatException e) {
            throw rows.problem("column " + name + " holds no number", "a number", text);
        }
    }
}
