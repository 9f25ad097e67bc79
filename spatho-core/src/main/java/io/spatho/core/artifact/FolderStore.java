package io.spatho.core.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An artifact store in a folder; it remembers what was written through it. */
public final class FolderStore implements ArtifactStore {

    private static final Pattern SAFE_PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private final Path root;
    private final TableFormat tables;
    private final String runId;
    private final List<Artifact> written = new ArrayList<>();

    /** A store in {@code root} whose tables carry {@code runId} in their footers. */
    public FolderStore(Path root, TableFormat tables, String runId) {
        this.root = root;
        this.tables = tables;
        this.runId = runId;
    }

    /** What was written through this store, in order. */
    public List<Artifact> written() {
        return List.copyOf(written);
    }

    @Override
    public Artifact file(String path, String mediaType, Origin origin, FileWriter writer) {
        return write(path, mediaType, -1, origin, writer);
    }

    @Override
    public Artifact json(String path, Origin origin, JsonNode document) {
        byte[] bytes = CanonicalJson.document(document);
        return write(path, "application/json", -1, origin, file -> Files.write(file, bytes));
    }

    @Override
    public Artifact table(String path, Origin origin, Table table) {
        return table(path, origin, table, sink -> sink.append(table));
    }

    @Override
    public Artifact table(String path, Origin origin, Table schemaExample, RowProducer producer) {
        Map<String, String> metadata = Map.of("run_id", runId, "origin", origin.id());
        long[] rows = new long[1];
        return write(path, "application/vnd.apache.parquet", rows, origin, file -> {
            try (TableSink sink = tables.create(file, metadata, schemaExample)) {
                producer.produce(new CountingSink(sink, rows));
            }
        });
    }

    private Artifact write(String path, String mediaType, long rows, Origin origin, FileWriter writer) {
        return write(path, mediaType, new long[] {rows}, origin, writer);
    }

    private Artifact write(String path, String mediaType, long[] rows, Origin origin, FileWriter writer) {
        DurableFiles.write(locate(path), writer);
        Artifact artifact = describe(root, path, mediaType, rows[0], origin);
        written.add(artifact);
        return artifact;
    }

    /** The artifact that a file which is already in a folder makes. */
    public static Artifact describe(Path root, String path, String mediaType, long rows, Origin origin) {
        Path file = root.resolve(path);
        try {
            String sha256 = Fingerprint.ofFile(file).sha256();
            return new Artifact(path, mediaType, rows, Files.size(file), sha256, origin);
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot read back what was written").at(file), e);
        }
    }

    @Override
    public Table readTable(String path) {
        return tables.read(locate(path));
    }

    @Override
    public Path locate(String path) {
        if (!SAFE_PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path inside a store: " + path);
        }
        return root.resolve(path);
    }

    private record CountingSink(TableSink sink, long[] rows) implements TableSink {
        @Override
        public void append(Table batch) {
            sink.append(batch);
            rows[0] += batch.rows();
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
