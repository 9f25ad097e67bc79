package io.spatho.anndata.merscope;

import io.spatho.anndata.csv.CsvBlocks;
import io.spatho.anndata.csv.CsvColumns;
import io.spatho.anndata.csv.CsvColumns.Kind;
import io.spatho.anndata.csv.CsvColumns.Wanted;
import io.spatho.anndata.csv.MoleculeTable;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Transcripts of {@code detected_transcripts.csv}, streamed.
 *
 * <p>Positions are {@code global_x} and {@code global_y} in micrometres; {@code global_z} is the number of the plane, which is taken as
 * 1.5 µm. Columns {@code x} and {@code y} are pixels of a field of view and not read. The id of a transcript is its row, from 0, since the
 * file's own index is unique within a field of view only. Without a column {@code cell_id} no transcript belongs to a cell.
 */
final class MerscopeMolecules implements MoleculeSource {

    private static final double PLANE_UM = 1.5;

    private final Path file;
    private final boolean assigned;
    private final Map<String, Integer> cells;
    private final Workers workers;
    private final List<String> features = new ArrayList<>();

    private MerscopeMolecules(Path file, boolean assigned, Map<String, Integer> cells, Workers workers) {
        this.file = file;
        this.assigned = assigned;
        this.cells = cells;
        this.workers = workers;
    }

    static MerscopeMolecules of(Path file, String[] cells, Workers workers) {
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            for (String name : List.of("global_x", "global_y", "gene")) {
                blocks.position(name);
            }
            boolean assigned = blocks.header().contains("cell_id");
            return new MerscopeMolecules(file, assigned, Identifiers.requireUnique(file, "cell", cells), workers);
        }
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        warnings.add("the z of transcripts is the number of their plane times an assumed 1.5 um");
        if (!assigned) {
            warnings.add("transcripts have no cell_id; none is assigned to a cell");
        }
        return warnings;
    }

    @Override
    public void forEachBatch(double leastQuality, Consumer<MoleculeBatch> consumer) {
        List<Wanted> wanted = new ArrayList<>(List.of(
                new Wanted("global_x", Kind.NUMBER),
                new Wanted("global_y", Kind.NUMBER),
                new Wanted("gene", Kind.WORD)));
        boolean planes = CsvBlocks.headerOf(file).contains("global_z");
        int z = planes ? wanted.size() : -1;
        if (planes) {
            wanted.add(new Wanted("global_z", Kind.NUMBER));
        }
        int cell = assigned ? wanted.size() : -1;
        if (assigned) {
            wanted.add(new Wanted("cell_id", Kind.WORD));
        }
        MoleculeTable table = new MoleculeTable(file, features);
        CsvColumns.forEach(file, wanted, workers, batch -> {
            int[] observations = table.none(batch.rows());
            if (assigned) {
                int[] byWord = new int[batch.words()[cell].length];
                for (int word = 0; word < byWord.length; word++) {
                    byWord[word] = cells.getOrDefault(batch.words()[cell][word], -1);
                }
                for (int row = 0; row < batch.rows(); row++) {
                    observations[row] = byWord[batch.codes()[cell][row]];
                }
            }
            consumer.accept(table.batch(
                    batch.rows(),
                    observations,
                    batch.codes()[2],
                    batch.words()[2],
                    table.scaled("global_x", batch.numbers()[0], batch.rows(), 1),
                    table.scaled("global_y", batch.numbers()[1], batch.rows(), 1),
                    planes ? table.scaled("global_z", batch.numbers()[z], batch.rows(), PLANE_UM) : null,
                    new boolean[batch.rows()]));
        });
    }

    @Override
    public String category(int feature) {
        return MerscopeReader.isBlank(features.get(feature)) ? "blank" : "gene";
    }

    @Override
    public List<String> features() {
        return List.copyOf(features);
    }
}
