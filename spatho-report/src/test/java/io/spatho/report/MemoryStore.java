package io.spatho.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store that keeps tables in memory and other files in a folder. */
public final class MemoryStore implements ArtifactStore {

    private final Path folder;
    private final Map<String, Table> tables = new HashMap<>();
    private final List<Artifact> written = new ArrayList<>();

    public MemoryStore(Path folder) {
        this.folder = folder;
    }

    /** What was written, in order. */
    public List<Artifact> written() {
        return List.copyOf(written);
    }

    @Override
    public Artifact file(String path, String mediaType, Origin origin, FileWriter writer) {
        try {
            Path target = locate(path);
            Files.createDirectories(target.getParent());
            writer.write(target);
            return add(new Artifact(
                    path,
                    mediaType,
                    -1,
                    Files.size(target),
                    Fingerprint.ofFile(target).sha256(),
                    origin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Artifact json(String path, Origin origin, JsonNode document) {
        return file(path, "application/json", origin, file -> Files.write(file, CanonicalJson.document(document)));
    }

    @Override
    public Artifact table(String path, Origin origin, Table table) {
        tables.put(path, table);
        String digest = Fingerprint.ofText(path + table.names() + table.rows()).sha256();
        return add(new Artifact(
                path, "application/vnd.apache.parquet", table.rows(), 64L + 40L * table.rows(), digest, origin));
    }

    @Override
    public Artifact table(String path, Origin origin, Table schemaExample, RowProducer producer) {
        List<Table> batches = new ArrayList<>();
        producer.produce(new TableSink() {
            @Override
            public void append(Table batch) {
                batches.add(batch);
            }

            @Override
            public void close() {}
        });
        return table(path, origin, batches.get(0));
    }

    private Artifact add(Artifact artifact) {
        written.add(artifact);
        return artifact;
    }

    @Override
    public Table readTable(String path) {
        return tables.get(path);
    }

    @Override
    public Path locate(String path) {
        return folder.resolve(path);
    }
}
