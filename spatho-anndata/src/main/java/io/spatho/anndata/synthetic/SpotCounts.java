package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;

/**
 * Spots as rows of a matrix: the molecules of all cells whose centre lies under the spot, caught with an efficiency that varies
 * log-normally (sigma 0.25) from spot to spot. One spot in fifty has caught a tenth, with many mitochondrial molecules among them.
 */
final class SpotCounts implements CountRows {

    private static final double CELLS_UNDER_A_SPOT = 25;
    private static final double EFFICIENCY_SPREAD = 0.25;
    private static final double POOR_SHARE = 0.02;

    private final SpotGrid grid;
    private final CellLattice lattice;
    private final int[] spots;
    private final int features;
    private final Expression expression;
    private final long seed;

    /** The spots given, in that order. */
    SpotCounts(SpotGrid grid, CellLattice lattice, int[] spots, Panel panel, long seed, double molecules) {
        this.grid = grid;
        this.lattice = lattice;
        this.spots = spots;
        this.features = panel.features().size();
        this.expression = new Expression(grid.tissue(), panel, seed, molecules / CELLS_UNDER_A_SPOT);
        this.seed = seed;
    }

    @Override
    public int rows() {
        return spots.length;
    }

    @Override
    public CountBlock block(int from, int to) {
        CountBlock.Builder builder = new CountBlock.Builder(features, to - from);
        double[] amounts = new double[Program.ALL.size()];
        TypeMixture mixture = new TypeMixture();
        for (int row = from; row < to; row++) {
            int spot = spots[row];
            CounterRandom random = CounterRandom.of(seed, "synthetic.spot", spot);
            boolean poor = random.nextDouble() < POOR_SHARE;
            double efficiency = StrictMath.exp(EFFICIENCY_SPREAD * random.nextGaussian()) * (poor ? 0.1 : 1);
            lattice.around(
                    grid.x(spot),
                    grid.y(spot),
                    SpotGrid.SPOT_DIAMETER / 2,
                    mixture,
                    cell -> expression.addTo(amounts, cell, efficiency));
            if (poor) {
                amounts[Program.MITOCHONDRIAL.position()] *= 6;
            }
            expression.draw(amounts, random, builder);
            builder.endRow();
        }
        return builder.build();
    }

    /** Whether a spot caught few molecules. */
    boolean poor(int spot) {
        return CounterRandom.of(seed, "synthetic.spot", spot).nextDouble() < POOR_SHARE;
    }
}
