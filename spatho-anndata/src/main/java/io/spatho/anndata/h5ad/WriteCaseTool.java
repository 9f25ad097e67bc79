package io.spatho.anndata.h5ad;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.analysis.CellTableTool;
import io.spatho.core.analysis.QualityTool;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Writes {@code case.h5ad}: all observations with their labels, embeddings and spatial graph. */
public final class WriteCaseTool implements Tool<WriteCaseTool.Request, Artifact> {

    private static final List<String> LABELS =
            List.of("cluster_id", "cell_type", "structure_id", "structure_label", "region_id", "qc_flag");

    /** The file's path in a run. */
    public static final String FILE = "case.h5ad";

    /**
     * What to write.
     *
     * @param quality all observations and which were kept
     * @param labels labels of all observations
     * @param embeddings vectors of the kept observations; others get NaN
     * @param spatial graph of the kept observations, where neighbours were joined
     * @param archive opens the AnnData file that the case was read from, whose own elements are kept
     */
    public record Request(
            QualityTool.Result quality,
            CellTableTool.Result labels,
            List<CellEmbedding> embeddings,
            Optional<Graph> spatial,
            Optional<Supplier<ArrayTree>> archive) {}

    @Override
    public ToolId id() {
        return new ToolId("write_case", "1.0");
    }

    @Override
    public String purpose() {
        return "Writes the case as an AnnData file with labels, embeddings and spatial graph.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object().put("contract", "1.0");
        var names = node.putArray("embeddings");
        request.embeddings().forEach(embedding -> names.add(embedding.name()));
        return node;
    }

    @Override
    public Artifact run(Request request, ToolContext context) {
        SpatialDataset all = request.quality().dataset();
        int[] rows = request.quality().qc().keptRows();
        Map<String, DenseMatrix> obsm = new LinkedHashMap<>(all.obsm());
        boolean derived = false;
        for (CellEmbedding embedding : request.embeddings()) {
            obsm.put("X_" + embedding.name(), spread(embedding.vectors(), rows, all.size()));
            derived |= embedding.model().isPresent();
        }
        SpatialDataset labelled = all.toBuilder().obs(obs(request)).obsm(obsm).build();
        // A map with an order of its own: the file lists its groups in that order.
        Map<String, CsrMatrix> graphs = new LinkedHashMap<>();
        request.spatial().ifPresent(graph -> {
            graphs.put("spatial_connectivities", adjacency(graph, rows, all.size(), true));
            graphs.put("spatial_distances", adjacency(graph, rows, all.size(), false));
        });
        Map<String, DenseMatrix> vectors = new LinkedHashMap<>(obsm);
        vectors.keySet().removeAll(all.obsm().keySet());
        request.embeddings().forEach(one -> vectors.put("X_" + one.name(), obsm.get("X_" + one.name())));
        return context.store()
                .file(
                        FILE,
                        "application/x-hdf5",
                        derived ? Origin.MODEL_DERIVED : Origin.MEASURED,
                        file -> write(request, labelled, vectors, graphs, file, context.workers()));
    }

    private static void write(
            Request request,
            SpatialDataset labelled,
            Map<String, DenseMatrix> vectors,
            Map<String, CsrMatrix> graphs,
            Path file,
            Workers workers) {
        if (request.archive().isEmpty()) {
            H5adWriter.write(labelled, H5adExtras.ofGraphs(graphs), file, workers);
            return;
        }
        try (ArrayTree source = request.archive().get().get();
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            AnnDataFile archive = AnnDataConversion.read(source);
            CaseAdditions added = KeptElements.additions(source, archive, labelled, LABELS, vectors, graphs);
            AnnDataWriter.write(source, archive, added, writer.root());
            writer.finish();
        }
    }

    private static Table obs(Request request) {
        SpatialDataset all = request.quality().dataset();
        String[] flags = new String[all.size()];
        Arrays.setAll(flags, row -> request.quality().qc().flagText(row));
        // The columns of LABELS.
        return all.obs()
                .with("cluster_id", categories(request.labels().clusterIds()))
                .with("cell_type", categories(request.labels().cellTypes()))
                .with("structure_id", categories(request.labels().structureIds()))
                .with("structure_label", categories(request.labels().structureLabels()))
                .with("region_id", categories(request.labels().regionIds()))
                .with("qc_flag", categories(flags));
    }

    /** Sorted categories; empty text is missing. */
    private static Column.Categories categories(String[] values) {
        TreeSet<String> distinct = new TreeSet<>(Arrays.asList(values));
        distinct.remove("");
        List<String> names = List.copyOf(distinct);
        Map<String, Integer> codes = new LinkedHashMap<>();
        names.forEach(name -> codes.put(name, codes.size()));
        return new Column.Categories(
                Arrays.stream(values)
                        .mapToInt(value -> codes.getOrDefault(value, -1))
                        .toArray(),
                names,
                false);
    }

    private static DenseMatrix spread(DenseMatrix vectors, int[] rows, int all) {
        DenseMatrix spread = DenseMatrix.zeros(all, vectors.columns());
        Arrays.fill(spread.values(), Float.NaN);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(
                    vectors.values(),
                    i * vectors.columns(),
                    spread.values(),
                    rows[i] * vectors.columns(),
                    vectors.columns());
        }
        return spread;
    }

    /** The graph over all observations; those set aside have no neighbour. Rows ascend, so renumbered neighbours ascend too. */
    private static CsrMatrix adjacency(Graph graph, int[] rows, int all, boolean connectivity) {
        long[] starts = new long[all + 1];
        for (int i = 0; i < rows.length; i++) {
            starts[rows[i] + 1] = graph.degree(i);
        }
        for (int row = 0; row < all; row++) {
            starts[row + 1] += starts[row];
        }
        int[] columns = new int[graph.neighbours().length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows[graph.neighbours()[i]];
        }
        float[] values = graph.weights();
        if (connectivity) {
            values = new float[columns.length];
            Arrays.fill(values, 1);
        }
        return new CsrMatrix(all, all, starts, columns, values);
    }
}
