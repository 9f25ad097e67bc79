package io.spatho.anndata.arrow;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;

/** One column while record batches are copied into plain arrays. */
final class ArrowColumn {

    private enum Kind {
        TEXT,
        CODE,
        DOUBLE,
        FLOAT,
        INT,
        LONG,
        BOOLEAN
    }

    /** The values of a dictionary. */
    record Words(List<String> values, boolean ordered) {}

    private static final long LARGEST_EXACT = 1L << 53;

    private final Path file;
    private final String name;
    private final Kind kind;
    private final BitSet missing = new BitSet();
    private final String[] texts;
    private final double[] doubles;
    private final float[] floats;
    private final long[] longs;

    private ArrowColumn(Path file, String name, Kind kind, int rows) {
        this.file = file;
        this.name = name;
        this.kind = kind;
        this.texts = new String[kind == Kind.TEXT ? rows : 0];
        this.doubles = new double[kind == Kind.DOUBLE ? rows : 0];
        this.floats = new float[kind == Kind.FLOAT ? rows : 0];
        boolean whole = kind == Kind.CODE || kind == Kind.INT || kind == Kind.LONG || kind == Kind.BOOLEAN;
        this.longs = new long[whole ? rows : 0];
    }

    static ArrowColumn of(Path file, String name, FieldVector vector, int rows) {
        Kind kind;
        if (vector instanceof BaseIntVector) {
            boolean wide =
                    vector instanceof BigIntVector || vector instanceof UInt4Vector || vector instanceof UInt8Vector;
            kind = vector.getField().getDictionary() != null ? Kind.CODE : wide ? Kind.LONG : Kind.INT;
        } else if (vector instanceof VarCharVector
                || vector instanceof LargeVarCharVector
                || vector instanceof ViewVarCharVector) {
            kind = Kind.TEXT;
        } else if (vector instanceof Float8Vector) {
            kind = Kind.DOUBLE;
        } else if (vector instanceof Float4Vector) {
            kind = Kind.FLOAT;
        } else if (vector instanceof BitVector) {
            kind = Kind.BOOLEAN;
        } else {
            throw new InputException(Problem.of("column " + name + " has a type that is not supported")
                    .at(file)
                    .expected("text, a number or a boolean", vector.getField().getType()));
        }
        return new ArrowColumn(file, name, kind, rows);
    }

    /** Copies a batch to the rows from {@code at}. */
    void copy(FieldVector vector, int count, int at) {
        for (int i = 0; i < count; i++) {
            int row = at + i;
            if (vector.isNull(i)) {
                missing.set(row);
            } else {
                copyValue(vector, i, row);
            }
        }
    }

    private void copyValue(FieldVector vector, int i, int row) {
        switch (kind) {
            case TEXT -> texts[row] = String.valueOf(vector.getObject(i));
            case DOUBLE -> doubles[row] = ((Float8Vector) vector).get(i);
            case FLOAT -> floats[row] = ((Float4Vector) vector).get(i);
            case BOOLEAN -> longs[row] = ((BitVector) vector).get(i);
            case CODE, INT, LONG -> {
                longs[row] = ((BaseIntVector) vector).getValueAsLong(i);
                if (longs[row] < 0 && vector instanceof UInt8Vector) {
                    throw fault("holds too large an integer", "at most " + Long.MAX_VALUE, row);
                }
            }
        }
    }

    private InputException fault(String what, String expected, int row) {
        return new InputException(Problem.of("column " + name + " " + what)
                .at(file + " row " + (row + 1L))
                .expected(expected, "another"));
    }

    /** The column; integers with missing values become doubles. */
    Column finish(Words words) {
        return switch (kind) {
            case TEXT -> new Column.Strings(texts);
            case DOUBLE -> {
                missing.stream().forEach(row -> doubles[row] = Double.NaN);
                yield new Column.Doubles(doubles);
            }
            case FLOAT -> {
                missing.stream().forEach(row -> floats[row] = Float.NaN);
                yield new Column.Floats(floats);
            }
            case CODE -> categories(words);
            case INT, LONG -> integers();
            case BOOLEAN -> booleans();
        };
    }

    private Column categories(Words words) {
        int[] codes = new int[longs.length];
        for (int row = 0; row < codes.length; row++) {
            boolean known = longs[row] >= 0 && longs[row] < words.values().size();
            if (!known && !missing.get(row)) {
                throw fault(
                        "points outside its dictionary",
                        "0 to " + (words.values().size() - 1),
                        row);
            }
            codes[row] = missing.get(row) ? -1 : (int) longs[row];
        }
        return new Column.Categories(codes, words.values(), words.ordered());
    }

    private Column integers() {
        if (missing.isEmpty() && kind == Kind.LONG) {
            return new Column.Longs(longs);
        }
        if (missing.isEmpty()) {
            int[] values = new int[longs.length];
            for (int row = 0; row < values.length; row++) {
                values[row] = (int) longs[row];
            }
            return new Column.Ints(values);
        }
        double[] values = new double[longs.length];
        for (int row = 0; row < values.length; row++) {
            if (Math.abs(longs[row]) > LARGEST_EXACT) {
                throw fault("holds too large an integer", "at most 2^53 beside missing values", row);
            }
            values[row] = missing.get(row) ? Double.NaN : longs[row];
        }
        return new Column.Doubles(values);
    }

    private Column booleans() {
        if (!missing.isEmpty()) {
            throw fault("is boolean and has a missing value", "true or false", missing.nextSetBit(0));
        }
        boolean[] values = new boolean[longs.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = longs[row] != 0;
        }
        return new Column.Booleans(values);
    }
}
