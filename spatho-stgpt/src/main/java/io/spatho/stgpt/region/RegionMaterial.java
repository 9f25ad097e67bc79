package io.spatho.stgpt.region;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything about a case that training and scoring need.
 *
 * @param expression cells x chosen genes, log-normalised
 * @param target the total that every cell is scaled to
 * @param columns the chosen genes' columns in the case
 * @param genes their unique names
 * @param neighbourhood the neighbours of each cell
 * @param scale moments of the training cells
 * @param division what each cell is for
 * @param lengths tokens of each cell
 */
record RegionMaterial(
        CsrMatrix expression,
        double target,
        int[] columns,
        List<String> genes,
        Neighbourhood neighbourhood,
        GeneScale scale,
        Division division,
        int[] lengths) {

    private static final int FEWEST_CELLS = 20;

    /**
     * The material of a case.
     *
     * @param wanted names of genes that are taken beside the variable ones
     * @throws InputException when the case has too few cells or genes to train on
     */
    static RegionMaterial of(
            SpatialDataset dataset,
            Graph graph,
            Division division,
            RegionSettings settings,
            List<String> wanted,
            Workers workers) {
        if (graph.nodes() != dataset.size() || division.size() != dataset.size()) {
            throw new IllegalArgumentException(graph.nodes() + " nodes for " + dataset.size() + " cells");
        }
        CsrMatrix counts = dataset.counts();
        List<String> names = dataset.panel().uniqueNames();
        double target = LogExpression.target(counts, division);
        int[] columns =
                union(LogExpression.mostVariable(counts, target, division, settings.mostGenes()), names, wanted);
        CsrMatrix expression =
                LogExpression.of(counts, columns, target, workers).matrix();
        int[] lengths = new int[counts.rows()];
        for (int cell = 0; cell < lengths.length; cell++) {
            lengths[cell] = CellTokens.of(expression, cell, settings.longest()).length();
        }
        Neighbourhood neighbourhood = new Neighbourhood(expression, graph, division);
        RegionMaterial material = new RegionMaterial(
                expression,
                target,
                columns,
                Arrays.stream(columns).mapToObj(names::get).toList(),
                neighbourhood,
                GeneScale.of(expression, neighbourhood, division),
                division,
                lengths);
        material.requireEnough();
        return material;
    }

    private static int[] union(int[] variable, List<String> names, List<String> wanted) {
        IntStream asked = wanted.stream().mapToInt(names::indexOf).filter(column -> column >= 0);
        return IntStream.concat(Arrays.stream(variable), asked)
                .sorted()
                .distinct()
                .toArray();
    }

    private void requireEnough() {
        int training = cells(Division.Part.TRAINING).length;
        int validation = cells(Division.Part.VALIDATION).length;
        int held = cells(Division.Part.HELD_OUT).length;
        if (training < FEWEST_CELLS || validation == 0 || held == 0 || columns.length < 2) {
            throw new InputException(Problem.of("the case is too small to train a region model on")
                    .at("the case")
                    .expected(
                            "at least " + FEWEST_CELLS
                                    + " training cells, a block to validate on, a held-out block and 2 expressed genes",
                            training + " cells, " + validation + " to validate on, " + held + " held out, "
                                    + columns.length + " genes")
                    .fix("Give a checkpoint with --checkpoint."));
        }
    }

    /** The cells of a part that express any of the genes. */
    int[] cells(Division.Part part) {
        return Arrays.stream(division.cells(part))
                .filter(cell -> lengths[cell] > 0)
                .toArray();
    }

    /** The number of cells that express none of the genes. */
    int cellsWithoutGenes() {
        return (int) Arrays.stream(lengths).filter(length -> length == 0).count();
    }
}
