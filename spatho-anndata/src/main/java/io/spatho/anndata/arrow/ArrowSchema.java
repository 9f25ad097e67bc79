package io.spatho.anndata.arrow;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The Arrow schema of a table and the dictionaries of its category columns. */
final class ArrowSchema {

    private static final ArrowType INT32 = new ArrowType.Int(Integer.SIZE, true);

    private ArrowSchema() {}

    /** Fields in column order; dictionaries are numbered from 0 and owned by the provider. */
    static Schema of(
            Table example,
            Map<String, String> metadata,
            BufferAllocator allocator,
            MapDictionaryProvider dictionaries) {
        List<Field> fields = new ArrayList<>();
        long dictionary = 0;
        for (Map.Entry<String, Column> entry : example.columns().entrySet()) {
            if (entry.getValue() instanceof Column.Categories categories) {
                var encoding =
                        new DictionaryEncoding(dictionary, categories.ordered(), new ArrowType.Int(Integer.SIZE, true));
                dictionaries.put(new Dictionary(words(categories.categories(), allocator), encoding));
                dictionary++;
                fields.add(new Field(entry.getKey(), new FieldType(true, INT32, encoding), List.of()));
            } else {
                boolean nullable = entry.getValue() instanceof Column.Strings;
                FieldType type = new FieldType(nullable, type(entry.getValue()), null);
                fields.add(new Field(entry.getKey(), type, List.of()));
            }
        }
        return new Schema(fields, new TreeMap<>(metadata));
    }

    private static VarCharVector words(List<String> values, BufferAllocator allocator) {
        VarCharVector vector = new VarCharVector("categories", allocator);
        vector.allocateNew();
        for (int i = 0; i < values.size(); i++) {
            vector.setSafe(i, values.get(i).getBytes(StandardCharsets.UTF_8));
        }
        vector.setValueCount(values.size());
        return vector;
    }

    private static ArrowType type(Column column) {
        if (column instanceof Column.Strings) {
            return ArrowType.Utf8.INSTANCE;
        }
        if (column instanceof Column.Doubles) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
        }
        if (column instanceof Column.Floats) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
        }
        if (column instanceof Column.Ints) {
            return INT32;
        }
        return column instanceof Column.Longs ? new ArrowType.Int(Long.SIZE, true) : ArrowType.Bool.INSTANCE;
    }
}
