package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import java.nio.file.Path;
import java.util.Arrays;

/** Collects booleans; a missing one is refused. */
final class BooleanBuilder extends ColumnBuilder {

    private final Path file;
    private final String name;
    private boolean[] values;
    private int size;

    BooleanBuilder(Path file, String name, int capacity) {
        this.file = file;
        this.name = name;
        this.values = new boolean[capacity];
    }

    @Override
    public void addBoolean(boolean value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, grown(size));
        }
        values[size++] = value;
    }

    @Override
    void addMissing() {
        throw new InputException(Problem.of("boolean column " + name + " has a missing value")
                .at(file + " row " + (size + 1L))
                .expected("true or false", "no value"));
    }

    @Override
    Column finish() {
        return new Column.Booleans(size == values.length ? values : Arrays.copyOf(values, size));
    }
}
