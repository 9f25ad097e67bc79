package io.spatho.anndata.cosmx;

import io.spatho.anndata.csv.CsvBlocks;
import io.spatho.anndata.csv.CsvColumns;
import io.spatho.anndata.csv.CsvColumns.Kind;
import io.spatho.anndata.csv.CsvColumns.Wanted;
import io.spatho.anndata.csv.MoleculeTable;
import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Transcripts of {@code *_tx_file.csv}, streamed. {@code z} is the number of the plane, which is taken as 0.8 µm; {@code CellComp} says
 * which lie in a nucleus. The id of a transcript is its row, from 0; {@code cell_ID} 0 is no cell.
 */
final class CosmxMolecules implements MoleculeSource {

    private static final double PLANE_UM = 0.8;

    private final Path file;
    private final CellKey rows;
    private final FieldTable fields;
    private final double umPerPixel;
    private final Workers workers;
    private final List<String> features = new ArrayList<>();

    CosmxMolecules(Path file, CellKey rows, FieldTable fields, double umPerPixel, Workers workers) {
        this.file = file;
        this.rows = rows;
        this.fields = fields;
        this.umPerPixel = umPerPixel;
        this.workers = workers;
    }

    @Override
    public void forEachBatch(double leastQuality, Consumer<MoleculeBatch> consumer) {
        List<String> header;
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            header = blocks.header();
        }
        GlobalPixels places = GlobalPixels.of(file, header, fields);
        List<Wanted> wanted = new ArrayList<>(places.wanted());
        int target = add(wanted, new Wanted("target", Kind.WORD));
        int z = header.contains("z") ? add(wanted, new Wanted("z", Kind.NUMBER)) : -1;
        int part = header.contains("CellComp") ? add(wanted, new Wanted("CellComp", Kind.WORD)) : -1;
        MoleculeTable table = new MoleculeTable(file, features);
        CsvColumns.forEach(file, wanted, workers, batch -> {
            int[] observations = new int[batch.rows()];
            boolean[] inNucleus = new boolean[batch.rows()];
            for (int row = 0; row < batch.rows(); row++) {
                long key = places.key(batch, row);
                observations[row] = CellKey.isBackground(key) ? -1 : rows.row(key);
                inNucleus[row] = part >= 0 && batch.words()[part][batch.codes()[part][row]].equals("Nuclear");
            }
            consumer.accept(table.batch(
                    batch.rows(),
                    observations,
                    batch.codes()[target],
                    batch.words()[target],
                    table.scaled("x", places.x(batch), batch.rows(), umPerPixel),
                    table.scaled("y", places.y(batch), batch.rows(), umPerPixel),
                    z < 0 ? null : table.scaled("z", batch.numbers()[z], batch.rows(), PLANE_UM),
                    inNucleus));
        });
    }

    private static int add(List<Wanted> wanted, Wanted column) {
        wanted.add(column);
        return wanted.size() - 1;
    }

    @Override
    public String category(int feature) {
        return switch (CosmxReader.type(features.get(feature))) {
            case "Negative Control Probe" -> "negative_control_probe";
            case "System Control" -> "system_control";
            default -> "gene";
        };
    }

    @Override
    public List<String> features() {
        return List.copyOf(features);
    }
}
