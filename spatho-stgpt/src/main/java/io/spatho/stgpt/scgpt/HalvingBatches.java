package io.spatho.stgpt.scgpt;

import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.List;
import java.util.Locale;

/**
 * Runs batches through a network, and cuts them in half when the device runs out of memory: from then on no batch is larger than what
 * went through. Says so once for each halving.
 *
 * <p>Thread-safe. Results agree within 1e-5 with those of whole batches.
 */
final class HalvingBatches {

    /** What a network makes of a batch of cells. */
    @FunctionalInterface
    interface Network {
        /** One row of states for each cell. */
        DenseMatrix states(List<TokenSequence> cells);
    }

    private final Network network;
    private final Progress progress;
    private int most = Integer.MAX_VALUE;

    HalvingBatches(Network network, Progress progress) {
        this.network = network;
        this.progress = progress;
    }

    /** The states of cells, in one batch or in several smaller ones. */
    DenseMatrix states(List<TokenSequence> cells) {
        DenseMatrix all = null;
        for (int from = 0; from < cells.size(); ) {
            int to = (int) Math.min(cells.size(), (long) from + most());
            DenseMatrix part = attempt(cells.subList(from, to));
            if (part == null) {
                continue;
            }
            if (part.rows() == cells.size()) {
                return part;
            }
            if (all == null) {
                all = DenseMatrix.zeros(cells.size(), part.columns());
            }
            System.arraycopy(part.values(), 0, all.values(), from * part.columns(), part.values().length);
            from = to;
        }
        return all;
    }

    /** The states, or null when the device ran out of memory and batches must be smaller. */
    private DenseMatrix attempt(List<TokenSequence> batch) {
        try {
            return network.states(batch);
        } catch (RuntimeException e) {
            if (!isOutOfMemory(e)) {
                throw e;
            }
            if (batch.size() == 1) {
                throw new ResourceException(
                        Problem.of("the device has too little memory for a single cell of "
                                        + batch.get(0).length() + " tokens")
                                .at("--device")
                                .fix("Lower --stgpt-max-length, free the device, or use --device cpu"),
                        e);
            }
            halve(batch.size());
            return null;
        }
    }

    private synchronized int most() {
        return most;
    }

    private synchronized void halve(int failed) {
        int half = failed / 2;
        if (half < most) {
            most = half;
            progress.note("the device ran out of memory with a batch of " + failed + " cells; batches of at most "
                    + most + " from here on");
        }
    }

    /** PyTorch tells of it in words only. */
    static boolean isOutOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (words.contains("out of memory")
                    || words.contains("can't allocate memory")
                    || words.contains("not enough memory")) {
                return true;
            }
        }
        return false;
    }
}
