package io.spatho.stgpt.retrieval;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tables of predictions and of what each rests on. */
final class RetrievalTables {

    static final String METHOD = "split conformal, |residual|, calibrated for each gene";

    private static final int BATCH = 512;

    private final ArtifactStore store;
    private final String folder;
    private final String[] ids;
    private final Optional<String[]> regions;

    /** Tables of tiles below a folder; the trace names the region of each tile where regions are known. */
    RetrievalTables(ArtifactStore store, String folder, String[] ids, Optional<String[]> regions) {
        this.store = store;
        this.folder = folder;
        this.ids = ids;
        this.regions = regions;
    }

    /** Predictions, composition and trace. */
    List<Artifact> all(RetrievalModel model, ReferenceIndex index, RetrievalPrediction found) {
        return List.of(
                predictions(model, found.genes()),
                composition(model.types(), found.composition()),
                trace(index, found, model.reference()));
    }

    /** A row for each tile and gene: value, interval, level, method, {@code imputed = true}. */
    private Artifact predictions(RetrievalModel model, DenseMatrix values) {
        return store.table(
                folder + "/predictions.parquet", Origin.MODEL_DERIVED, predicted(model, values, 0, 0), sink -> {
                    for (int from = 0; from < ids.length; from += BATCH) {
                        sink.append(predicted(model, values, from, Math.min(ids.length, from + BATCH)));
                    }
                });
    }

    private Table predicted(RetrievalModel model, DenseMatrix values, int from, int to) {
        int genes = model.genes().size();
        int rows = (to - from) * genes;
        String[] tiles = new String[rows];
        String[] names = new String[rows];
        double[] value = new double[rows];
        double[] lower = new double[rows];
        double[] upper = new double[rows];
        double[] level = new double[rows];
        String[] method = new String[rows];
        boolean[] imputed = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            int gene = i % genes;
            tiles[i] = ids[from + i / genes];
            names[i] = model.genes().get(gene);
            value[i] = Math.max(0, values.get(from + i / genes, gene));
            lower[i] = Math.max(0, value[i] - model.reach()[gene]);
            upper[i] = value[i] + model.reach()[gene];
        }
        Arrays.fill(level, model.settings().level());
        Arrays.fill(method, METHOD);
        Arrays.fill(imputed, true);
        return Table.ofRows(rows)
                .with("tile_id", new Column.Strings(tiles))
                .with("gene", new Column.Strings(names))
                .with("value", new Column.Doubles(value))
                .with("lower", new Column.Doubles(lower))
                .with("upper", new Column.Doubles(upper))
                .with("level", new Column.Doubles(level))
                .with("method", new Column.Strings(method))
                .with("imputed", new Column.Booleans(imputed));
    }

    /** A row for each tile and cell type. */
    private Artifact composition(List<String> types, DenseMatrix shares) {
        int rows = ids.length * types.size();
        String[] tiles = new String[rows];
        String[] names = new String[rows];
        for (int i = 0; i < rows; i++) {
            tiles[i] = ids[i / types.size()];
            names[i] = types.get(i % types.size());
        }
        return store.table(
                folder + "/composition.parquet",
                Origin.MODEL_DERIVED,
                Table.ofRows(rows)
                        .with("tile_id", new Column.Strings(tiles))
                        .with("cell_type", new Column.Strings(names))
                        .with("share", new Column.Floats(shares.values())));
    }

    /** A row for each tile and retrieved cell: rank, cell, its type, similarity, attention, and the reference's digest. */
    private Artifact trace(ReferenceIndex index, RetrievalPrediction found, String reference) {
        int rows = found.cells().length;
        int each = ids.length == 0 ? 1 : Math.max(1, rows / ids.length);
        String[] tiles = new String[rows];
        int[] ranks = new int[rows];
        String[] cells = new String[rows];
        String[] types = new String[rows];
        String[] references = new String[rows];
        for (int i = 0; i < rows; i++) {
            tiles[i] = ids[i / each];
            ranks[i] = i % each + 1;
            cells[i] = index.cellIds()[found.cells()[i]];
            types[i] = index.typeNames().get(index.types()[found.cells()[i]]);
        }
        Arrays.fill(references, reference);
        Table table = Table.ofRows(rows)
                .with("tile_id", new Column.Strings(tiles))
                .with("rank", new Column.Ints(ranks))
                .with("cell_id", new Column.Strings(cells))
                .with("cell_type", new Column.Strings(types))
                .with("similarity", new Column.Floats(found.similarities()))
                .with("attention", new Column.Floats(found.attention()))
                .with("reference", new Column.Strings(references));
        return store.table(
                folder + "/trace.parquet",
                Origin.MODEL_DERIVED,
                regions.map(known -> table.with(
                                "region_id",
                                new Column.Strings(IntStream.range(0, rows)
                                        .mapToObj(row -> known[row / each])
                                        .toArray(String[]::new))))
                        .orElse(table));
    }
}
