package io.spatho.stgpt.region;

import java.util.Arrays;
import java.util.List;

/**
 * Cells side by side as the network reads them: {@code <cls>} first, then the cell's genes, then padding.
 *
 * <p>Gene ids: 0 … genes-1 are genes, {@code genes} is {@code <cls>}, {@code genes + 1} is padding.
 */
final class RegionBatch {

    private final int rows;
    private final int width;
    private final long[] ids;
    private final float[] values;
    private final float[] visible;
    private final float[] hidden;
    private final long[] lengths;
    private final float[] gains;
    private final float[] beside;

    private RegionBatch(int rows, int width, int padding, float[] beside) {
        this.rows = rows;
        this.width = width;
        this.ids = new long[rows * width];
        this.values = new float[rows * width];
        this.visible = new float[rows * width];
        this.hidden = new float[rows * width];
        this.lengths = new long[rows];
        this.gains = new float[rows];
        this.beside = beside;
        Arrays.fill(ids, padding);
        Arrays.fill(gains, 1);
    }

    /** A batch in which every value can be seen. */
    static RegionBatch of(List<CellTokens> cells, int genes, float[] beside) {
        int longest = cells.stream().mapToInt(CellTokens::length).max().orElse(0);
        RegionBatch batch = new RegionBatch(cells.size(), longest + 1, genes + 1, beside);
        for (int row = 0; row < cells.size(); row++) {
            CellTokens cell = cells.get(row);
            int at = row * batch.width;
            batch.ids[at] = genes;
            for (int i = 0; i < cell.length(); i++) {
                batch.ids[at + 1 + i] = cell.genes()[i];
                batch.values[at + 1 + i] = cell.values()[i];
                batch.visible[at + 1 + i] = 1;
            }
            batch.lengths[row] = cell.length() + 1L;
        }
        return batch;
    }

    /** Hides the value of a cell's token, counted without {@code <cls>}, and returns its place in the flattened batch. */
    int hide(int row, int token) {
        int place = row * width + 1 + token;
        visible[place] = 0;
        hidden[place] = 1;
        values[place] = 0;
        return place;
    }

    /** Makes up in a row's sum of values for those that cannot be seen. */
    void gain(int row, double factor) {
        gains[row] = (float) factor;
    }

    int rows() {
        return rows;
    }

    int width() {
        return width;
    }

    long[] ids() {
        return ids;
    }

    float[] values() {
        return values;
    }

    /** The values as they enter the row's sum. */
    float[] summands() {
        float[] summands = values.clone();
        for (int i = 0; i < summands.length; i++) {
            summands[i] *= gains[i / width];
        }
        return summands;
    }

    float[] visible() {
        return visible;
    }

    float[] hidden() {
        return hidden;
    }

    long[] lengths() {
        return lengths;
    }

    float[] beside() {
        return beside;
    }

    /** 1 at {@code <cls>}, 0 elsewhere. */
    float[] clsIndicator() {
        float[] indicator = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            indicator[row * width] = 1;
        }
        return indicator;
    }

    /** The places of {@code <cls>} in the flattened batch. */
    long[] clsPlaces() {
        long[] places = new long[rows];
        for (int row = 0; row < rows; row++) {
            places[row] = (long) row * width;
        }
        return places;
    }
}
