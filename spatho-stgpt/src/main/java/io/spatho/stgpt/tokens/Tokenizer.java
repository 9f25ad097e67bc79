package io.spatho.stgpt.tokens;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.tokens.TokenSettings.GeneChoice;
import io.spatho.stgpt.tokens.TokenSettings.Ties;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Turns the counts of a cell into the tokens of a scGPT model: the genes that it expresses, each with the bin of its value.
 *
 * <p>Tokens are made when asked for, so memory is that of one cell. Determinism: a cell's tokens depend on its id, its counts, the
 * slide (for scGPT-spatial) and the seed, and not on other cells, order or threads; genes stand in matrix order. Bins are those of
 * the whole cell, also when some genes are then left out. A cell without any gene of the vocabulary has no tokens. Thread-safe.
 * Source: scGPT {@code scgpt/tasks/cell_emb.py}, {@code scgpt/data_collator.py}.
 */
public final class Tokenizer {

    private final CsrMatrix counts;
    private final String[] cellIds;
    private final GeneMapping mapping;
    private final int cls;
    private final TokenSettings settings;
    private final ExpressionScale scale;

    private Tokenizer(
            CsrMatrix counts,
            String[] cellIds,
            GeneMapping mapping,
            int cls,
            TokenSettings settings,
            ExpressionScale scale) {
        if (counts.columns() != mapping.panelGenes() || counts.rows() != cellIds.length) {
            throw new IllegalArgumentException("counts, cell ids and mapped genes disagree");
        }
        this.counts = counts;
        this.cellIds = cellIds;
        this.mapping = mapping;
        this.cls = cls;
        this.settings = settings;
        this.scale = scale;
    }

    /** The tokenizer of scGPT: counts enter as they are. */
    public static Tokenizer scgpt(
            CsrMatrix counts, String[] cellIds, GeneMapping mapping, Vocabulary vocabulary, TokenSettings settings) {
        return new Tokenizer(
                counts, cellIds, mapping, vocabulary.cls(), settings, ExpressionScale.none(counts.columns()));
    }

    /** The tokenizer of scGPT-spatial: counts are divided by the slide's mean and each gene's corpus mean first. */
    public static Tokenizer scgptSpatial(
            CsrMatrix counts,
            String[] cellIds,
            GeneMapping mapping,
            Vocabulary vocabulary,
            TokenSettings settings,
            GeneMeans corpus) {
        ExpressionScale scale = ExpressionScale.spatial(counts, mapping, corpus);
        return new Tokenizer(counts, cellIds, mapping, vocabulary.cls(), settings, scale);
    }

    /** The number of cells. */
    public int cells() {
        return counts.rows();
    }

    /** The number of tokens that {@link #tokens} gives for a cell; 0 when it has none. */
    public int length(int cell) {
        int expressed = expressed(cell);
        return expressed == 0 ? 0 : Math.min(expressed + 1, settings.longest());
    }

    /** Whether a cell expresses no gene of the vocabulary, and therefore cannot be embedded. */
    public boolean hasNoGene(int cell) {
        return expressed(cell) == 0;
    }

    private int expressed(int cell) {
        int expressed = 0;
        for (int i = counts.start(cell); i < counts.end(cell); i++) {
            expressed += isToken(i) ? 1 : 0;
        }
        return expressed;
    }

    private boolean isToken(int entry) {
        return mapping.ids()[counts.columnIndices()[entry]] >= 0 && counts.values()[entry] != 0;
    }

    /** The tokens of a cell; empty when it expresses no gene of the vocabulary. */
    public Optional<TokenSequence> tokens(int cell) {
        int expressed = expressed(cell);
        if (expressed == 0) {
            return Optional.empty();
        }
        int[] ids = new int[expressed];
        float[] values = new float[expressed];
        int next = 0;
        for (int i = counts.start(cell); i < counts.end(cell); i++) {
            if (isToken(i)) {
                int gene = counts.columnIndices()[i];
                ids[next] = mapping.ids()[gene];
                values[next++] = scale.scaled(counts.values()[i], gene);
            }
        }
        requireFinite(cell, values);
        int[] kept = expressed < settings.longest() ? all(expressed) : choose(cell, values);
        return Optional.of(sequence(cell, ids, values, kept));
    }

    private TokenSequence sequence(int cell, int[] ids, float[] values, int[] kept) {
        QuantileBins bins = QuantileBins.of(values, settings.bins());
        // The reference gives bin 0 to everything when nothing is above 0, which only negative input can bring about.
        boolean anyPositive = false;
        for (float value : values) {
            anyPositive |= value > 0;
        }
        long cellKey =
                CounterRandom.of(settings.seed(), "token-ties", cellIds[cell]).nextLong();
        int[] genes = new int[kept.length + 1];
        float[] binned = new float[kept.length + 1];
        genes[0] = cls;
        binned[0] = settings.clsValue();
        for (int i = 0; i < kept.length; i++) {
            int id = ids[kept[i]];
            double u = settings.ties() == Ties.FIXED
                    ? 0
                    : CounterRandom.of(cellKey, "gene", id).nextDouble();
            genes[i + 1] = id;
            binned[i + 1] = anyPositive ? bins.bin(values[kept[i]], u) : 0;
        }
        return new TokenSequence(genes, binned);
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** The positions that stay when the cell has more genes than fit, ascending. */
    private int[] choose(int cell, float[] values) {
        int keep = settings.longest() - 1;
        int[] order = all(values.length);
        if (settings.choice() == GeneChoice.REFERENCE) {
            CounterRandom.of(settings.seed(), "token-choice", cellIds[cell]).shuffle(order);
        } else {
            order = IntStream.range(0, values.length)
                    .boxed()
                    .sorted((a, b) ->
                            values[a] == values[b] ? Integer.compare(a, b) : Float.compare(values[b], values[a]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        int[] kept = Arrays.copyOf(order, keep);
        Arrays.sort(kept);
        return kept;
    }

    private void requireFinite(int cell, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InputException(Problem.of("a count is not a finite number")
                        .at("cell " + cellIds[cell])
                        .expected("a finite number", value)
                        .fix("Give raw counts in X."));
            }
        }
    }
}
