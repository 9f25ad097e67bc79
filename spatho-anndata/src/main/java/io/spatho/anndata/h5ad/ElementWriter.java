package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.tree.TreeObject;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.Map;

/** Writes any element under the encoding that today's anndata gives it; numbers are copied piece by piece. */
final class ElementWriter {

    /** Names are 16 bytes each in an attribute of at most 64 KiB. */
    private static final int MOST_COLUMNS = 4_000;

    private ElementWriter() {}

    static void write(TreeGroup parent, String name, Element element) {
        requireName(name);
        if (element instanceof Element.Dense dense) {
            Encoding.ARRAY.mark(parent.numbers(name, dense.values()));
        } else if (element instanceof Element.Scalar scalar) {
            Encoding.NUMERIC_SCALAR.mark(parent.numbers(name, scalar.value()));
        } else if (element instanceof Element.Strings strings) {
            Encoding.STRING_ARRAY.mark(parent.strings(name, strings.values(), strings.shape()));
        } else if (element instanceof Element.Text text) {
            Encoding.text(parent, name, text.value());
        } else if (element instanceof Element.Bytes bytes) {
            Encoding encoding = bytes.shape().length == 0 ? Encoding.BYTES : Encoding.ARRAY;
            encoding.mark(parent.fixedTexts(name, bytes.encoded(), bytes.width(), bytes.shape()));
        } else if (element instanceof Element.Nothing) {
            Encoding.NULL.mark(parent.nothing(name));
        } else if (element instanceof Element.Records records) {
            mark(parent.records(name, records.fields(), records.shape()), records.encoding());
        } else {
            group(parent, name, element);
        }
    }

    private static void group(TreeGroup parent, String name, Element element) {
        if (element instanceof Element.Categorical categorical) {
            TreeGroup group = Encoding.CATEGORICAL.mark(parent.group(name));
            group.attribute("ordered", categorical.ordered());
            Encoding.ARRAY.mark(group.numbers("codes", categorical.codes()));
            write(group, "categories", categorical.categories());
        } else if (element instanceof Element.Nullable nullable) {
            TreeGroup group = parent.group(name);
            mark(group, nullable.encoding());
            if (!nullable.missing().isEmpty()) {
                group.attribute("na-value", nullable.missing());
            }
            write(group, "values", nullable.values());
            Encoding.ARRAY.mark(group.numbers("mask", nullable.mask()));
        } else if (element instanceof Element.Sparse sparse) {
            sparse(parent, name, sparse);
        } else if (element instanceof Element.Frame frame) {
            frame(parent, name, frame);
        } else if (element instanceof Element.Dict dict) {
            TreeGroup group = parent.group(name);
            mark(group, dict.encoding());
            children(group, dict.children());
        } else if (element instanceof Element.Awkward awkward) {
            TreeGroup group = Encoding.AWKWARD_ARRAY.mark(parent.group(name));
            group.attribute("form", awkward.form());
            group.attribute("length", awkward.length());
            children(group, awkward.buffers());
        }
    }

    private static void mark(TreeObject object, String encoding) {
        Encoding.of(encoding).mark(object);
    }

    /** Writes elements into a group in order. */
    static void children(TreeGroup group, Map<String, Element> children) {
        children.forEach((name, child) -> write(group, name, child));
    }

    private static void sparse(TreeGroup parent, String name, Element.Sparse sparse) {
        Encoding encoding = sparse.byColumn() ? Encoding.CSC_MATRIX : Encoding.CSR_MATRIX;
        TreeGroup group = encoding.mark(parent.group(name));
        group.attribute("shape", sparse.shape());
        group.numbers("data", sparse.data());
        group.numbers("indices", sparse.indices());
        group.numbers("indptr", sparse.starts());
    }

    private static void frame(TreeGroup parent, String name, Element.Frame frame) {
        TreeGroup group = Encoding.DATAFRAME.mark(parent.group(name));
        String[] order = frame.columns().keySet().toArray(String[]::new);
        if (order.length > MOST_COLUMNS) {
            throw new InputException(Problem.of("a table has too many columns for an HDF5 attribute")
                    .at(name)
                    .expected("at most " + MOST_COLUMNS, order.length)
                    .fix("Store it as an array in obsm instead"));
        }
        group.attribute("_index", frame.indexName());
        group.attribute("column-order", order);
        write(group, frame.indexName(), frame.index());
        frame.columns().forEach((column, values) -> {
            if (!column.equals(frame.indexName())) {
                write(group, column, values);
            }
        });
    }

    private static void requireName(String name) {
        if (name.isEmpty() || name.equals(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new InputException(Problem.of("an element cannot be written under its name")
                    .at("\"" + name + "\"")
                    .fix("Rename it: no slash, not empty"));
        }
    }

    /** The numbers in float64 of a two-dimensional array. */
    static Element dense(double[] values, long... shape) {
        return new Element.Dense(Numbers.of(values, shape));
    }
}
