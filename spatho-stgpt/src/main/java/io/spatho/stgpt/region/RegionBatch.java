package io.spatho.stgpt.region;

import java.util.Arrays;
import java.util.List;

/**
 * Cells side by side as the network reads them: {@code <cls>} first, then its picture where it has one, then the cell's genes, then
 * padding. A picture's token has the embedding row of padding, which nothing else uses, as its kind.
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
    private final float[] pictures;
    private final boolean[] pictured;

    private RegionBatch(int rows, int width, int padding, float[] beside, float[] pictures, boolean[] pictured) {
        this.pictures = pictures;
        this.pictured = pictured;
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
        return of(cells, genes, beside, new float[0], new boolean[cells.size()]);
    }

    /**
     * A batch in which every value can be seen, and the pictures of some cells.
     *
     * @param pictures rows x features
     * @param pictured which rows have a token for their picture
     */
    static RegionBatch of(List<CellTokens> cells, int genes, float[] beside, float[] pictures, boolean[] pictured) {
        int longest = 0;
        for (int row = 0; row < cells.size(); row++) {
            longest = Math.max(longest, cells.get(row).length() + (pictured[row] ? 1 : 0));
        }
        RegionBatch batch = new RegionBatch(cells.size(), longest + 1, genes + 1, beside, pictures, pictured);
        for (int row = 0; row < cells.size(); row++) {
            CellTokens cell = cells.get(row);
            int at = batch.firstGene(row);
            batch.ids[row * batch.width] = genes;
            for (int i = 0; i < cell.length(); i++) {
                batch.ids[at + i] = cell.genes()[i];
                batch.values[at + i] = cell.values()[i];
                batch.visible[at + i] = 1;
            }
            batch.lengths[row] = at - (long) row * batch.width + cell.length();
        }
        return batch;
    }

    /** Hides the value of a cell's token, counted without {@code <cls>}, and returns its place in the flattened batch. */
    int hide(int row, int token) {
        int place = firstGene(row) + token;
        visible[place] = 0;
        hidden[place] = 1;
        values[place] = 0;
        return place;
    }

    /** Makes up in a row's sum of values for those that cannot be seen. */
    void gain(int row, double factor) {
        gains[row] = (float) factor;
    }

    private int firstGene(int row) {
        return row * width + (pictured[row] ? 2 : 1);
    }

    /** Whether any row has a token for its picture. */
    boolean showsPictures() {
        for (boolean shown : pictured) {
            if (shown) {
                return true;
            }
        }
        return false;
    }

    /** Image features, rows x features. */
    float[] pictures() {
        return pictures;
    }

    /** 1 at the tokens of pictures, 0 elsewhere. */
    float[] pictureIndicator() {
        float[] indicator = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            if (pictured[row]) {
                indicator[row * width + 1] = 1;
            }
        }
        return indicator;
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
