package io.spatho.stgpt.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.EmbeddingColumns;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The files under {@code stgpt/}, with the names and columns that downstream consumers read. */
final class EmbeddingFiles {

    static final String CELLS = "stgpt/cell_embeddings.parquet";
    static final String QC_REPORT = "stgpt/qc_report.json";

    private static final String STRUCTURES = "stgpt/structure_embedding_summary.csv";
    private static final int ROWS_PER_BATCH = 8192;

    private final SpatialDataset kept;
    private final String[] structureLabels;
    private final EmbeddedCells cells;

    EmbeddingFiles(SpatialDataset kept, String[] structureLabels, EmbeddedCells cells) {
        this.kept = kept;
        this.structureLabels = structureLabels;
        this.cells = cells;
    }

    /** Writes all three and returns the table of cells. */
    Artifact write(ArtifactStore store) {
        String[] ids = kept.cellIds();
        int[] order = IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparing(row -> ids[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        Artifact table = store.table(CELLS, Origin.MODEL_DERIVED, rows(order, 0, 0), sink -> {
            for (int from = 0; from < order.length; from += ROWS_PER_BATCH) {
                sink.append(rows(order, from, Math.min(order.length, from + ROWS_PER_BATCH)));
            }
        });
        byte[] summary =
                StructureSummary.of(structureLabels, cells.vectors()).csv().getBytes(StandardCharsets.UTF_8);
        store.file(STRUCTURES, "text/csv", Origin.MODEL_DERIVED, file -> Files.write(file, summary));
        store.json(QC_REPORT, Origin.MODEL_DERIVED, report());
        return table;
    }

    private Table rows(int[] order, int from, int to) {
        int[] rows = Arrays.copyOfRange(order, from, to);
        String[] flags = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            flags[i] = flag(rows[i]);
        }
        Table table = Table.ofRows(rows.length)
                .with("cell_id", new Column.Strings(kept.cellIds()).select(rows))
                .with("x", new Column.Doubles(kept.xUm()).select(rows))
                .with("y", new Column.Doubles(kept.yUm()).select(rows))
                .with("structure_label", new Column.Strings(structureLabels).select(rows))
                .with("qc_flag", new Column.Strings(flags));
        return EmbeddingColumns.append(table, cells.vectors().selectRows(rows));
    }

    private String flag(int row) {
        List<String> flags = new ArrayList<>();
        if (cells.lowPanelOverlap()) {
            flags.add("low_panel_overlap");
        }
        if (!cells.flag().isEmpty()) {
            flags.add(cells.flag());
        }
        if (!cells.hasVector(row)) {
            flags.add(cells.overlap().isPresent() ? "no_known_gene" : "no_vector");
        }
        return flags.isEmpty() ? "ok" : String.join(",", flags);
    }

    private JsonNode report() {
        ObjectNode node = CanonicalJson.object();
        node.put("status", cells.isDoubtful() ? "warning" : "pass");
        node.putArray("fatal_errors");
        var warnings = node.putArray("warnings");
        if (cells.lowPanelOverlap()) {
            PanelOverlap overlap = cells.overlap().orElseThrow();
            warnings.add("the model knows " + overlap.shared() + " of " + overlap.measured() + " measured genes");
        }
        if (cells.withoutVector() > 0) {
            warnings.add(cells.withoutVector()
                    + (cells.overlap().isPresent()
                            ? " observations express no gene that the model knows"
                            : " observations have no vector"));
        }
        cells.warnings().forEach(warnings::add);
        node.putObject("model")
                .put("name", cells.model().name())
                .put("version", cells.model().version())
                .put("fingerprint", cells.model().fingerprint());
        ObjectNode metrics = node.putObject("metrics");
        int total = cells.vectors().rows();
        metrics.put("n_cells_total", total)
                .put("n_cells_embedded", total - cells.withoutVector())
                .put("cell_coverage", total == 0 ? 0 : (double) (total - cells.withoutVector()) / total)
                .put("dimensions", cells.vectors().columns())
                .put("low_panel_overlap", cells.lowPanelOverlap());
        cells.overlap().ifPresent(overlap -> metrics.put("shared_genes", overlap.shared())
                .put("panel_genes", overlap.measured()));
        return node;
    }

    /** The vectors that {@link #write} wrote, in the order of the ids given. */
    static DenseMatrix read(ArtifactStore store, String[] ids) {
        Table table = store.readTable(CELLS);
        Map<String, Integer> rowOf = new HashMap<>(2 * ids.length);
        String[] stored = table.strings("cell_id");
        for (int row = 0; row < stored.length; row++) {
            rowOf.put(stored[row], row);
        }
        int width = (int)
                table.names().stream().filter(name -> name.startsWith("emb_")).count();
        DenseMatrix vectors = DenseMatrix.zeros(ids.length, width);
        for (int j = 0; j < width; j++) {
            float[] values = ((Column.Floats) table.column("emb_" + j)).values();
            for (int row = 0; row < ids.length; row++) {
                vectors.values()[row * width + j] = values[rowOf.get(ids[row])];
            }
        }
        return vectors;
    }
}
