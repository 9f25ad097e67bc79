package io.spatho.anndata.parquet;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Texts as numbers that the caller gives them: names, ids and categories, stored as text, bytes or integers.
 *
 * <p>An entry of a dictionary page is decoded and looked up once, so that a column of few distinct texts costs one array access a
 * row. Integers are looked up as their decimal text.
 */
public final class CodeBatch extends BatchColumn {

    private static final int LONGEST = 1 << 16;
    private static final int UNSET = Integer.MIN_VALUE;

    private final int[] values = new int[ParquetBatches.ROWS];
    private final ToIntFunction<String> codes;
    private final int missing;
    private PrimitiveType type;
    private boolean unsigned;
    private Dictionary dictionary;
    private int[] known = {};

    /**
     * A column of codes.
     *
     * @param codes the number of a text, anything but {@link Integer#MIN_VALUE}; it is called from one thread at a time, in the
     *     order of the file
     * @param missing the number of a missing value
     */
    public CodeBatch(ToIntFunction<String> codes, int missing) {
        this.codes = codes;
        this.missing = missing;
    }

    /** The codes of the current batch. */
    public int[] values() {
        return values;
    }

    @Override
    void bound(PrimitiveType itsType) {
        type = itsType;
        unsigned = itsType.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation bits && !bits.isSigned();
    }

    @Override
    public boolean hasDictionarySupport() {
        return true;
    }

    @Override
    public void setDictionary(Dictionary page) {
        dictionary = page;
        known = new int[page.getMaxId() + 1];
        Arrays.fill(known, UNSET);
    }

    @Override
    public void addValueFromDictionary(int id) {
        if (id < 0 || id >= known.length) {
            throw fault("points outside its dictionary", "0 to " + (known.length - 1), id);
        }
        if (known[id] == UNSET) {
            known[id] = codeOfEntry(id);
        }
        values[next()] = known[id];
    }

    private int codeOfEntry(int id) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> code(dictionary.decodeToInt(id));
            case INT64 -> code(dictionary.decodeToLong(id));
            case FLOAT -> code(dictionary.decodeToFloat(id));
            case DOUBLE -> code(dictionary.decodeToDouble(id));
            case BINARY -> code(dictionary.decodeToBinary(id));
            case BOOLEAN, INT96, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException("not a type of codes");
        };
    }

    @Override
    public void addBinary(Binary value) {
        int code = code(value);
        values[next()] = code;
    }

    @Override
    public void addInt(int value) {
        int code = code(value);
        values[next()] = code;
    }

    @Override
    public void addLong(long value) {
        int code = code(value);
        values[next()] = code;
    }

    @Override
    public void addFloat(float value) {
        addDouble(value);
    }

    @Override
    public void addDouble(double value) {
        int code = code(value);
        values[next()] = code;
    }

    private int code(int value) {
        return codes.applyAsInt(unsigned ? Integer.toUnsignedString(value) : Integer.toString(value));
    }

    private int code(long value) {
        return codes.applyAsInt(unsigned ? Long.toUnsignedString(value) : Long.toString(value));
    }

    /** R and old pandas store integers with gaps as floating point. */
    private int code(double value) {
        if (Double.isNaN(value)) {
            return missing;
        }
        if (value != Math.rint(value) || Math.abs(value) >= Long.MAX_VALUE) {
            throw fault("holds a number that is not whole", "text or whole numbers", value);
        }
        return codes.applyAsInt(Long.toString((long) value));
    }

    private int code(Binary value) {
        if (value.length() > LONGEST) {
            throw fault("holds too long a text", "at most " + LONGEST + " bytes", value.length());
        }
        try {
            return codes.applyAsInt(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(value.toByteBuffer())
                    .toString());
        } catch (CharacterCodingException e) {
            throw fault("holds bytes that are not text", "UTF-8", e.getMessage());
        }
    }

    @Override
    void addMissing() {
        values[next()] = missing;
    }

    @Override
    boolean holds(PrimitiveTypeName kind) {
        return switch (kind) {
            case BINARY, INT32, INT64, FLOAT, DOUBLE -> true;
            case BOOLEAN, INT96, FIXED_LEN_BYTE_ARRAY -> false;
        };
    }

    @Override
    String expected() {
        return "text or whole numbers";
    }
}
