package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what a case adds beside the elements of a file: what is the same stays as it was stored, what has the same name and other
 * content is kept as {@code source_<name>}.
 */
final class CaseMerge {

    private static final String KEPT = "source_";

    private final ArrayTree source;
    private final boolean replaces;

    CaseMerge(ArrayTree source, boolean replaces) {
        this.source = source;
        this.replaces = replaces;
    }

    Element.Frame columns(String path, Element.Frame frame, Table added) {
        Map<String, Element> columns = new LinkedHashMap<>(frame.columns());
        ElementColumns shown = new ElementColumns(source);
        added.columns().forEach((name, column) -> {
            Element old = columns.get(name);
            Optional<Column> before = old == null ? Optional.empty() : shown.column(path + "/" + name, old);
            if (before.isEmpty() || !same(before.get(), column)) {
                put(columns, name, ColumnElements.of(column));
            }
        });
        String index = frame.indexName();
        if (columns.containsKey(index) && !frame.columns().containsKey(index)) {
            index = "_index";
        }
        return new Element.Frame(index, frame.index(), columns);
    }

    Map<String, Element> put(Map<String, Element> elements, String name, Element added) {
        Element old = elements.get(name);
        if (old != null && !replaces) {
            String kept = KEPT + name;
            for (int i = 1; elements.containsKey(kept); i++) {
                kept = KEPT + name + "-" + i;
            }
            elements.put(kept, old);
        }
        elements.put(name, added);
        return elements;
    }

    private static boolean same(Column before, Column now) {
        if (before.size() != now.size() || !before.getClass().equals(now.getClass())) {
            return false;
        }
        if (before instanceof Column.Strings a && now instanceof Column.Strings b) {
            return Arrays.equals(a.values(), b.values());
        }
        if (before instanceof Column.Categories a && now instanceof Column.Categories b) {
            return a.ordered() == b.ordered()
                    && a.categories().equals(b.categories())
                    && Arrays.equals(a.codes(), b.codes());
        }
        if (before instanceof Column.Doubles a && now instanceof Column.Doubles b) {
            return Arrays.equals(a.values(), b.values());
        }
        for (int row = 0; row < now.size(); row++) {
            if (!before.text(row).equals(now.text(row))) {
                return false;
            }
        }
        return true;
    }

    /** The arrays per observation with the positions in micrometres. */
    Element.Dict obsm(Element.Dict old, Table obs, Map<String, DenseMatrix> added) {
        Map<String, Element> elements = new LinkedHashMap<>(old.children());
        double[] x = obs.doubles("x_um");
        double[] y = obs.doubles("y_um");
        double[] positions = new double[2 * x.length];
        for (int i = 0; i < x.length; i++) {
            positions[2 * i] = x[i];
            positions[2 * i + 1] = y[i];
        }
        if (!(elements.get("spatial") instanceof Element.Dense dense && isSame(dense.values(), positions))) {
            put(elements, "spatial", ElementWriter.dense(positions, x.length, 2));
        }
        added.forEach((name, matrix) -> put(elements, name, dense(matrix)));
        return new Element.Dict(elements);
    }

    private static boolean isSame(Numbers stored, double[] positions) {
        return stored.type() == NumberType.FLOAT64
                && stored.shape().length == 2
                && stored.shape()[1] == 2
                && stored.count() == positions.length
                && Arrays.equals(stored.doubles(), positions);
    }

    private static Element dense(DenseMatrix matrix) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(4, matrix.values().length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(matrix.values());
        return new Element.Dense(Numbers.of(NumberType.FLOAT32, bytes.array(), matrix.rows(), matrix.columns()));
    }

    /** Without the graphs that are written anew; those of another tool are kept under another name. */
    Element.Dict withoutGraphs(Element.Dict old, Map<String, CsrMatrix> added) {
        Map<String, Element> elements = new LinkedHashMap<>(old.children());
        for (String name : added.keySet()) {
            if (elements.containsKey(name)) {
                put(elements, name, new Element.Nothing());
                elements.remove(name);
            }
        }
        return new Element.Dict(elements);
    }

    /** The contract's columns of a features' table that are not there yet. */
    static Table features(List<String> names, List<String> ids, List<String> types) {
        return Table.ofRows(names.size())
                .with(FeatureTable.NAME, new Column.Strings(names.toArray(String[]::new)))
                .with(FeatureTable.ID, new Column.Strings(ids.toArray(String[]::new)))
                .with(FeatureTable.TYPE, FeatureTable.categories(types));
    }
}
