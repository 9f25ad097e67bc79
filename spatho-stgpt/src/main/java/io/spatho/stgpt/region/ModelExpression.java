package io.spatho.stgpt.region;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A case as a region model reads it: its genes in its order, on its scale. */
public final class ModelExpression {

    private ModelExpression() {}

    /**
     * The log expression of a case.
     *
     * @return cells x the model's genes; genes that the case lacks are 0
     * @throws InputException when the case has none of the model's genes
     */
    public static CsrMatrix of(RegionModel model, SpatialDataset dataset, Workers workers) {
        Map<String, Integer> positions = new HashMap<>();
        List<String> names = dataset.panel().uniqueNames();
        for (int column = 0; column < names.size(); column++) {
            positions.put(names.get(column), column);
        }
        int[] modelGene = new int[names.size()];
        Arrays.fill(modelGene, -1);
        int found = 0;
        for (int gene = 0; gene < model.genes().size(); gene++) {
            Integer column = positions.get(model.genes().get(gene));
            if (column != null) {
                modelGene[column] = gene;
                found++;
            }
        }
        if (found == 0) {
            throw new InputException(Problem.of("the case has none of the region model's genes")
                    .at("the case")
                    .expected("genes such as " + model.genes().get(0), names.size() + " other genes")
                    .fix("Use the model with the case it was trained on."));
        }
        int[] columns = IntStream.range(0, names.size())
                .filter(column -> modelGene[column] >= 0)
                .toArray();
        CsrMatrix chosen = LogExpression.of(dataset.counts(), columns, model.target(), workers)
                .matrix();
        int[] renamed = IntStream.of(columns).map(column -> modelGene[column]).toArray();
        return inModelOrder(model, chosen, renamed);
    }

    private static CsrMatrix inModelOrder(RegionModel model, CsrMatrix chosen, int[] renamed) {
        int genes = model.genes().size();
        int[] indices = new int[chosen.columnIndices().length];
        float[] values = chosen.values().clone();
        for (int i = 0; i < indices.length; i++) {
            indices[i] = renamed[chosen.columnIndices()[i]];
        }
        for (int cell = 0; cell < chosen.rows(); cell++) {
            sort(indices, values, chosen.start(cell), chosen.end(cell));
        }
        return new CsrMatrix(chosen.rows(), genes, chosen.rowStarts(), indices, values);
    }

    /** Insertion sort by index: rows are short, and in order already unless the case lists its genes in another order. */
    private static void sort(int[] indices, float[] values, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int index = indices[i];
            float value = values[i];
            int j = i - 1;
            while (j >= from && indices[j] > index) {
                indices[j + 1] = indices[j];
                values[j + 1] = values[j];
                j--;
            }
            indices[j + 1] = index;
            values[j + 1] = value;
        }
    }
}
