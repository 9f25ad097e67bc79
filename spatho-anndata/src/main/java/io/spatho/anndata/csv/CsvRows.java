package io.spatho.anndata.csv;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a delimited text file, one after the other.
 *
 * <p>Comma-separated text follows RFC 4180 (quotes double, quoted fields may span lines); tab-separated text has no quoting. Text
 * is UTF-8, a byte-order mark is skipped, empty lines are skipped. Fields, rows and their number are within {@link Limit}.
 */
public final class CsvRows implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final int END = -1;

    private final Path file;
    private final Reader reader;
    private final char separator;
    private final boolean quotes;
    private final StringBuilder field = new StringBuilder();
    private final List<String> row = new ArrayList<>();
    private int pushed = -2;
    private long line = 1;
    private long rowLine = 1;
    private final int longestField = Limit.TEXT_BYTES.intValue();
    private final int mostFields = Limit.TABLE_COLUMNS.intValue();
    private final int longestRow = Limit.CSV_ROW_CHARACTERS.intValue();
    private final long mostRows = Limit.TABLE_ROWS.value();
    private long rows;
    private int rowLength;

    private CsvRows(Path file, Reader reader, char separator, boolean quotes) {
        this.file = file;
        this.reader = reader;
        this.separator = separator;
        this.quotes = quotes;
    }

    /** Comma-separated rows. */
    public static CsvRows commas(Path file) {
        return open(file, ',', true);
    }

    /** Tab-separated rows without quoting. */
    public static CsvRows tabs(Path file) {
        return open(file, '\t', false);
    }

    private static CsvRows open(Path file, char separator, boolean quotes) {
        try {
            var decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            Reader reader = new BufferedReader(new InputStreamReader(TextInput.open(file), decoder), BUFFER);
            CsvRows rows = new CsvRows(file, reader, separator, quotes);
            int first = rows.read();
            if (first != '\uFEFF') {
                rows.pushed = first;
            }
            return rows;
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }

    /** Moves to the next row; false at the end. */
    public boolean next() {
        row.clear();
        try {
            int c = read();
            while (c == '\n' || c == '\r') {
                line += c == '\n' ? 1 : 0;
                c = read();
            }
            if (c == END) {
                return false;
            }
            rowLine = line;
            rowLength = 0;
            if (++rows > mostRows) {
                throw Limit.TABLE_ROWS.exceeded("the table has too many rows", file + " line " + line, "more");
            }
            pushed = c;
            boolean more = true;
            while (more) {
                more = readField();
            }
            return true;
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }

    /** Reads one field; true when another follows in the same row. */
    private boolean readField() throws IOException {
        field.setLength(0);
        int c = read();
        if (quotes && c == '"') {
            c = readQuoted();
        }
        while (c != separator && c != '\n' && c != END) {
            if (c != '\r') {
                add((char) c);
            }
            c = read();
        }
        if (row.size() == mostFields) {
            throw Limit.TABLE_COLUMNS.exceeded("a row has too many fields", file + " line " + rowLine, "more");
        }
        row.add(field.toString());
        line += c == '\n' ? 1 : 0;
        return c == separator;
    }

    /** Reads to the closing quote and returns the character after it. */
    private int readQuoted() throws IOException {
        while (true) {
            int c = read();
            if (c == END) {
                throw problem("a quoted field has no end", "a closing quote", "the end of the file");
            }
            if (c == '"') {
                int after = read();
                if (after != '"') {
                    return after;
                }
            }
            line += c == '\n' ? 1 : 0;
            add((char) c);
        }
    }

    private void add(char c) {
        if (field.length() == longestField) {
            throw Limit.TEXT_BYTES.exceeded("a field is too long", file + " line " + rowLine, "more");
        }
        if (++rowLength > longestRow) {
            throw Limit.CSV_ROW_CHARACTERS.exceeded("a row is too long", file + " line " + rowLine, "more");
        }
        field.append(c);
    }

    private int read() throws IOException {
        if (pushed != -2) {
            int c = pushed;
            pushed = -2;
            return c;
        }
        return reader.read();
    }

    /** The number of fields of the current row. */
    public int size() {
        return row.size();
    }

    /** A field of the current row. */
    public String field(int index) {
        return row.get(index);
    }

    /** A copy of the current row. */
    public List<String> fields() {
        return List.copyOf(row);
    }

    /** The line on which the current row begins, from 1. */
    public long line() {
        return rowLine;
    }

    /** The current row, for messages. */
    public String place() {
        return file + " line " + rowLine;
    }

    /** A problem at the current row. */
    public InputException problem(String what, Object expected, Object found) {
        return new InputException(Problem.of(what).at(place()).expected(expected, found));
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }
}
