package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;
import java.util.Arrays;

/**
 * How many molecules of each program a cell holds on average.
 *
 * <p>A cell's library varies log-normally (sigma 0.35) around its type's amount of RNA, and the share of its type's program by a gamma
 * factor of shape 7: given those, counts are Poisson, so that across cells they are overdispersed like a negative binomial. States follow
 * the place: hypoxia deep inside nests, interferon along their borders, stress from left to right across the section. One
 * cell in fifty is of low quality: a tenth of the molecules, most of them ambient.
 */
final class Expression {

    private static final double LOW_QUALITY_SHARE = 0.02;
    private static final double SPREAD = 0.35;
    private static final double MEAN_OF_SPREAD = StrictMath.exp(SPREAD * SPREAD / 2);
    private static final int GAMMA_SHAPE = 7;

    private final TissueModel tissue;
    private final Panel panel;
    private final long seed;
    private final double molecules;

    Expression(TissueModel tissue, Panel panel, long seed, double molecules) {
        this.tissue = tissue;
        this.panel = panel;
        this.seed = seed;
        this.molecules = molecules;
    }

    /** Whether a cell is of low quality. */
    boolean lowQuality(Cell cell) {
        return random(cell).nextDouble() < LOW_QUALITY_SHARE;
    }

    private CounterRandom random(Cell cell) {
        return CounterRandom.of(seed, "synthetic.state", cell.index());
    }

    /** Adds {@code part} of a cell's mean number of molecules to the amounts, one for each {@link Program}. */
    void addTo(double[] amounts, Cell cell, double part) {
        CounterRandom random = random(cell);
        boolean lowQuality = random.nextDouble() < LOW_QUALITY_SHARE;
        double library = StrictMath.exp(SPREAD * random.nextGaussian()) / MEAN_OF_SPREAD;
        double typical = gamma(random);
        double cycling = random.nextDouble();
        double all = part * molecules * cell.type().rna() * library * (lowQuality ? 0.1 : 1);
        double own = lowQuality ? 0.25 : 1;
        add(amounts, Program.of(cell.type()), all * own * 0.66 * typical);
        add(amounts, Program.HOUSEKEEPING, all * own * 0.2);
        add(amounts, Program.MITOCHONDRIAL, all * (lowQuality ? 0.6 : 0.09));
        add(amounts, Program.AMBIENT, all * (lowQuality ? 0.4 : 0.08));
        states(amounts, cell, all * own, cycling);
    }

    private void states(double[] amounts, Cell cell, double all, double cycling) {
        double depth = cell.place().tumourDepth() / tissue.step();
        boolean tumour = cell.type() == CellType.TUMOUR;
        if (tumour) {
            add(amounts, Program.HYPOXIA, all * 0.3 * Math.max(0, Math.min(1, (depth - 0.12) / 0.22)));
        }
        double growing = tumour ? 0.05 + 0.25 * StrictMath.exp(-Math.max(0, depth) / 0.2) : 0.01;
        if (cycling < growing) {
            add(amounts, Program.PROLIFERATION, all * 0.3);
        }
        add(amounts, Program.INTERFERON, all * 0.16 * StrictMath.exp(-Math.abs(depth) / 0.12));
        double across = tissue.across(cell.x());
        add(amounts, Program.STRESS, all * 0.14 * across * across);
    }

    private static void add(double[] amounts, Program program, double amount) {
        amounts[program.position()] += amount;
    }

    /** A gamma number of mean 1: the mean of exponential numbers. */
    private static double gamma(CounterRandom random) {
        double product = 1;
        for (int i = 0; i < GAMMA_SHAPE; i++) {
            product *= 1 - random.nextDouble();
        }
        return -StrictMath.log(product) / GAMMA_SHAPE;
    }

    /** Draws the molecules of the given amounts into a row and clears the amounts. */
    void draw(double[] amounts, CounterRandom random, CountBlock.Builder row) {
        for (Program program : Program.ALL) {
            AliasTable genes = panel.program(program);
            double amount = amounts[program.position()];
            if (amount > 0 && !genes.isEmpty()) {
                int count = random.nextPoisson(amount);
                for (int i = 0; i < count; i++) {
                    row.add(genes.draw(random), 1);
                }
            }
        }
        Arrays.fill(amounts, 0);
    }
}
