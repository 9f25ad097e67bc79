package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;

/**
 * Bins as rows of a matrix. A cell's molecules spread over the bins around it as a normal distribution with a standard deviation of
 * 4 µm, so that a bin mixes neighbours as real bins do. A larger bin holds the sum of its 8 µm bins under tissue.
 */
final class BinCounts implements CountRows {

    private static final double SPREAD = 4;
    private static final double REACH = 11;
    private static final double CELLS_IN_A_BIN = 0.66;
    private static final double PEAK = BinGrid.BIN * BinGrid.BIN / (2 * Math.PI * SPREAD * SPREAD);

    private final BinGrid grid;
    private final CellLattice lattice;
    private final int factor;
    private final int[] bins;
    private final int features;
    private final Expression expression;
    private final long seed;

    /** Bins of {@code factor} x {@code factor} small bins; {@code bins} are their numbers, row after row. */
    BinCounts(BinGrid grid, CellLattice lattice, int factor, int[] bins, Panel panel, long seed, double molecules) {
        this.grid = grid;
        this.lattice = lattice;
        this.factor = factor;
        this.bins = bins;
        this.features = panel.features().size();
        this.expression = new Expression(grid.tissue(), panel, seed, molecules / CELLS_IN_A_BIN);
        this.seed = seed;
    }

    @Override
    public int rows() {
        return bins.length;
    }

    @Override
    public CountBlock block(int from, int to) {
        CountBlock.Builder builder = new CountBlock.Builder(features, to - from);
        double[] amounts = new double[Program.ALL.size()];
        TypeMixture mixture = new TypeMixture();
        int perRow = grid.columns() / factor;
        for (int i = from; i < to; i++) {
            int row = bins[i] / perRow * factor;
            int column = bins[i] % perRow * factor;
            for (int r = row; r < row + factor; r++) {
                for (int c = column; c < column + factor; c++) {
                    if (grid.underTissue(r, c)) {
                        smallBin(r, c, amounts, mixture, builder);
                    }
                }
            }
            builder.endRow();
        }
        return builder.build();
    }

    private void smallBin(int row, int column, double[] amounts, TypeMixture mixture, CountBlock.Builder builder) {
        double x = grid.left() + (column + 0.5) * BinGrid.BIN;
        double y = grid.top() + (row + 0.5) * BinGrid.BIN;
        lattice.around(x, y, REACH, mixture, cell -> {
            double dx = cell.x() - x;
            double dy = cell.y() - y;
            double part = PEAK * StrictMath.exp(-(dx * dx + dy * dy) / (2 * SPREAD * SPREAD));
            expression.addTo(amounts, cell, part);
        });
        CounterRandom random = CounterRandom.of(seed, "synthetic.bin", (long) row * grid.columns() + column);
        expression.draw(amounts, random, builder);
    }
}
