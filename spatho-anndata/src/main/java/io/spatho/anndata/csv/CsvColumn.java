package io.spatho.anndata.csv;

import io.spatho.core.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One column of a delimited file while its rows are read. */
final class CsvColumn {

    private static final int FIRST_CAPACITY = 1024;

    private final String name;
    private final int position;
    private final CsvTable.Kind kind;
    private final List<String> texts = new ArrayList<>();
    private double[] numbers = new double[FIRST_CAPACITY];
    private int size;
    private boolean fitsInts = true;

    CsvColumn(String name, int position, CsvTable.Kind kind) {
        this.name = name;
        this.position = position;
        this.kind = kind;
    }

    String name() {
        return name;
    }

    void add(CsvRows rows) {
        String text = rows.field(position);
        if (kind == CsvTable.Kind.TEXT) {
            texts.add(text.isEmpty() ? null : text);
            return;
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = number(rows, text);
    }

    private double number(CsvRows rows, String text) {
        double value;
        try {
            value = NumberText.parse(text);
        } catch (NumberFormatException e) {
            throw rows.problem("column " + name + " holds something else than a number", "a number", text);
        }
        if (kind == CsvTable.Kind.INTEGER && !Double.isNaN(value) && value != Math.rint(value)) {
            throw rows.problem("column " + name + " holds a fraction", "a whole number", text);
        }
        fitsInts &= Math.abs(value) <= Integer.MAX_VALUE;
        return value;
    }

    Column finish() {
        if (kind == CsvTable.Kind.TEXT) {
            return new Column.Strings(texts.toArray(String[]::new));
        }
        double[] values = Arrays.copyOf(numbers, size);
        if (kind == CsvTable.Kind.NUMBER || !fitsInts) {
            return new Column.Doubles(values);
        }
        return new Column.Ints(
                Arrays.stream(values).mapToInt(value -> (int) value).toArray());
    }
}
