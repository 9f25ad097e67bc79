package io.spatho.stgpt.retrieval;

import io.spatho.anndata.h5ad.ReferenceCells;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Dissociated cells of three types with markers, made by code. */
final class PlantedReference {

    static final int GENES = 24;
    static final int TYPES = 3;

    private PlantedReference() {}

    static double rate(int type, int gene) {
        return gene % TYPES == type ? 12 : 1;
    }

    static ReferenceCells cells(int each, long seed) {
        int n = each * TYPES;
        long[] starts = new long[n + 1];
        List<Integer> columns = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        String[] ids = new String[n];
        String[] types = new String[n];
        float[] own = new float[n * 2];
        for (int cell = 0; cell < n; cell++) {
            int type = cell % TYPES;
            CounterRandom random = CounterRandom.of(seed, "planted-reference", cell);
            for (int gene = 0; gene < GENES; gene++) {
                int count = random.nextPoisson(rate(type, gene));
                if (count > 0) {
                    columns.add(gene);
                    values.add((float) count);
                }
            }
            starts[cell + 1] = columns.size();
            ids[cell] = "cell-" + cell;
            types[cell] = "type-" + type;
            own[cell * 2] = type;
            own[cell * 2 + 1] = 1;
        }
        float[] counts = new float[values.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = values.get(i);
        }
        CsrMatrix matrix = new CsrMatrix(
                n, GENES, starts, columns.stream().mapToInt(Integer::intValue).toArray(), counts);
        return new ReferenceCells(
                ids,
                matrix,
                panel(),
                Table.ofRows(n).with("cell_type", new Column.Strings(types)),
                Map.of("X_model", new DenseMatrix(n, 2, own)));
    }

    static GenePanel panel() {
        List<String> genes = new ArrayList<>();
        for (int gene = 0; gene < GENES; gene++) {
            genes.add("GENE" + gene);
        }
        return new GenePanel("planted", genes, genes, Collections.nCopies(GENES, "Gene Expression"));
    }
}
