package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;

/**
 * The compartment with the highest score in each cell by itself.
 *
 * <p>The score is the mean over a compartment's genes in the data (at least two) of the gene's z-score over all cells (population
 * standard deviation); the first of equals wins. A single cell holds few transcripts, so this is noisy and carries no confidence; the
 * cluster's name is what the run goes on with. Cost: nonzeros. Determinism: each cell by itself.
 *
 * @param compartments compartment names
 * @param best position of the highest-scoring compartment in each cell, or -1 when none can be scored
 * @param scores the highest score, NaN where there is none
 * @param margins its lead over the second
 */
public record CellScores(List<String> compartments, int[] best, double[] scores, double[] margins) {

    private static final int BLOCK = 4096;

    /** The scores of log-normalised values, cells x genes. */
    public static CellScores of(CsrMatrix logNormalised, PanelMatch panel, Workers workers) {
        ClusterProfile all = ClusterProfile.of(logNormalised, new int[logNormalised.rows()], 1);
        double[] deviations = ClusterProfile.deviations(logNormalised, all.means());
        int kinds = panel.compartments().size();
        double[] ofZeros = new double[kinds];
        int[] sizes = new int[kinds];
        int[][] kindsOf = new int[logNormalised.columns()][0];
        for (int kind = 0; kind < kinds; kind++) {
            for (int gene : panel.columns().get(kind)) {
                if (!Double.isNaN(deviations[gene])) {
                    sizes[kind]++;
                    ofZeros[kind] -= all.means()[gene] / deviations[gene];
                    kindsOf[gene] = Arrays.copyOf(kindsOf[gene], kindsOf[gene].length + 1);
                    kindsOf[gene][kindsOf[gene].length - 1] = kind;
                }
            }
        }
        int[] best = new int[logNormalised.rows()];
        double[] scores = new double[best.length];
        double[] margins = new double[best.length];
        workers.forRanges(best.length, BLOCK, (from, to) -> {
            for (int cell = from; cell < to; cell++) {
                double[] sums = ofZeros.clone();
                for (int i = logNormalised.start(cell); i < logNormalised.end(cell); i++) {
                    int gene = logNormalised.columnIndices()[i];
                    for (int kind : kindsOf[gene]) {
                        sums[kind] += logNormalised.values()[i] / deviations[gene];
                    }
                }
                for (int kind = 0; kind < kinds; kind++) {
                    sums[kind] = sizes[kind] < PanelMatch.FEWEST_GENES ? Double.NaN : sums[kind] / sizes[kind];
                }
                Lead lead = Lead.of(sums);
                best[cell] = lead.winner();
                scores[cell] = lead.score();
                margins[cell] = lead.margin();
            }
        });
        return new CellScores(panel.compartments(), best, scores, margins);
    }

    /** One row per cell, in the order of the ids: the columns of {@code cell_scores.parquet}. */
    public Table table(String[] cellIds) {
        String[] names = new String[best.length];
        Arrays.setAll(names, cell -> best[cell] < 0 ? "" : compartments.get(best[cell]));
        return Table.ofRows(best.length)
                .with("cell_id", new Column.Strings(cellIds))
                .with("compartment", new Column.Strings(names))
                .with("score", new Column.Doubles(scores))
                .with("margin", new Column.Doubles(margins));
    }
}
