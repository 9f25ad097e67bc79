package io.spatho.stgpt.finetune;

import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A patch of cells as the network reads it, some values hidden, with what it has to predict.
 *
 * @param rows cells
 * @param width tokens of the longest
 * @param lengths tokens of each cell
 * @param genes the different genes of the patch, ascending
 * @param places for each token the position of its gene
 * @param values for each token its value, or the mask's
 * @param truth for each token its value
 * @param hidden places of the hidden tokens in the flattened patch
 * @param shown places of all tokens of genes, hidden or not
 */
record MaskedPatch(
        int rows,
        int width,
        long[] lengths,
        long[] genes,
        long[] places,
        float[] values,
        float[] truth,
        long[] hidden,
        long[] shown) {

    /** What stands where nothing is. */
    record Fill(int padGene, float padValue, float maskValue) {}

    /** The number of a cell's tokens that are hidden; at least one gene stays visible. */
    static int hiddenOf(int length, double share) {
        int genes = length - 1;
        return Math.max(0, Math.min(genes - 1, Math.max(1, (int) Math.round(genes * share))));
    }

    /**
     * Hides values; which ones depends on the random numbers of each cell.
     *
     * @param randoms one for each cell
     */
    static MaskedPatch of(List<TokenSequence> cells, double share, List<CounterRandom> randoms, Fill fill) {
        int width = cells.stream().mapToInt(TokenSequence::length).max().orElse(1);
        long[] ids = new long[cells.size() * width];
        float[] truth = new float[ids.length];
        Arrays.fill(ids, fill.padGene);
        Arrays.fill(truth, fill.padValue);
        LongStream.Builder hidden = LongStream.builder();
        LongStream.Builder shown = LongStream.builder();
        for (int row = 0; row < cells.size(); row++) {
            TokenSequence cell = cells.get(row);
            for (int i = 0; i < cell.length(); i++) {
                ids[row * width + i] = cell.genes()[i];
                truth[row * width + i] = cell.values()[i];
                if (i > 0) {
                    shown.add((long) row * width + i);
                }
            }
        }
        float[] values = truth.clone();
        for (int row = 0; row < cells.size(); row++) {
            int length = cells.get(row).length();
            int[] order = new int[length - 1];
            Arrays.setAll(order, i -> i + 1);
            randoms.get(row).shuffle(order);
            int count = hiddenOf(length, share);
            Arrays.sort(order, 0, count);
            for (int i = 0; i < count; i++) {
                hidden.add((long) row * width + order[i]);
                values[row * width + order[i]] = fill.maskValue;
            }
        }
        long[] lengths = cells.stream().mapToLong(TokenSequence::length).toArray();
        long[] genes = Arrays.stream(ids).sorted().distinct().toArray();
        long[] places =
                Arrays.stream(ids).map(id -> Arrays.binarySearch(genes, id)).toArray();
        return new MaskedPatch(
                cells.size(),
                width,
                lengths,
                genes,
                places,
                values,
                truth,
                hidden.build().toArray(),
                shown.build().toArray());
    }

    boolean isPadded() {
        return Arrays.stream(lengths).anyMatch(length -> length < width);
    }

    /** The true values at places. */
    float[] truthAt(long[] at) {
        float[] found = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            found[i] = truth[(int) at[i]];
        }
        return found;
    }

    /** For places of tokens the positions in a table of cells x different genes. */
    long[] pairs(long[] at) {
        return Arrays.stream(at)
                .map(place -> place / width * genes.length + places[(int) place])
                .toArray();
    }
}
