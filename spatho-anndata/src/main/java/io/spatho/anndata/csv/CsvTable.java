package io.spatho.anndata.csv;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Comma-separated tables with a header row: chosen columns in, whole tables out. */
public final class CsvTable {

    private CsvTable() {}

    /** How the text of a column is taken. */
    public enum Kind {
        /** As it stands; an empty field is missing. */
        TEXT,
        /** As a 32-bit integer; a column with missing or larger values becomes doubles. */
        INTEGER,
        /** As float64; an empty field is NaN. */
        NUMBER
    }

    /** The names in the header row, in file order; empty for an empty file. */
    public static List<String> header(Path file) {
        try (CsvRows rows = CsvRows.commas(file)) {
            return rows.next() ? rows.fields() : List.of();
        }
    }

    /**
     * The columns named, in the order of the map.
     *
     * @throws InputException when a column is missing or repeated, a row is too short or long, or a field is no number
     */
    public static Table read(Path file, Map<String, Kind> columns) {
        try (CsvRows rows = CsvRows.commas(file)) {
            List<String> header = rows.next() ? rows.fields() : List.of();
            List<CsvColumn> wanted = new ArrayList<>();
            for (Map.Entry<String, Kind> column : columns.entrySet()) {
                wanted.add(new CsvColumn(column.getKey(), position(file, header, column.getKey()), column.getValue()));
            }
            int count = 0;
            while (rows.next()) {
                if (rows.size() != header.size()) {
                    throw rows.problem("a row has another number of fields", header.size(), rows.size());
                }
                for (CsvColumn column : wanted) {
                    column.add(rows);
                }
                count++;
            }
            Table table = Table.ofRows(count);
            for (CsvColumn column : wanted) {
                table = table.with(column.name(), column.finish());
            }
            return table;
        }
    }

    private static int position(Path file, List<String> header, String name) {
        int at = header.indexOf(name);
        if (at < 0 || header.lastIndexOf(name) != at) {
            throw new InputException(Problem.of("column " + name + (at < 0 ? " is missing" : " stands there twice"))
                    .at(file)
                    .expected("one column " + name, String.join(", ", header)));
        }
        return at;
    }

    /** Writes a table with its header row; missing values are empty, lines end with a line feed, numbers are shortest decimals. */
    public static void write(Path file, Table table) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.join(
                    ",", table.names().stream().map(CsvTable::quoted).toList()));
            out.write('\n');
            List<Column> columns = List.copyOf(table.columns().values());
            for (int row = 0; row < table.rows(); row++) {
                for (int column = 0; column < columns.size(); column++) {
                    out.write(column == 0 ? "" : ",");
                    out.write(quoted(columns.get(column).text(row)));
                }
                out.write('\n');
            }
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("the table cannot be written (" + e.getMessage() + ")")
                            .at(file),
                    e);
        }
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
