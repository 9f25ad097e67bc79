package io.spatho.stgpt.scgpt;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Turns cells into embeddings: their states after the network, as they are or scaled to length one.
 *
 * <p>Cells are cut into fixed blocks of consecutive ones; within a block they are put in order of length and cut into batches of
 * at most so many tokens, so that little is padding; blocks go to the workers. Determinism: blocks and batches depend on the cells
 * and the kind of device only, so on a processor the bits are the same for any number of workers. Against other batches or devices
 * results agree within 1e-5 in float32. A device that runs out of memory gets smaller batches ({@link HalvingBatches}). Cost: see {@link ScgptModel}; memory is the result plus one block for each worker.
 */
public final class ScgptEmbedder {

    private static final int BLOCK_ON_PROCESSOR = 256;
    private static final int BLOCK_ON_GPU = 2048;
    private static final int TOKENS_ON_PROCESSOR = 4096;
    private static final int TOKENS_ON_GPU = 1 << 17;

    private final ScgptModel model;
    private final int block;
    private final int tokens;
    private final int mostCells;

    /** An embedder over a loaded network. */
    public ScgptEmbedder(ScgptModel model) {
        this(model, OptionalInt.empty());
    }

    /** An embedder that sends at most so many cells through the network at once. */
    public ScgptEmbedder(ScgptModel model, OptionalInt mostCells) {
        this(
                model,
                model.device().isGpu() ? BLOCK_ON_GPU : BLOCK_ON_PROCESSOR,
                model.device().isGpu() ? TOKENS_ON_GPU : TOKENS_ON_PROCESSOR,
                mostCells.orElse(Integer.MAX_VALUE));
    }

    /** An embedder with blocks and batches of other sizes; results agree within the tolerance but not to the bit. */
    ScgptEmbedder(ScgptModel model, int block, int tokens) {
        this(model, block, tokens, Integer.MAX_VALUE);
    }

    private ScgptEmbedder(ScgptModel model, int block, int tokens, int mostCells) {
        this.mostCells = mostCells;
        this.model = model;
        this.block = block;
        this.tokens = tokens;
    }

    /** How many consecutive cells make a block; a source that begins at a block's begin has the bits of the whole. */
    public int block() {
        return block;
    }

    /**
     * The states of cells scaled to Euclidean length one, as the reference implementation stores them.
     *
     * @return cells x width, in the order of the source
     * @throws InputException naming a cell for which the network gives no number
     */
    public DenseMatrix embed(TokenSource source, Workers workers, Progress progress) {
        DenseMatrix states = states(source, workers, progress);
        workers.forRanges(states.rows(), 4096, (from, to) -> {
            for (int row = from; row < to; row++) {
                scaleToOne(states, row);
            }
        });
        return states;
    }

    /**
     * The states of cells as they are, for the decoders.
     *
     * @return cells x width, in the order of the source
     * @throws InputException naming a cell for which the network gives no number
     */
    public DenseMatrix states(TokenSource source, Workers workers, Progress progress) {
        int cells = source.cells();
        DenseMatrix states = DenseMatrix.zeros(cells, model.config().width());
        AtomicLong done = new AtomicLong();
        HalvingBatches batches =
                new HalvingBatches(some -> model.states(TokenBatch.of(some, model.config())), progress);
        workers.forRanges(cells, block, (from, to) -> {
            embedBlock(source, from, to, batches, states);
            progress.advance(done.addAndGet(to - from), cells);
        });
        return states;
    }

    private void embedBlock(TokenSource source, int from, int to, HalvingBatches batches, DenseMatrix states) {
        TokenSequence[] sequences = new TokenSequence[to - from];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = source.tokens(from + i);
        }
        int[] order = IntStream.range(0, sequences.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -sequences[i].length()))
                .mapToInt(Integer::intValue)
                .toArray();
        int next = 0;
        while (next < order.length) {
            int rows = Math.min(mostCells, Math.max(1, tokens / Math.max(1, sequences[order[next]].length())));
            int end = Math.min(order.length, next + rows);
            List<TokenSequence> batch = new ArrayList<>(end - next);
            for (int i = next; i < end; i++) {
                batch.add(sequences[order[i]]);
            }
            DenseMatrix part = batches.states(batch);
            for (int i = next; i < end; i++) {
                write(part, i - next, states, from + order[i], source);
            }
            next = end;
        }
    }

    private void write(DenseMatrix part, int row, DenseMatrix states, int cell, TokenSource source) {
        int width = part.columns();
        for (int i = row * width; i < (row + 1) * width; i++) {
            if (!Float.isFinite(part.values()[i])) {
                throw new InputException(Problem.of("the network gives no finite number for a cell")
                        .at("cell " + source.name(cell))
                        .expected("finite states", part.values()[i])
                        .fix(
                                switch (model.precision()) {
                                    case FLOAT32 -> "Check the checkpoint for NaN weights and the cell's counts.";
                                    case FLOAT16, BFLOAT16 -> "Run it in float32.";
                                }));
            }
        }
        System.arraycopy(part.values(), row * width, states.values(), cell * width, width);
    }

    private static void scaleToOne(DenseMatrix states, int row) {
        int width = states.columns();
        double squares = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            squares += (double) states.values()[i] * states.values()[i];
        }
        double length = Math.sqrt(squares);
        for (int i = row * width; i < (row + 1) * width; i++) {
            states.values()[i] = (float) (states.values()[i] / length);
        }
    }
}
