package io.spatho.anndata.spatialdata;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTableWriter;
import io.spatho.anndata.zarr.ZarrGroup;
import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Background;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the molecules as a points element while they are streamed: Parquet parts of about a million molecules, several at once. */
final class PointsElement {

    private static final String NAME = "transcripts";
    private static final String FEATURE = "feature_name";
    private static final String CELL = "cell_id";
    private static final String UNASSIGNED = "UNASSIGNED";
    private static final int ROWS_PER_PART = 1_000_000;

    /** As quick as snappy, in which spatialdata stores points itself, and smaller. */
    private static final int ZSTD_LEVEL = 1;

    private final MoleculeSource source;
    private final String[] ids;
    private final Path folder;
    private final Background<Void> writing;
    private final int threads;
    private List<Table> part = new ArrayList<>();
    private int parts;
    private int rowsInPart;

    private PointsElement(
            SpatialDataset dataset, MoleculeSource source, Path folder, Background<Void> writing, int threads) {
        this.source = source;
        this.ids = dataset.cellIds();
        this.folder = folder;
        this.writing = writing;
        this.threads = threads;
    }

    static void write(SpatialDataset dataset, MoleculeSource source, ZarrGroup points, int threads) {
        ZarrGroup element = points.group(NAME);
        ObjectNode kind = JsonNodeFactory.instance.objectNode();
        kind.put("feature_key", FEATURE).put("instance_key", CELL).put("version", "0.2");
        Placement.ofMicrometres(dataset.images(), "x", "y", "z").mark(element, "ngff:points", kind);
        Path folder = element.folder("points.parquet");
        try (Background<Void> writing = new Background<>(threads)) {
            new PointsElement(dataset, source, folder, writing, threads).write();
        }
    }

    private void write() {
        source.forEachBatch(Double.NEGATIVE_INFINITY, this::add);
        if (parts == 0 && part.isEmpty()) {
            part.add(table(new MoleculeBatch(
                    0,
                    new long[0],
                    new int[0],
                    new int[0],
                    new float[0],
                    new float[0],
                    new float[0],
                    new float[0],
                    new boolean[0])));
        }
        endPart();
        while (writing.pending() > 0) {
            writing.take();
        }
    }

    /** Which batches make a part depends on their sizes only. */
    private void add(MoleculeBatch batch) {
        if (batch.size() == 0) {
            return;
        }
        if (rowsInPart + batch.size() > ROWS_PER_PART) {
            endPart();
        }
        part.add(table(batch));
        rowsInPart += batch.size();
    }

    /** Lets a part be written while the next one is read; no more parts are in memory than threads write. */
    private void endPart() {
        if (part.isEmpty()) {
            return;
        }
        Path file = folder.resolve("part." + parts++ + ".parquet");
        List<Table> tables = part;
        part = new ArrayList<>();
        rowsInPart = 0;
        if (writing.pending() == threads) {
            writing.take();
        }
        writing.start(() -> {
            try (TableSink sink =
                    ParquetTableWriter.create(file, PointsMetadata.of(FEATURE, CELL), tables.get(0), ZSTD_LEVEL)) {
                tables.forEach(sink::append);
            }
            return null;
        });
    }

    private Table table(MoleculeBatch batch) {
        int n = batch.size();
        List<String> features = source.features();
        String[] names = new String[n];
        String[] cells = new String[n];
        for (int i = 0; i < n; i++) {
            names[i] = features.get(batch.features()[i]);
            cells[i] = batch.observations()[i] < 0 ? UNASSIGNED : ids[batch.observations()[i]];
        }
        return Table.ofRows(n)
                .with("x", new Column.Floats(Arrays.copyOf(batch.xUm(), n)))
                .with("y", new Column.Floats(Arrays.copyOf(batch.yUm(), n)))
                .with("z", new Column.Floats(Arrays.copyOf(batch.zUm(), n)))
                .with(FEATURE, new Column.Strings(names))
                .with(CELL, new Column.Strings(cells))
                .with("transcript_id", new Column.Longs(Arrays.copyOf(batch.ids(), n)))
                .with("qv", new Column.Floats(Arrays.copyOf(batch.qualities(), n)))
                .with("overlaps_nucleus", new Column.Booleans(Arrays.copyOf(batch.inNucleus(), n)));
    }
}
