package io.spatho.anndata.synthetic;

import java.util.Arrays;

/**
 * The hexagonal grid of Visium spots and which of them lie under tissue.
 *
 * <p>Spots are 100 µm apart and 55 µm wide; columns of even rows are even, of odd rows odd. A 6.5 mm area has 78 rows of 64 spots, an 11 mm
 * area 128 rows of 112; more spots than those hold get a square area that no slide has.
 */
final class SpotGrid {

    static final double PITCH = 100;
    static final double SPOT_DIAMETER = 55;
    static final double ROW_HEIGHT = PITCH * 0.8660254037844386;

    private static final int[][] SLIDES = {{78, 64}, {128, 112}};
    private static final double FILLED = 0.72;

    private final int rows;
    private final int perRow;
    private final TissueModel tissue;
    private final boolean[] underTissue;
    private final double edge;

    /** The smallest grid that holds {@code wanted} spots under tissue, of which it marks exactly that many. */
    SpotGrid(int wanted, long seed) {
        int[] slide = slide(wanted);
        this.rows = slide[0];
        this.perRow = slide[1];
        this.tissue = new TissueModel(seed, Math.sqrt(wanted * PITCH * ROW_HEIGHT / Math.PI));
        double[] levels = new double[size()];
        Arrays.setAll(levels, spot -> tissue.level(x(spot), y(spot)));
        this.edge = Arrays.stream(levels).sorted().skip(wanted - 1L).findFirst().orElseThrow();
        this.underTissue = new boolean[size()];
        for (int spot = 0; spot < size(); spot++) {
            underTissue[spot] = levels[spot] <= edge;
        }
    }

    private static int[] slide(int wanted) {
        for (int[] slide : SLIDES) {
            if (wanted <= FILLED * slide[0] * slide[1]) {
                return slide;
            }
        }
        int side = (int) Math.ceil(Math.sqrt(wanted / FILLED));
        return new int[] {side + side % 2, side};
    }

    TissueModel tissue() {
        return tissue;
    }

    int size() {
        return rows * perRow;
    }

    int row(int spot) {
        return spot / perRow;
    }

    int column(int spot) {
        return 2 * (spot % perRow) + (row(spot) & 1);
    }

    double width() {
        return (2 * perRow - 1) * PITCH / 2;
    }

    double height() {
        return (rows - 1) * ROW_HEIGHT;
    }

    /** Micrometres from the middle of the area. */
    double x(int spot) {
        return column(spot) * PITCH / 2 - width() / 2;
    }

    /** Micrometres from the middle of the area. */
    double y(int spot) {
        return row(spot) * ROW_HEIGHT - height() / 2;
    }

    boolean underTissue(int spot) {
        return underTissue[spot];
    }

    /** The level at which the tissue ends. */
    double edge() {
        return edge;
    }
}
