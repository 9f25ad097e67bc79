package io.spatho.anndata.spatialdata;

import io.spatho.anndata.parquet.PinnedWriter;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Writes shapes as GeoParquet with geometries as well-known binary and pandas' note on the index, so that geopandas reads them.
 *
 * <p>Settings are pinned: format version 1, zstd, row groups of about 64 MiB; the bytes depend on the shapes only.
 */
final class GeoParquetWriter implements AutoCloseable {

    private final Path file;
    private final ParquetWriter<Shape> writer;

    private GeoParquetWriter(Path file, ParquetWriter<Shape> writer) {
        this.file = file;
        this.writer = writer;
    }

    static GeoParquetWriter create(Path file, boolean circles, Bounds bounds, String geometryTypes) {
        // In a fixed order: that of Map.of differs from run to run, and the footer keeps it.
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("geo", ShapesMetadata.geo(geometryTypes, bounds));
        metadata.put("pandas", ShapesMetadata.pandas(circles));
        try {
            ParquetWriter<Shape> writer = PinnedWriter.of(file, new Rows(circles, metadata))
                    .withDictionaryEncoding(false)
                    .build();
            return new GeoParquetWriter(file, writer);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    void write(Shape shape) {
        try {
            writer.write(shape);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static ResourceException unwritable(Path file, IOException e) {
        return new ResourceException(
                Problem.of("the shapes cannot be written (" + e.getMessage() + ")")
                        .at(file)
                        .fix("Check free space and permissions."),
                e);
    }

    /** Hands shapes to parquet-java. */
    private static final class Rows extends WriteSupport<Shape> {

        private final boolean circles;
        private final Map<String, String> metadata;
        private RecordConsumer consumer;

        Rows(boolean circles, Map<String, String> metadata) {
            this.circles = circles;
            this.metadata = metadata;
        }

        private WriteContext context() {
            List<Type> fields = new ArrayList<>();
            fields.add(Types.required(PrimitiveTypeName.BINARY).named("geometry"));
            if (circles) {
                fields.add(Types.required(PrimitiveTypeName.DOUBLE).named("radius"));
            }
            for (String name : List.of("cell_id", ShapesMetadata.INDEX)) {
                fields.add(Types.required(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name));
            }
            MessageType type = new MessageType("shapes", fields);
            return new WriteContext(type, metadata);
        }

        // Abstract in parquet-java, though deprecated there; never called with a ParquetConfiguration set.
        @Override
        @SuppressWarnings("deprecation")
        public WriteContext init(Configuration configuration) {
            return context();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return context();
        }

        @Override
        public void prepareForWrite(RecordConsumer target) {
            consumer = target;
        }

        @Override
        public void write(Shape shape) {
            consumer.startMessage();
            int field = 0;
            binary("geometry", field++, Binary.fromConstantByteArray(shape.geometry()));
            if (circles) {
                consumer.startField("radius", field);
                consumer.addDouble(shape.radius());
                consumer.endField("radius", field++);
            }
            binary("cell_id", field++, Binary.fromString(shape.cellId()));
            binary(ShapesMetadata.INDEX, field, Binary.fromString(shape.id()));
            consumer.endMessage();
        }

        private void binary(String name, int field, Binary value) {
            consumer.startField(name, field);
            consumer.addBinary(value);
            consumer.endField(name, field);
        }
    }
}
