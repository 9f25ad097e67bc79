package io.spatho.anndata.synthetic;

import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The square grid of 8 µm Visium HD bins around a section, with an exact number of them under tissue, and the 16 µm grid over it: a 16 µm
 * bin is under tissue when one of its four is.
 *
 * <p>The grid ends shortly after the tissue, where a real slide goes on to its border.
 */
final class BinGrid {

    static final double BIN = 8;

    private static final double WINDOW = 1.5;
    private static final double LARGEST_LEVEL = 1.2;
    private static final int MARGIN = 2;

    private final TissueModel tissue;
    private final int rows;
    private final int columns;
    private final double left;
    private final double top;
    private final BitSet underTissue;
    private final double edge;

    private BinGrid(TissueModel tissue, double edge, int half, int[] box, BitSet marked) {
        this.tissue = tissue;
        this.edge = edge;
        this.rows = box[2] - box[0];
        this.columns = box[3] - box[1];
        this.left = (box[1] - half) * BIN;
        this.top = (box[0] - half) * BIN;
        this.underTissue = new BitSet(rows * columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                underTissue.set(row * columns + column, marked.get((row + box[0]) * 2 * half + column + box[1]));
            }
        }
    }

    /** A grid with exactly {@code wanted} bins under tissue. */
    static BinGrid of(int wanted, long seed, Workers workers) {
        TissueModel tissue = new TissueModel(seed, Math.sqrt(wanted * BIN * BIN / Math.PI));
        int half = (int) Math.ceil(WINDOW * tissue.radius() / BIN) + 4;
        half += half % 2;
        int side = 2 * half;
        int middle = half;
        List<double[]> lines = workers.map(side, row -> {
            double[] levels = new double[side];
            double y = (row - middle + 0.5) * BIN;
            Arrays.setAll(levels, column -> tissue.level((column - middle + 0.5) * BIN, y));
            return levels;
        });
        double edge = lines.stream()
                .flatMapToDouble(Arrays::stream)
                .filter(level -> level < LARGEST_LEVEL)
                .sorted()
                .skip(wanted - 1L)
                .findFirst()
                .orElseThrow();
        return cropped(tissue, edge, half, lines);
    }

    private static BinGrid cropped(TissueModel tissue, double edge, int half, List<double[]> lines) {
        int side = 2 * half;
        BitSet marked = new BitSet(side * side);
        int[] box = {side, side, 0, 0};
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                if (lines.get(row)[column] <= edge) {
                    marked.set(row * side + column);
                    box[0] = Math.min(box[0], row);
                    box[1] = Math.min(box[1], column);
                    box[2] = Math.max(box[2], row + 1);
                    box[3] = Math.max(box[3], column + 1);
                }
            }
        }
        for (int i = 0; i < 2; i++) {
            box[i] = (box[i] - MARGIN) / 2 * 2;
            box[i + 2] = (box[i + 2] + MARGIN + 1) / 2 * 2;
        }
        return new BinGrid(tissue, edge, half, box, marked);
    }

    TissueModel tissue() {
        return tissue;
    }

    double edge() {
        return edge;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Model coordinate of the grid's left border. */
    double left() {
        return left;
    }

    /** Model coordinate of the grid's upper border. */
    double top() {
        return top;
    }

    boolean underTissue(int row, int column) {
        return underTissue.get(row * columns + column);
    }

    /** Whether a bin of {@code factor} x {@code factor} small bins is under tissue. */
    boolean underTissue(int row, int column, int factor) {
        for (int r = row * factor; r < (row + 1) * factor; r++) {
            for (int c = column * factor; c < (column + 1) * factor; c++) {
                if (underTissue(r, c)) {
                    return true;
                }
            }
        }
        return false;
    }
}
