package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;

/**
 * The cells of a section as rows of a Xenium matrix: genes, negative controls and unassigned codewords.
 *
 * <p>Controls are rare and independent of tissue: 0.06 probe, 0.03 codeword and 0.05 unassigned molecules for a cell.
 */
final class XeniumCounts implements CountRows {

    private static final double PROBES = 0.06;
    private static final double CODEWORDS = 0.03;
    private static final double UNASSIGNED = 0.05;

    private final Section section;
    private final Panel panel;
    private final Expression expression;
    private final long seed;

    XeniumCounts(Section section, Panel panel, Expression expression, long seed) {
        this.section = section;
        this.panel = panel;
        this.expression = expression;
        this.seed = seed;
    }

    @Override
    public int rows() {
        return section.cells();
    }

    @Override
    public CountBlock block(int from, int to) {
        CountBlock.Builder builder = new CountBlock.Builder(panel.features().size(), to - from);
        TypeMixture mixture = new TypeMixture();
        double[] amounts = new double[Program.ALL.size()];
        for (int number = from; number < to; number++) {
            Cell cell = section.cell(number, mixture);
            CounterRandom random = CounterRandom.of(seed, "synthetic.molecules", cell.index());
            expression.addTo(amounts, cell, 1);
            expression.draw(amounts, random, builder);
            int first = panel.genes();
            controls(builder, random, first, Panel.CONTROL_PROBES, PROBES);
            first += Panel.CONTROL_PROBES;
            controls(builder, random, first, Panel.CONTROL_CODEWORDS, CODEWORDS);
            first += Panel.CONTROL_CODEWORDS;
            controls(builder, random, first, Panel.UNASSIGNED_CODEWORDS, UNASSIGNED);
            builder.endRow();
        }
        return builder.build();
    }

    private static void controls(CountBlock.Builder row, CounterRandom random, int first, int kinds, double mean) {
        int count = random.nextPoisson(mean);
        for (int i = 0; i < count; i++) {
            row.add(first + random.nextInt(kinds), 1);
        }
    }

    /** The molecules of every cell by kind of feature: genes, probes, codewords, unassigned codewords. */
    static final class Totals {

        private final int genes;
        private final int[][] perKind;
        private int row;

        Totals(Panel panel, int cells) {
            this.genes = panel.genes();
            this.perKind = new int[4][cells];
        }

        void add(CountBlock block) {
            int at = 0;
            for (int length : block.rowLengths()) {
                for (int end = at + length; at < end; at++) {
                    perKind[kind(block.features()[at])][row] += block.counts()[at];
                }
                row++;
            }
        }

        private int kind(int feature) {
            int control = feature - genes;
            if (control < 0) {
                return 0;
            }
            if (control < Panel.CONTROL_PROBES) {
                return 1;
            }
            return control < Panel.CONTROL_PROBES + Panel.CONTROL_CODEWORDS ? 2 : 3;
        }

        int transcripts(int cell) {
            return perKind[0][cell];
        }

        int controlProbes(int cell) {
            return perKind[1][cell];
        }

        int controlCodewords(int cell) {
            return perKind[2][cell];
        }

        int unassigned(int cell) {
            return perKind[3][cell];
        }

        int all(int cell) {
            return perKind[0][cell] + perKind[1][cell] + perKind[2][cell] + perKind[3][cell];
        }
    }
}
