package io.spatho.anndata.xenium;

import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The decoded transcripts of a bundle, streamed.
 *
 * <p>A molecule of a cell that the dataset does not have is handed out as one of no cell, and counted; one without a feature, or whose
 * position is no number, is left out and counted. Files of every version say at least {@code cell_id}, {@code feature_name} and the position; what
 * else lacks is NaN, false, or for ids the row's number.
 * One pass at a time.
 */
abstract class TranscriptFile implements MoleculeSource {

    private final Path file;
    private final String name;
    private final CellIndex cells;
    private final MoleculeFeatures features;
    private volatile List<String> warnings = List.of();
    private long molecules;
    private long unknownCells;
    private long misplaced;

    TranscriptFile(Path file, String name, CellIndex cells, MoleculeFeatures features) {
        this.file = file;
        this.name = name;
        this.cells = cells;
        this.features = features;
    }

    /** Takes the rows that a buffer holds. */
    @FunctionalInterface
    interface RowsEnd {
        void accept(TranscriptBuffer buffer, int rows);
    }

    /**
     * Reads the file from beginning to end, in any case cells, features, qualities and nuclei.
     *
     * @param places whether ids and positions are wanted too
     */
    abstract void scan(boolean places, RowsEnd end);

    /** Whether the file says in which cell a molecule lies. */
    boolean namesCells() {
        return true;
    }

    final Path file() {
        return file;
    }

    /** The file's name in the bundle. */
    final String name() {
        return name;
    }

    final CellIndex cells() {
        return cells;
    }

    final MoleculeFeatures featureTable() {
        return features;
    }

    @Override
    public final List<String> features() {
        return features.names();
    }

    @Override
    public final String category(int feature) {
        return features.category(feature).id();
    }

    @Override
    public final List<String> warnings() {
        return warnings;
    }

    @Override
    public final void forEachBatch(double leastQuality, Consumer<MoleculeBatch> consumer) {
        stream(leastQuality, true, consumer);
    }

    /** The same, where ids and positions may be left undefined to save the time of reading them. */
    final void stream(double leastQuality, boolean places, Consumer<MoleculeBatch> consumer) {
        molecules = 0;
        unknownCells = 0;
        misplaced = 0;
        scan(places, (buffer, rows) -> {
            int placed = count(buffer, rows, places);
            MoleculeBatch batch = buffer.keep(placed, leastQuality);
            if (batch.size() > 0) {
                consumer.accept(batch);
            }
        });
        warnings = findings();
    }

    private int count(TranscriptBuffer buffer, int rows, boolean places) {
        molecules += rows;
        int[] observations = buffer.observations();
        int odd = 0;
        for (int i = 0; i < rows; i++) {
            if (observations[i] == CellIndex.UNKNOWN) {
                unknownCells++;
                observations[i] = CellIndex.NONE;
            }
            odd += sound(buffer, i, places) ? 0 : 1;
        }
        return odd == 0 ? rows : withoutMisplaced(buffer, rows, places);
    }

    private static boolean sound(TranscriptBuffer buffer, int row, boolean places) {
        boolean placed = !places || (Float.isFinite(buffer.x()[row]) && Float.isFinite(buffer.y()[row]));
        return placed && buffer.features()[row] >= 0;
    }

    private int withoutMisplaced(TranscriptBuffer buffer, int rows, boolean places) {
        int kept = 0;
        for (int i = 0; i < rows; i++) {
            if (sound(buffer, i, places)) {
                buffer.move(i, kept++);
            }
        }
        misplaced += rows - kept;
        return kept;
    }

    private List<String> findings() {
        List<String> found = new ArrayList<>();
        if (unknownCells > 0) {
            found.add(Words.count(unknownCells) + " of " + Words.count(molecules, "transcript")
                    + " belong to cells that are not in the matrix and count as unassigned");
        }
        if (misplaced > 0) {
            found.add(Words.count(misplaced) + " of " + Words.count(molecules, "transcript")
                    + " have no feature, or a position that is no number, and were left out");
        }
        int further = features.size() - features.inMatrix();
        if (further > 0) {
            found.add(Words.count(further, "feature") + " of the transcripts are not in the matrix");
        }
        return List.copyOf(found);
    }

    /** What to say when a recount was asked for and the file cannot serve. */
    final InputException withoutCells() {
        return new InputException(Problem.of("the transcripts do not say in which cell they lie")
                .at(file)
                .expected("transcripts.parquet or transcripts.csv.gz", name)
                .fix("Add transcripts.parquet to the folder, or leave --transcripts out."));
    }

    /** What to say when none lies in a cell of the dataset. */
    final InputException unrelated() {
        return new InputException(Problem.of("no transcript belongs to a cell of the matrix")
                .at(file)
                .expected("the ids of the cell table", "others")
                .fix("Transcripts and cells must come from the same run."));
    }

    final long molecules() {
        return molecules;
    }

    final long unknownCells() {
        return unknownCells;
    }
}
