package io.spatho.stgpt.evaluation;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.region.PanelDecoder;
import io.spatho.stgpt.region.RegionModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The benchmark of genes that are taken out of held-out cells and predicted from the rest, zeros included, by the model and by the
 * baselines, all of which see the same genes of the same cells.
 *
 * <p>Determinism: what is hidden depends on seed and cell. Cost: that of decoding and of {@link NearestCells}.
 */
final class HiddenGenes {

    /** The methods, the model first. */
    static final List<String> METHODS = List.of("model", "network_alone", "gene_mean", "pca_linear", "nearest_cells");

    private static final double HIDDEN_SHARE = 0.15;
    private static final int MOST_CELLS = 1024;

    private final RegionModel model;
    private final CsrMatrix expression;
    private final Division division;
    private final long seed;

    HiddenGenes(RegionModel model, CsrMatrix expression, Division division, long seed) {
        this.model = model;
        this.expression = expression;
        this.division = division;
        this.seed = seed;
    }

    /**
     * What the methods reached.
     *
     * @param cells the cells that judged
     * @param groups the groups of the division that they lie in
     * @param groupOf the place of each cell's group in {@code groups}
     * @param tallies sums for each method, in the order of {@link #METHODS}
     * @param spearman genes for each method
     * @param means the genes' mean in the training cells
     * @param detected the share of training cells that express each gene
     */
    record Outcome(
            int[] cells,
            List<Integer> groups,
            int[] groupOf,
            Map<String, PairTally> tallies,
            Map<String, double[]> spearman,
            double[] means,
            double[] detected) {}

    private int[] expressing(Division.Part part) {
        return Arrays.stream(division.cells(part))
                .filter(cell -> expression.end(cell) > expression.start(cell))
                .toArray();
    }

    private boolean[] hidden(int cell) {
        CounterRandom random = CounterRandom.of(seed, "evaluation-hidden-genes", cell);
        boolean[] hidden = new boolean[expression.columns()];
        for (int gene = 0; gene < hidden.length; gene++) {
            hidden[gene] = random.nextDouble() < HIDDEN_SHARE;
        }
        return hidden;
    }

    private static int[] some(int[] cells, int most) {
        int count = Math.min(most, cells.length);
        return IntStream.range(0, count)
                .map(i -> cells[(int) ((long) i * cells.length / count)])
                .toArray();
    }

    /** Runs the benchmark on the held-out cells. */
    Outcome run(PanelDecoder decoder, Workers workers) {
        int[] training = expressing(Division.Part.TRAINING);
        int[] cells = some(expressing(Division.Part.HELD_OUT), MOST_CELLS);
        int[] genes = IntStream.range(0, expression.columns()).toArray();
        Map<String, DenseMatrix> predictions = new LinkedHashMap<>();
        predictions.put("model", decoder.decode(expression, cells, genes, this::hidden, workers));
        predictions.put("network_alone", decode(decoder, cells, genes, PanelDecoder.Part.NETWORK, workers));
        predictions.put("gene_mean", constant(cells.length));
        predictions.put("pca_linear", decode(decoder, cells, genes, PanelDecoder.Part.LINEAR, workers));
        predictions.put("nearest_cells", nearest(decoder, training, cells, workers));
        List<Integer> groups = division.groups(Division.Part.HELD_OUT);
        int[] groupOf = Arrays.stream(cells)
                .map(cell -> groups.indexOf(division.group(cell)))
                .toArray();
        Map<String, PairTally> tallies = new LinkedHashMap<>();
        Map<String, double[]> spearman = new LinkedHashMap<>();
        predictions.forEach((method, predicted) -> {
            tallies.put(method, tally(cells, groupOf, groups.size(), predicted));
            spearman.put(method, spearman(cells, predicted));
        });
        double[] means = Arrays.stream(genes).mapToDouble(model::meanExpression).toArray();
        return new Outcome(cells, groups, groupOf, tallies, spearman, means, detected(training));
    }

    private DenseMatrix decode(
            PanelDecoder decoder, int[] cells, int[] genes, PanelDecoder.Part part, Workers workers) {
        return decoder.decode(expression, cells, genes, this::hidden, part, workers);
    }

    private DenseMatrix nearest(PanelDecoder decoder, int[] training, int[] cells, Workers workers) {
        boolean[] nothing = new boolean[expression.columns()];
        NearestCells nearest =
                new NearestCells(expression, training, decoder.scores(expression, training, cell -> nothing, workers));
        return nearest.predict(decoder.scores(expression, cells, this::hidden, workers), workers);
    }

    private DenseMatrix constant(int rows) {
        DenseMatrix means = DenseMatrix.zeros(rows, expression.columns());
        for (int i = 0; i < means.values().length; i++) {
            means.values()[i] = (float) model.meanExpression(i % means.columns());
        }
        return means;
    }

    private double[] detected(int[] training) {
        double[] detected = new double[expression.columns()];
        for (int cell : training) {
            for (int i = expression.start(cell); i < expression.end(cell); i++) {
                detected[expression.columnIndices()[i]] += expression.values()[i] > 0 ? 1.0 / training.length : 0;
            }
        }
        return detected;
    }

    private PairTally tally(int[] cells, int[] groupOf, int groups, DenseMatrix predicted) {
        PairTally tally = new PairTally(groups, expression.columns());
        for (int row = 0; row < cells.length; row++) {
            boolean[] hidden = hidden(cells[row]);
            for (int gene = 0; gene < hidden.length; gene++) {
                double deviation = model.deviation(gene);
                if (hidden[gene] && deviation > 0) {
                    double truth = expression.get(cells[row], gene) - model.meanExpression(gene);
                    double found = predicted.get(row, gene) - model.meanExpression(gene);
                    tally.add(groupOf[row], gene, truth / deviation, found / deviation);
                }
            }
        }
        return tally;
    }

    private double[] spearman(int[] cells, DenseMatrix predicted) {
        double[][] truth = new double[expression.columns()][];
        double[][] found = new double[expression.columns()][];
        int[] counts = new int[expression.columns()];
        boolean[][] hidden = new boolean[cells.length][];
        for (int row = 0; row < cells.length; row++) {
            hidden[row] = hidden(cells[row]);
            for (int gene = 0; gene < counts.length; gene++) {
                counts[gene] += hidden[row][gene] ? 1 : 0;
            }
        }
        Arrays.setAll(truth, gene -> new double[counts[gene]]);
        Arrays.setAll(found, gene -> new double[counts[gene]]);
        Arrays.fill(counts, 0);
        for (int row = 0; row < cells.length; row++) {
            for (int gene = 0; gene < counts.length; gene++) {
                if (hidden[row][gene]) {
                    truth[gene][counts[gene]] = expression.get(cells[row], gene);
                    found[gene][counts[gene]++] = predicted.get(row, gene);
                }
            }
        }
        double[] spearman = new double[counts.length];
        Arrays.setAll(spearman, gene -> Correlation.spearman(truth[gene], found[gene]));
        return spearman;
    }
}
