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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
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
        byte[] summary = structureSummary().getBytes(StandardCharsets.UTF_8);
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
        String overlap = cells.lowPanelOverlap() ? "low_panel_overlap" : "";
        if (cells.hasVector(row)) {
            return overlap.isEmpty() ? "ok" : overlap;
        }
        return overlap.isEmpty() ? "no_known_gene" : overlap + ",no_known_gene";
    }

    /** The mean vector of each structure's observations, every one counting the same, scaled to unit length again. */
    private String structureSummary() {
        int width = cells.vectors().columns();
        Map<String, double[]> sums = new TreeMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (int row = 0; row < kept.size(); row++) {
            if (cells.hasVector(row)) {
                double[] sum = sums.computeIfAbsent(structureLabels[row], label -> new double[width]);
                for (int j = 0; j < width; j++) {
                    sum[j] += cells.vectors().get(row, j);
                }
                counts.merge(structureLabels[row], 1, Integer::sum);
            }
        }
        StringBuilder text = new StringBuilder("structure_label,n_cells");
        for (int j = 0; j < width; j++) {
            text.append(",emb_").append(j);
        }
        text.append('\n');
        sums.forEach((label, sum) -> {
            double squares = 0;
            for (double value : sum) {
                squares += value * value;
            }
            text.append('"').append(label.replace("\"", "\"\"")).append("\",").append(counts.get(label));
            for (double value : sum) {
                double scaled = squares > 0 ? value / Math.sqrt(squares) : 0;
                text.append(',').append(CanonicalJson.number((float) scaled));
            }
            text.append('\n');
        });
        return text.toString();
    }

    private JsonNode report() {
        ObjectNode node = CanonicalJson.object();
        boolean warns = cells.lowPanelOverlap() || cells.withoutVector() > 0;
        node.put("status", warns ? "warning" : "pass");
        node.putArray("fatal_errors");
        var warnings = node.putArray("warnings");
        if (cells.lowPanelOverlap()) {
            warnings.add("the model knows " + cells.sharedGenes() + " of " + cells.panelGenes() + " measured genes");
        }
        if (cells.withoutVector() > 0) {
            warnings.add(cells.withoutVector() + " observations express no gene that the model knows");
        }
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
                .put("shared_genes", cells.sharedGenes())
                .put("panel_genes", cells.panelGenes())
                .put("low_panel_overlap", cells.lowPanelOverlap());
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
