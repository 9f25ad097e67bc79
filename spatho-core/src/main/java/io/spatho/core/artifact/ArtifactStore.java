package io.spatho.core.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a tool leaves its files and finds those of earlier tools. A file appears under its name only when it is whole; a tool
 * never decides where the store lies.
 */
public interface ArtifactStore {

    /** Writes any file; {@code writer} is given a temporary path to fill. */
    Artifact file(String path, String mediaType, Origin origin, FileWriter writer);

    /** Writes a JSON document in canonical form. */
    Artifact json(String path, Origin origin, JsonNode document);

    /** Writes a whole table as Parquet. */
    Artifact table(String path, Origin origin, Table table);

    /** Writes a table as Parquet in batches of rows. */
    Artifact table(String path, Origin origin, Table schemaExample, RowProducer producer);

    /** Reads a table that is in the store. */
    Table readTable(String path);

    /** The place of a file of the store, for reading. */
    Path locate(String path);

    /** Fills a file. */
    @FunctionalInterface
    interface FileWriter {
        /** Writes the whole content to {@code file}. */
        void write(Path file) throws IOException;
    }

    /** Produces the rows of a table. */
    @FunctionalInterface
    interface RowProducer {
        /** Appends all rows to {@code sink}. */
        void produce(TableSink sink);
    }
}
