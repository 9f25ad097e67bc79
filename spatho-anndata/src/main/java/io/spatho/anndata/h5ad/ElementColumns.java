package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.core.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns elements into columns of a table in memory, whose types are fewer than anndata's.
 *
 * <p>Small integers become int32, float16 float32; integers with missing values become float64, booleans with missing values
 * categories, and categories that are numbers text.
 */
public final class ElementColumns {

    private final ArrayTree source;

    /** Columns of a tree, whose file errors name. */
    public ElementColumns(ArrayTree source) {
        this.source = source;
    }

    /** The column; empty when the element cannot be shown as one. */
    public Optional<Column> column(String path, Element element) {
        if (element instanceof Element.Strings strings && strings.shape().length == 1) {
            return Optional.of(new Column.Strings(strings.values()));
        }
        if (element instanceof Element.Dense dense && dense.values().shape().length == 1) {
            return Optional.of(numbers(dense.values()));
        }
        if (element instanceof Element.Categorical categorical) {
            return Optional.of(categories(path, categorical));
        }
        if (element instanceof Element.Nullable nullable) {
            return Optional.of(nullable(nullable));
        }
        return Optional.empty();
    }

    /** An element as text, nullable or not; missing ones are {@code null}. */
    public String[] strings(String path, Element element) {
        Column column = column(path, element)
                .orElseThrow(() -> Faults.broken(source, path, "the element is not text", "strings", kind(element)));
        String[] texts = new String[column.size()];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = isMissing(column, row) ? null : column.text(row);
        }
        return texts;
    }

    private static boolean isMissing(Column column, int row) {
        if (column instanceof Column.Strings strings) {
            return strings.values()[row] == null;
        }
        return column instanceof Column.Categories categories && categories.codes()[row] < 0;
    }

    private static String kind(Element element) {
        return element.getClass().getSimpleName();
    }

    private static Column numbers(Numbers values) {
        NumberType type = values.type();
        return switch (type) {
            case BOOLEAN -> new Column.Booleans(values.booleans());
            case FLOAT64 -> new Column.Doubles(values.doubles());
            case FLOAT32, FLOAT16 -> new Column.Floats(values.floats());
            case INT64, UINT64 -> longs(values);
            case UINT32 -> narrowed(values.longs());
            default -> new Column.Ints(values.ints());
        };
    }

    /** Above 2^63 only float64 has room. */
    private static Column longs(Numbers values) {
        try {
            return new Column.Longs(values.longs());
        } catch (IllegalStateException e) {
            return new Column.Doubles(values.doubles());
        }
    }

    private static Column narrowed(long[] values) {
        int[] narrow = new int[values.length];
        for (int row = 0; row < values.length; row++) {
            narrow[row] = (int) values[row];
            if (narrow[row] != values[row]) {
                return new Column.Longs(values);
            }
        }
        return new Column.Ints(narrow);
    }

    private Column.Categories categories(String path, Element.Categorical element) {
        String[] labels = strings(path + "/categories", element.categories());
        int[] codes = element.codes().ints();
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
        return new Column.Categories(codes, names, element.ordered());
    }

    private static Column nullable(Element.Nullable element) {
        boolean[] mask = element.mask().booleans();
        boolean any = false;
        for (boolean missing : mask) {
            any |= missing;
        }
        if (element.values() instanceof Element.Strings strings) {
            String[] values = strings.values().clone();
            Arrays.setAll(values, row -> mask[row] ? null : values[row]);
            return new Column.Strings(values);
        }
        Numbers values = ((Element.Dense) element.values()).values();
        if (!any) {
            return numbers(values);
        }
        return values.type() == NumberType.BOOLEAN ? truths(values.booleans(), mask) : numbers(values.doubles(), mask);
    }

    private static Column truths(boolean[] values, boolean[] mask) {
        int[] codes = new int[values.length];
        for (int row = 0; row < codes.length; row++) {
            int code = values[row] ? 1 : 0;
            codes[row] = mask[row] ? -1 : code;
        }
        return new Column.Categories(codes, List.of("false", "true"), false);
    }

    private static Column numbers(double[] values, boolean[] mask) {
        Arrays.setAll(values, row -> mask[row] ? Double.NaN : values[row]);
        return new Column.Doubles(values);
    }
}
