package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.RecordField;
import io.spatho.core.limit.Limit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a data frame as an element: version 0.2.0, 0.1.0 with its categories apart, and the records of before anndata 0.7. */
final class FrameReader {

    private final ArrayTree source;
    private final ElementReader elements;

    FrameReader(ArrayTree source, ElementReader elements) {
        this.source = source;
        this.elements = elements;
    }

    Element.Frame read(String path) {
        if (!source.exists(path)) {
            throw Faults.missing(
                    source,
                    path,
                    "the file has no " + path,
                    "This is not an AnnData file; check that the right file was given");
        }
        if (source.isDataset(path)) {
            return records(path);
        }
        String encoding = source.text(path, "encoding-type").orElse("dataframe");
        if (!encoding.equals("dataframe")) {
            throw Faults.broken(source, path, "the element is not a data frame", "dataframe", encoding);
        }
        String indexName = source.text(path, "_index").orElse("_index");
        Element index = column(path, indexName)
                .orElseThrow(() -> Faults.broken(source, path, "the index cannot be read", "strings", "another type"));
        long rows = rows(index);
        Map<String, Element> columns = new LinkedHashMap<>();
        String[] order = source.texts(path, "column-order");
        Limit.TABLE_COLUMNS.require(order.length, "a table has too many columns", source.file() + ":" + path);
        Faults.requirePossible(source, path, Math.multiplyExact((long) order.length, Math.max(0, rows)), Byte.BYTES);
        for (String name : order) {
            if (columns.containsKey(name)) {
                throw Faults.broken(source, path + "/" + name, "a column stands there twice", "each once", "two");
            }
            boolean isIndex = name.equals(indexName) || sameObject(path, name, indexName);
            Optional<Element> column = isIndex ? Optional.of(index) : column(path, name);
            if (column.isPresent() && rows(column.get()) != rows) {
                throw Faults.broken(
                        source, path + "/" + name, "a column has the wrong length", rows, rows(column.get()));
            }
            column.ifPresent(values -> columns.put(name, values));
        }
        return new Element.Frame(indexName, index, columns);
    }

    private boolean sameObject(String frame, String name, String indexName) {
        return source.exists(frame + "/" + name)
                && source.identity(frame + "/" + name) == source.identity(frame + "/" + indexName);
    }

    private Optional<Element> column(String frame, String name) {
        String path = frame + "/" + name;
        if (!source.exists(path)) {
            throw Faults.broken(source, path, "a column that the table names is missing", name, "nothing");
        }
        String list = frame + "/__categories/" + name;
        if (source.isDataset(path) && source.attributes(path).contains("categories") && source.exists(list)) {
            boolean ordered = source.flag(list, "ordered").orElse(false);
            return elements.read(list)
                    .map(categories -> new Element.Categorical(elements.numbers(path), asList(categories), ordered));
        }
        return elements.read(path);
    }

    /** Before encodings a single category was stored as a scalar. */
    static Element asList(Element categories) {
        if (categories instanceof Element.Text text) {
            return new Element.Strings(new String[] {text.value()}, new long[] {1});
        }
        return categories;
    }

    /** The first field is the index; a field of several numbers per row becomes an array of two dimensions. */
    private Element.Frame records(String path) {
        List<RecordField> fields = source.records(path);
        if (fields.isEmpty()) {
            throw Faults.broken(source, path, "the table has no fields", "an index", "nothing");
        }
        Map<String, Element> columns = new LinkedHashMap<>();
        for (RecordField field : fields.subList(1, fields.size())) {
            columns.put(field.name(), field(field));
        }
        return new Element.Frame(fields.get(0).name(), field(fields.get(0)), columns);
    }

    static Element field(RecordField field) {
        if (field instanceof RecordField.Texts texts) {
            return new Element.Strings(texts.values(), new long[] {texts.values().length});
        }
        return new Element.Dense(((RecordField.Values) field).values());
    }

    /** Arrays by name out of the records in which they were stored before anndata 0.7. */
    static Element.Dict arrays(ArrayTree source, String path) {
        Map<String, Element> arrays = new LinkedHashMap<>();
        for (RecordField field : new ArrayList<>(source.records(path))) {
            arrays.put(field.name(), field(field));
        }
        return new Element.Dict(arrays);
    }

    /** The number of rows of an element; -1 when it has none. */
    static long rows(Element element) {
        long[] extents = extents(element);
        return extents.length == 0 ? -1 : extents[0];
    }

    /** The extents of an element; none for single values, dictionaries and what holds nothing. */
    static long[] extents(Element element) {
        if (element instanceof Element.Dense dense) {
            return dense.values().shape();
        } else if (element instanceof Element.Strings strings) {
            return strings.shape();
        } else if (element instanceof Element.Bytes bytes) {
            return bytes.shape();
        } else if (element instanceof Element.Categorical categorical) {
            return categorical.codes().shape();
        } else if (element instanceof Element.Nullable nullable) {
            return nullable.mask().shape();
        } else if (element instanceof Element.Sparse sparse) {
            return sparse.shape();
        } else if (element instanceof Element.Frame frame) {
            return new long[] {rows(frame.index()), frame.columns().size()};
        } else if (element instanceof Element.Records records) {
            return records.shape();
        } else if (element instanceof Element.Awkward awkward) {
            return new long[] {awkward.length()};
        }
        return new long[0];
    }
}
