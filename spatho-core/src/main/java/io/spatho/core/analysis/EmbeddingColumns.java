package io.spatho.core.analysis;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** Embeddings as table columns {@code emb_0 … emb_{d-1}}, float32. */
public final class EmbeddingColumns {

    private EmbeddingColumns() {}

    /** The table with one more column per dimension. */
    public static Table append(Table table, DenseMatrix embeddings) {
        Map<String, Column> columns = new LinkedHashMap<>(table.columns());
        for (int dimension = 0; dimension < embeddings.columns(); dimension++) {
            columns.put("emb_" + dimension, new Column.Floats(embeddings.column(dimension)));
        }
        return Table.of(table.rows(), columns);
    }
}
