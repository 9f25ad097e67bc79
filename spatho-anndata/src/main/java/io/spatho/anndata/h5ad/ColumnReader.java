package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one column of a data frame, in every encoding since anndata 0.7. */
final class ColumnReader {

    private final ArrayTree source;

    ColumnReader(ArrayTree source) {
        this.source = source;
    }

    /** The column; empty when its encoding cannot be shown as a column. */
    Optional<Column> read(String frame, String name) {
        String path = frame + "/" + name;
        if (source.isGroup(path)) {
            return group(path);
        }
        if (source.shape(path).length != 1) {
            return Optional.empty();
        }
        String legacyCategories = frame + "/__categories/" + name;
        if (source.attributes(path).contains("categories") && source.exists(legacyCategories)) {
            boolean ordered = source.flag(legacyCategories, "ordered").orElse(false);
            return Optional.of(categories(path, source.ints(path), labels(legacyCategories), ordered));
        }
        return array(path);
    }

    /** An array of strings, nullable or not; missing ones are {@code null}. */
    String[] strings(String path) {
        if (source.isGroup(path)) {
            return group(path)
                    .map(column -> column instanceof Column.Categories categories ? texts(categories) : texts(column))
                    .orElseThrow(() -> Faults.broken(source, path, "the element is not text", "strings", "a group"));
        }
        return labels(path);
    }

    private static String[] texts(Column column) {
        String[] texts = new String[column.size()];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = column instanceof Column.Strings strings ? strings.values()[row] : column.text(row);
        }
        return texts;
    }

    private static String[] texts(Column.Categories column) {
        String[] texts = new String[column.size()];
        for (int row = 0; row < texts.length; row++) {
            int code = column.codes()[row];
            texts[row] = code < 0 ? null : column.categories().get(code);
        }
        return texts;
    }

    private Optional<Column> array(String path) {
        return switch (source.kind(path)) {
            case TEXT -> Optional.of(new Column.Strings(source.strings(path)));
            case BOOLEAN -> Optional.of(new Column.Booleans(source.booleans(path)));
            case FLOAT ->
                Optional.of(
                        source.elementSize(path) == 8
                                ? new Column.Doubles(source.doubles(path))
                                : new Column.Floats(source.floats(path)));
            case INTEGER -> Optional.of(integers(path));
            case COMPOUND, OTHER -> Optional.empty();
        };
    }

    private Column integers(String path) {
        long[] values = source.longs(path);
        if (source.elementSize(path) == 8) {
            return new Column.Longs(values);
        }
        int[] narrow = new int[values.length];
        for (int row = 0; row < values.length; row++) {
            narrow[row] = (int) values[row];
            if (narrow[row] != values[row]) {
                return new Column.Longs(values);
            }
        }
        return new Column.Ints(narrow);
    }

    private Optional<Column> group(String path) {
        String encoding = source.text(path, "encoding-type").orElse("");
        return switch (encoding) {
            case "categorical" ->
                Optional.of(categories(
                        path,
                        source.ints(path + "/codes"),
                        strings(path + "/categories"),
                        source.flag(path, "ordered").orElse(false)));
            case "nullable-integer" -> Optional.of(nullableIntegers(path));
            case "nullable-boolean" -> Optional.of(nullableBooleans(path));
            case "nullable-string-array" -> Optional.of(nullableStrings(path));
            default -> Optional.empty();
        };
    }

    private Column.Categories categories(String path, int[] codes, String[] labels, boolean ordered) {
        for (int row = 0; row < codes.length; row++) {
            if (codes[row] < -1 || codes[row] >= labels.length) {
                throw Faults.broken(
                        source,
                        path,
                        "row " + row + " has a category that there is not",
                        "below " + labels.length,
                        codes[row]);
            }
        }
        List<String> names =
                Arrays.stream(labels).map(label -> label == null ? "" : label).toList();
        return new Column.Categories(codes, names, ordered);
    }

    /** Labels as text; numbers and booleans as they would be printed. */
    private String[] labels(String path) {
        if (source.kind(path) == ArrayTree.Kind.TEXT) {
            return source.strings(path);
        }
        Column column = array(path)
                .orElseThrow(
                        () -> Faults.broken(source, path, "the element is not text", "strings", source.kind(path)));
        return texts(column);
    }

    private boolean[] mask(String path, int size) {
        boolean[] mask = source.booleans(path + "/mask");
        if (mask.length != size) {
            throw Faults.broken(source, path, "values and mask differ in length", size, mask.length);
        }
        return mask;
    }

    private static boolean any(boolean[] mask) {
        for (boolean missing : mask) {
            if (missing) {
                return true;
            }
        }
        return false;
    }

    /** Integers, or numbers with NaN where one is missing. */
    private Column nullableIntegers(String path) {
        Column values = integers(path + "/values");
        boolean[] mask = mask(path, values.size());
        if (!any(mask)) {
            return values;
        }
        double[] numbers = source.doubles(path + "/values");
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = mask[row] ? Double.NaN : numbers[row];
        }
        return new Column.Doubles(numbers);
    }

    /** Booleans, or the categories false and true where one is missing. */
    private Column nullableBooleans(String path) {
        boolean[] values = source.booleans(path + "/values");
        boolean[] mask = mask(path, values.length);
        if (!any(mask)) {
            return new Column.Booleans(values);
        }
        int[] codes = new int[values.length];
        for (int row = 0; row < codes.length; row++) {
            int code = values[row] ? 1 : 0;
            codes[row] = mask[row] ? -1 : code;
        }
        return new Column.Categories(codes, List.of("false", "true"), false);
    }

    private Column nullableStrings(String path) {
        String[] values = source.strings(path + "/values");
        boolean[] mask = mask(path, values.length);
        for (int row = 0; row < values.length; row++) {
            values[row] = mask[row] ? null : values[row];
        }
        return new Column.Strings(values);
    }
}
