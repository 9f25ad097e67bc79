package io.spatho.stgpt.retrieval;

import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * The activity of pathways: the mean standardised expression of a pathway's predicted genes. A pathway with fewer than {@value #FEWEST}
 * of them is left out; an {@link InputException} when none is left.
 */
final class PathwayActivity {

    static final int FEWEST = 3;

    private final Moments scale;
    private final List<String> names = new ArrayList<>();
    private final List<int[]> columns = new ArrayList<>();

    /** Pathways of a panel among genes with these moments. */
    PathwayActivity(MarkerPanel panel, List<String> genes, Moments scale) {
        this.scale = scale;
        for (MarkerPanel.Compartment pathway : panel.compartments()) {
            int[] found = pathway.genes().stream()
                    .mapToInt(genes::indexOf)
                    .filter(column -> column >= 0)
                    .distinct()
                    .toArray();
            if (found.length >= FEWEST) {
                names.add(pathway.name());
                columns.add(found);
            }
        }
        if (names.isEmpty()) {
            throw new InputException(Problem.of("no pathway has enough of the genes that are predicted")
                    .at("--pathways")
                    .expected(
                            FEWEST + " of the " + genes.size() + " genes in a set",
                            Words.count(panel.compartments().size(), "set") + " with fewer")
                    .fix("Name the genes as the case does, or predict more of them (--most-genes, --genes)"));
        }
    }

    List<String> names() {
        return names;
    }

    /** The number of predicted genes of a pathway. */
    int genes(int pathway) {
        return columns.get(pathway).length;
    }

    /** Observations x pathways, of logged expression. */
    DenseMatrix of(DenseMatrix expression) {
        DenseMatrix standardised = scale.standardised(expression);
        DenseMatrix activity = DenseMatrix.zeros(expression.rows(), names.size());
        for (int row = 0; row < expression.rows(); row++) {
            for (int pathway = 0; pathway < names.size(); pathway++) {
                double sum = 0;
                for (int column : columns.get(pathway)) {
                    sum += standardised.get(row, column);
                }
                activity.values()[row * names.size() + pathway] = (float) (sum / genes(pathway));
            }
        }
        return activity;
    }
}
