package io.spatho.anndata.h5ad;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code var} table of a panel: names and ids as the platform wrote them, types as categories, then the annotations. */
final class FeatureTable {

    static final String NAME = "feature_name";
    static final String ID = "feature_id";
    static final String TYPE = "feature_type";

    private FeatureTable() {}

    static Table of(GenePanel panel) {
        Table table = Table.ofRows(panel.size())
                .with(NAME, new Column.Strings(panel.featureNames().toArray(String[]::new)))
                .with(ID, new Column.Strings(panel.featureIds().toArray(String[]::new)))
                .with(TYPE, categories(panel.featureTypes()));
        for (Map.Entry<String, Column> column : panel.annotations().columns().entrySet()) {
            table = table.has(column.getKey()) ? table : table.with(column.getKey(), column.getValue());
        }
        return table;
    }

    static Column.Categories categories(List<String> values) {
        Map<String, Integer> codes = new LinkedHashMap<>();
        int[] coded = new int[values.size()];
        for (int i = 0; i < coded.length; i++) {
            coded[i] = codes.computeIfAbsent(values.get(i), value -> codes.size());
        }
        return new Column.Categories(coded, new ArrayList<>(codes.keySet()), false);
    }
}
