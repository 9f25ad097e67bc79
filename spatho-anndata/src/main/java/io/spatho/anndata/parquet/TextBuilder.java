package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.core.table.Column;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;

/** Collects text; a value of a dictionary page is decoded once. */
final class TextBuilder extends ColumnBuilder {

    private final Path file;
    private final String name;
    private String[] values;
    private String[] decoded = {};
    private Dictionary dictionary;
    private final int longest = Limit.TEXT_BYTES.intValue();
    private int size;

    TextBuilder(Path file, String name, int capacity) {
        this.file = file;
        this.name = name;
        this.values = new String[capacity];
    }

    @Override
    public boolean hasDictionarySupport() {
        return true;
    }

    @Override
    public void setDictionary(Dictionary page) {
        dictionary = page;
        decoded = new String[page.getMaxId() + 1];
    }

    @Override
    public void addValueFromDictionary(int id) {
        if (id < 0 || id >= decoded.length) {
            throw new InputException(Problem.of("column " + name + " points outside its dictionary")
                    .at(file + " row " + (size + 1L))
                    .expected("0 to " + (decoded.length - 1), id));
        }
        if (decoded[id] == null) {
            decoded[id] = decode(dictionary.decodeToBinary(id));
        }
        append(decoded[id]);
    }

    @Override
    public void addBinary(Binary value) {
        append(decode(value));
    }

    private String decode(Binary value) {
        if (value.length() > longest) {
            throw Limit.TEXT_BYTES.exceeded(
                    "column " + name + " holds too long a text", file + " row " + (size + 1L), value.length());
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(value.toByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputException(
                    Problem.of("column " + name + " holds bytes that are not UTF-8 text")
                            .at(file + " row " + (size + 1L)),
                    e);
        }
    }

    private void append(String value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, grown(size));
        }
        values[size++] = value;
    }

    @Override
    void addMissing() {
        append(null);
    }

    @Override
    Column finish() {
        return new Column.Strings(size == values.length ? values : Arrays.copyOf(values, size));
    }
}
