package io.spatho.anndata.tenx;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.hdf5.Hdf5Stretches;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Background;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rows of one group of a 10x HDF5 matrix: compressed columns of features x barcodes, read in stretches of whole chunks. */
final class H5Rows implements RowBlocks {

    private static final int ENTRIES_AT_A_TIME = 1 << 20;

    private final Path file;
    private final String group;
    private final GenePanel features;
    private final String[] barcodes;
    private final long[] starts;

    /** {@code starts} ascends from 0 to the length of both arrays. */
    H5Rows(Path file, String group, GenePanel features, String[] barcodes, long[] starts) {
        this.file = file;
        this.group = group;
        this.features = features;
        this.barcodes = barcodes;
        this.starts = starts;
    }

    @Override
    public long entries() {
        return starts[barcodes.length];
    }

    @Override
    public <T> void forEach(Workers workers, Function<CsrMatrix, T> work, Consumer<T> results) {
        try (Hdf5Source source = Hdf5Source.open(file, workers);
                Background<Entries> ahead = new Background<>(1)) {
            Hdf5Stretches indices = source.stretches(group + "/indices");
            Hdf5Stretches data = source.stretches(group + "/data");
            RowWindows<T> windows = new RowWindows<>(file, features, barcodes, starts, workers, work, results);
            int together = Math.max(indices.together(), data.together());
            int step = together * Math.max(1, ENTRIES_AT_A_TIME / together);
            if (entries() > 0) {
                ahead.start(() -> entries(indices, data, 0, step));
            }
            for (long from = 0; from < entries(); from += step) {
                Entries now = ahead.take();
                long next = from + step;
                if (next < entries()) {
                    ahead.start(() -> entries(indices, data, next, step));
                }
                windows.add(now.columns(), now.values());
            }
            if (entries() == 0) {
                windows.add(new int[0], new float[0]);
            }
        }
    }

    private Entries entries(Hdf5Stretches indices, Hdf5Stretches data, long from, int most) {
        int count = (int) Math.min(most, entries() - from);
        return new Entries(indices.ints(from, count), data.floats(from, count));
    }

    // Some entries of the file.
    private record Entries(int[] columns, float[] values) {}
}
