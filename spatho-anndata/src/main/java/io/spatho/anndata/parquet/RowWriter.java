package io.spatho.anndata.parquet;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Hands single rows of the current batch to parquet-java. */
final class RowWriter extends WriteSupport<Integer> {

    private final MessageType schema;
    private final Map<String, String> metadata;
    private Cell[] cells = {};
    private String[] names = {};
    private RecordConsumer consumer;

    RowWriter(MessageType schema, Map<String, String> metadata) {
        this.schema = schema;
        this.metadata = metadata;
    }

    // Abstract in parquet-java, though deprecated there; never called with a ParquetConfiguration set.
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, metadata);
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer target) {
        consumer = target;
    }

    /** Makes a batch the one whose rows are written next. */
    void batch(Table batch) {
        names = batch.names().toArray(String[]::new);
        cells = batch.columns().values().stream().map(RowWriter::cell).toArray(Cell[]::new);
    }

    @Override
    public void write(Integer row) {
        consumer.startMessage();
        for (int column = 0; column < cells.length; column++) {
            if (cells[column].isPresent(row)) {
                consumer.startField(names[column], column);
                cells[column].write(consumer, row);
                consumer.endField(names[column], column);
            }
        }
        consumer.endMessage();
    }

    private static Cell cell(Column column) {
        if (column instanceof Column.Strings strings) {
            return new TextCell(strings.values());
        }
        if (column instanceof Column.Categories categories) {
            return new CategoryCell(
                    categories.codes(),
                    categories.categories().stream().map(Binary::fromString).toArray(Binary[]::new));
        }
        if (column instanceof Column.Doubles doubles) {
            return (target, row) -> target.addDouble(doubles.values()[row]);
        }
        if (column instanceof Column.Floats floats) {
            return (target, row) -> target.addFloat(floats.values()[row]);
        }
        if (column instanceof Column.Ints ints) {
            return (target, row) -> target.addInteger(ints.values()[row]);
        }
        if (column instanceof Column.Longs longs) {
            return (target, row) -> target.addLong(longs.values()[row]);
        }
        boolean[] values = ((Column.Booleans) column).values();
        return (target, row) -> target.addBoolean(values[row]);
    }

    /** Writes the values of one column. */
    @FunctionalInterface
    private interface Cell {
        void write(RecordConsumer target, int row);

        default boolean isPresent(int row) {
            return true;
        }
    }

    /** Texts that come again soon are encoded once. */
    private record TextCell(String[] values, String[] recent, Binary[] encoded) implements Cell {

        private static final int RECENT = 1 << 13;

        TextCell(String[] values) {
            this(values, new String[RECENT], new Binary[RECENT]);
        }

        @Override
        public void write(RecordConsumer target, int row) {
            String value = values[row];
            int hash = value.hashCode();
            int slot = (hash ^ (hash >>> 16)) & (RECENT - 1);
            if (!value.equals(recent[slot])) {
                recent[slot] = value;
                encoded[slot] = Binary.fromString(value);
            }
            target.addBinary(encoded[slot]);
        }

        @Override
        public boolean isPresent(int row) {
            return values[row] != null;
        }
    }

    private record CategoryCell(int[] codes, Binary[] categories) implements Cell {
        @Override
        public void write(RecordConsumer target, int row) {
            target.addBinary(categories[codes[row]]);
        }

        @Override
        public boolean isPresent(int row) {
            return codes[row] >= 0;
        }
    }
}
