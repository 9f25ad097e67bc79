package io.spatho.anndata.arrow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        return new ToolId("export_arrow", "1.0");
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
        ArrowTables arrow = new ArrowTables();
        List<Artifact> written = new ArrayList<>();
        for (Artifact artifact : request.tables()) {
            String stem = artifact.path().substring(0, artifact.path().length() - PARQUET.length());
            Table table = context.store().readTable(artifact.path());
            written.add(context.store()
                    .file(stem + ".arrow", "application/vnd.apache.arrow.file", artifact.origin(), file -> {
                        try (TableSink sink = arrow.create(file, Map.of("source", artifact.path()), table)) {
                            sink.append(table);
                        }
                    }));
        }
        return written;
    }
}
