package io.spatho.anndata.arrow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.TableSink;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes tables of a run once more as Arrow IPC files beside the Parquet files, for tools that map them into memory. */
public final class ExportArrowTool implements Tool<ExportArrowTool.Request, List<Artifact>> {

    private static final String PARQUET = ".parquet";

    /** The Parquet artifacts to write again. */
    public record Request(List<Artifact> tables) {
        public Request {
            tables = List.copyOf(tables);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("export_arrow", "1.1");
    }

    @Override
    public String purpose() {
        return "Writes tables of the run once more as Arrow IPC files.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        var tables = node.putObject("tables");
        request.tables().forEach(artifact -> tables.put(artifact.path(), artifact.sha256()));
        return node;
    }

    @Override
    public List<Artifact> run(Request request, ToolContext context) {
        List<Artifact> written = new ArrayList<>();
        for (Artifact artifact : request.tables()) {
            String stem = artifact.path().substring(0, artifact.path().length() - PARQUET.length());
            Path source = context.store().locate(artifact.path());
            written.add(context.store()
                    .file(
                            stem + ".arrow",
                            "application/vnd.apache.arrow.file",
                            artifact.origin(),
                            file -> copy(source, file, metadata(artifact, source))));
        }
        return written;
    }

    /** What the Parquet file says of itself, and where it is; what is Parquet's own affair stays there. */
    private static Map<String, String> metadata(Artifact artifact, Path source) {
        Map<String, String> metadata = new TreeMap<>(ParquetTable.metadata(source));
        metadata.keySet().removeIf(key -> !key.equals("run_id") && !key.equals("origin"));
        metadata.put("source", artifact.path());
        return metadata;
    }

    /** Copies a table a row group at a time. */
    private static void copy(Path source, Path target, Map<String, String> metadata) {
        TableSink[] sink = new TableSink[1];
        try {
            ParquetTable.forEachGroup(source, group -> {
                if (sink[0] == null) {
                    sink[0] = new ArrowTables().create(target, metadata, group);
                }
                sink[0].append(group);
            });
            if (sink[0] == null) {
                sink[0] = new ArrowTables().create(target, metadata, ParquetTable.read(source));
            }
        } finally {
            if (sink[0] != null) {
                sink[0].close();
            }
        }
    }
}
