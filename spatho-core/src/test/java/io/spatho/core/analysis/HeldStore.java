package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tables and documents held in memory, each with all its values as text. */
final class HeldStore implements ArtifactStore {

    private final Map<String, List<Table>> tables = new TreeMap<>();
    private final Map<String, JsonNode> documents = new TreeMap<>();

    @Override
    public Artifact file(String path, String mediaType, Origin origin, FileWriter writer) {
        throw new IllegalStateException("no tool here writes " + path);
    }

    @Override
    public Artifact json(String path, Origin origin, JsonNode document) {
        documents.put(path, document);
        return artifact(path, new String(CanonicalJson.document(document), StandardCharsets.UTF_8));
    }

    @Override
    public Artifact table(String path, Origin origin, Table table) {
        return table(path, origin, table, sink -> sink.append(table));
    }

    @Override
    public Artifact table(String path, Origin origin, Table schemaExample, RowProducer producer) {
        List<Table> batches = new ArrayList<>();
        producer.produce(new TableSink() {
            @Override
            public void append(Table batch) {
                schemaExample.requireSameColumns(batch);
                batches.add(batch);
            }

            @Override
            public void close() {}
        });
        tables.put(path, batches);
        return artifact(path, text(path));
    }

    private static Artifact artifact(String path, String content) {
        return new Artifact(
                path, "text/plain", -1, 1, Fingerprint.ofText(content).sha256(), Origin.MEASURED);
    }

    /** The only batch of a table. */
    Table only(String path) {
        return tables.get(path).get(0);
    }

    List<Table> batches(String path) {
        return tables.get(path);
    }

    JsonNode document(String path) {
        return documents.get(path);
    }

    private String text(String path) {
        StringBuilder text = new StringBuilder();
        for (Table batch : tables.get(path)) {
            for (int row = 0; row < batch.rows(); row++) {
                for (String name : batch.names()) {
                    text.append(batch.column(name).text(row)).append('\t');
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    /** Everything that was written, as text. */
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        tables.keySet().forEach(path -> all.put(path, text(path)));
        documents.forEach((path, document) -> all.put(path, CanonicalJson.line(document)));
        return all;
    }

    @Override
    public Table readTable(String path) {
        return only(path);
    }

    @Override
    public Path locate(String path) {
        throw new IllegalStateException("nothing here is a file");
    }
}
