package io.spatho.stgpt.finetune;

import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.tokens.TokenSequence;
import io.spatho.stgpt.tokens.Tokenizer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The cells that a checkpoint is trained on.
 *
 * @param tokenizer makes their tokens
 * @param x coordinate of each cell, in any unit that {@code y} shares
 * @param y coordinate of each cell
 * @param labels batch of each cell, from 0; empty when there are none
 * @param batches number of batches
 * @param division what each cell is for
 */
public record CellMaterial(Tokenizer tokenizer, double[] x, double[] y, int[] labels, int batches, Division division) {

    public CellMaterial {
        int cells = tokenizer.cells();
        if (x.length != cells
                || y.length != cells
                || division.size() != cells
                || (labels.length != 0 && labels.length != cells)) {
            throw new IllegalArgumentException(cells + " cells with " + x.length + " positions, " + labels.length
                    + " labels, a division of " + division.size());
        }
    }

    /** The cells of a part that have two genes of the vocabulary or more, ascending. */
    int[] cells(Division.Part part) {
        return Arrays.stream(division.cells(part))
                .filter(cell -> tokenizer.length(cell) > 2)
                .toArray();
    }

    TokenSequence tokens(int cell) {
        return tokenizer.tokens(cell).orElseThrow();
    }

    int[] labelsOf(int[] cells) {
        return Arrays.stream(cells).map(cell -> labels[cell]).toArray();
    }

    /** At most so many of a part's cells, evenly spread. */
    int[] some(Division.Part part, int most) {
        int[] all = cells(part);
        return all.length <= most
                ? all
                : IntStream.range(0, most)
                        .map(i -> all[(int) ((long) i * all.length / most)])
                        .toArray();
    }
}
