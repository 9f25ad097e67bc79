package io.spatho.stgpt.retrieval;

import java.util.Arrays;

/** The best few cells seen so far, by similarity and then by number. */
final class BestCells {

    private final int[] cells;
    private final float[] similarities;
    private int size;

    BestCells(int capacity) {
        this.cells = new int[capacity];
        this.similarities = new float[capacity];
    }

    void offer(int cell, float similarity) {
        int at = size;
        while (at > 0 && precedes(similarity, cell, at - 1)) {
            at--;
        }
        if (at == cells.length) {
            return;
        }
        size = Math.min(cells.length, size + 1);
        for (int i = size - 1; i > at; i--) {
            cells[i] = cells[i - 1];
            similarities[i] = similarities[i - 1];
        }
        cells[at] = cell;
        similarities[at] = similarity;
    }

    private boolean precedes(float similarity, int cell, int place) {
        return similarity > similarities[place] || (similarity == similarities[place] && cell < cells[place]);
    }

    CellSearch.Found found() {
        return new CellSearch.Found(Arrays.copyOf(cells, size), Arrays.copyOf(similarities, size));
    }

    /** The inner product of a query and a row, float32 in the order of the dimensions. */
    static float product(float[] query, float[] rows, int row) {
        float sum = 0;
        int at = row * query.length;
        for (float value : query) {
            sum += value * rows[at++];
        }
        return sum;
    }
}
