package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads matrices of {@code obsm}, {@code obsp}, {@code layers}, {@code varm} and tables and strings of {@code uns}. */
final class ExtrasReader {

    private static final Set<String> OWN = Set.of("spatho", "spatial", "modalities");

    private final ArrayTree source;
    private final SparseReader matrices;
    private final DataFrameReader frames;

    ExtrasReader(ArrayTree source) {
        this.source = source;
        this.matrices = new SparseReader(source);
        this.frames = new DataFrameReader(source);
    }

    H5adExtras read(int observations, int genes) {
        return new H5adExtras(
                sparse("layers", observations, genes),
                sparse("obsp", observations, observations),
                dense("varm", genes),
                tables(),
                texts());
    }

    /** The dense numeric matrices of a group; anything else in it is passed over. */
    Map<String, DenseMatrix> dense(String group, int rows) {
        Map<String, DenseMatrix> found = new LinkedHashMap<>();
        for (String name : children(group)) {
            String path = group + "/" + name;
            if (!source.isDataset(path) || path.equals("obsm/spatial")) {
                continue;
            }
            long[] shape = source.shape(path);
            ArrayTree.Kind kind = source.kind(path);
            boolean numeric = kind == ArrayTree.Kind.FLOAT || kind == ArrayTree.Kind.INTEGER;
            if (numeric && shape.length == 2 && shape[0] == rows && shape[1] <= Integer.MAX_VALUE) {
                found.put(name, new DenseMatrix(rows, (int) shape[1], source.floats(path)));
            }
        }
        return found;
    }

    /** The dense numeric matrices among elements, as float32. */
    Map<String, DenseMatrix> dense(Element.Dict elements, int rows) {
        Map<String, DenseMatrix> found = new LinkedHashMap<>();
        elements.children().forEach((name, element) -> {
            if (!name.equals("spatial") && element instanceof Element.Dense dense) {
                Numbers values = dense.values();
                long[] shape = values.shape();
                boolean fits = shape.length == 2 && shape[0] == rows && shape[1] <= Integer.MAX_VALUE;
                if (fits && values.type() != NumberType.BOOLEAN) {
                    found.put(name, new DenseMatrix(rows, (int) shape[1], values.floats()));
                }
            }
        });
        return found;
    }

    private Map<String, CsrMatrix> sparse(String group, int rows, int columns) {
        Map<String, CsrMatrix> found = new LinkedHashMap<>();
        for (String name : children(group)) {
            String path = group + "/" + name;
            boolean readable = source.isDataset(path)
                    ? source.shape(path).length == 2
                    : source.text(path, "encoding-type").orElse("").endsWith("_matrix");
            if (readable) {
                CsrMatrix matrix = matrices.read(path);
                if (matrix.rows() != rows || matrix.columns() != columns) {
                    String shape = matrix.rows() + " x " + matrix.columns();
                    throw Faults.broken(source, path, "a matrix has the wrong shape", rows + " x " + columns, shape);
                }
                found.put(name, matrix);
            }
        }
        return found;
    }

    private Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (String name : uns()) {
            if (source.isGroup("uns/" + name)
                    && source.text("uns/" + name, "encoding-type").orElse("").equals("dataframe")) {
                tables.put(name, frames.read("uns/" + name).table());
            }
        }
        return tables;
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : uns()) {
            String path = "uns/" + name;
            if (source.isDataset(path)
                    && source.shape(path).length == 0
                    && source.kind(path) == ArrayTree.Kind.TEXT
                    && !source.isNothing(path)) {
                texts.put(name, source.string(path));
            }
        }
        return texts;
    }

    private List<String> uns() {
        return children("uns").stream().filter(name -> !OWN.contains(name)).toList();
    }

    private List<String> children(String group) {
        return source.isGroup(group) ? source.children(group) : List.of();
    }
}
