package io.spatho.stgpt.region;

import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * The mean expression of a cell's spatial neighbours, itself left out. Only neighbours of the same part of the division count, so
 * that nothing of a held-out block reaches training.
 */
final class Neighbourhood {

    private final CsrMatrix expression;
    private final Graph graph;
    private final Division division;

    Neighbourhood(CsrMatrix expression, Graph graph, Division division) {
        this.expression = expression;
        this.graph = graph;
        this.division = division;
    }

    /** Writes the mean over a cell's neighbours to {@code target} from {@code at}; false when it has none. */
    boolean mean(int cell, float[] target, int at) {
        int genes = expression.columns();
        Arrays.fill(target, at, at + genes, 0);
        int neighbours = 0;
        for (int i = graph.starts()[cell]; i < graph.starts()[cell + 1]; i++) {
            int other = graph.neighbours()[i];
            if (division.part(other) == division.part(cell)) {
                neighbours++;
                for (int j = expression.start(other); j < expression.end(other); j++) {
                    target[at + expression.columnIndices()[j]] += expression.values()[j];
                }
            }
        }
        for (int gene = at; gene < at + genes && neighbours > 0; gene++) {
            target[gene] /= neighbours;
        }
        return neighbours > 0;
    }
}
