package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads every element of an AnnData file or store, of any version, in today's places.
 *
 * <p>Of files before anndata 0.7, tables stored as records, category lists in {@code uns}, {@code raw.X} and {@code raw.var} at the
 * top, and arrays stored as records are brought to today's form; of all files, graphs in {@code uns["neighbors"]} are moved to
 * {@code obsp}, as anndata itself does.
 *
 * <p>Cost: names, strings and shapes are read at once, numbers when they are asked for. Errors: an
 * {@link io.spatho.core.error.InputException} that names file and element.
 */
public final class AnnDataReader {

    private static final String CATEGORIES = "_categories";
    private static final String NEIGHBORS = "neighbors";

    private final ArrayTree source;
    private final ElementReader elements;

    private AnnDataReader(ArrayTree source) {
        this.source = source;
        this.elements = new ElementReader(source);
    }

    /** Reads an AnnData object whose group is the root; it can be used while the source is open. */
    public static AnnDataFile read(ArrayTree source) {
        return new AnnDataReader(source).read();
    }

    private AnnDataFile read() {
        boolean records = source.isDataset("obs");
        Element.Frame obs = frame("obs");
        Element.Frame var = frame("var");
        Map<String, Element> uns = new LinkedHashMap<>(dict("uns").children());
        if (records) {
            Map<String, Element> lists = new LinkedHashMap<>(uns);
            obs = withCategories(obs, lists, uns);
            var = withCategories(var, lists, uns);
        }
        Map<String, Element> obsp = new LinkedHashMap<>(dict("obsp").children());
        moveGraphs(uns, obsp);
        return new AnnDataFile(
                matrix("X"),
                obs,
                var,
                dict("layers"),
                dict("obsm"),
                dict("varm"),
                new Element.Dict(obsp),
                dict("varp"),
                new Element.Dict(uns),
                raw(),
                elements.notes());
    }

    private Element.Frame frame(String path) {
        return new FrameReader(source, elements).read(path);
    }

    private Element.Dict dict(String path) {
        if (source.isDataset(path) && source.kind(path) == ArrayTree.Kind.COMPOUND) {
            return twoDimensional(FrameReader.arrays(source, path));
        }
        return elements.dict(path);
    }

    /** A field of one number per row is an array of one column. */
    private static Element.Dict twoDimensional(Element.Dict arrays) {
        Map<String, Element> wide = new LinkedHashMap<>();
        arrays.children().forEach((name, element) -> {
            if (element instanceof Element.Dense dense && dense.values().shape().length == 1) {
                Numbers values = dense.values();
                int count = Math.toIntExact(values.count());
                wide.put(name, new Element.Dense(Numbers.of(values.type(), values.read(0, count), count, 1)));
            } else {
                wide.put(name, element);
            }
        });
        return new Element.Dict(wide);
    }

    private Optional<Element> matrix(String path) {
        if (!source.exists(path) || (source.isDataset(path) && source.isNothing(path))) {
            return Optional.empty();
        }
        return elements.read(path);
    }

    private Optional<AnnDataFile.Raw> raw() {
        if (source.isGroup("raw")) {
            return Optional.of(new AnnDataFile.Raw(matrix("raw/X"), frame("raw/var"), dict("raw/varm")));
        }
        if (source.exists("raw.X") && source.exists("raw.var")) {
            return Optional.of(new AnnDataFile.Raw(matrix("raw.X"), frame("raw.var"), dict("raw.varm")));
        }
        return Optional.empty();
    }

    /** Joins integer columns with the lists that {@code uns} has under {@code <column>_categories}; what was used is removed. */
    private static Element.Frame withCategories(
            Element.Frame frame, Map<String, Element> lists, Map<String, Element> uns) {
        Map<String, Element> columns = new LinkedHashMap<>(frame.columns());
        lists.forEach((key, value) -> {
            String name = key.replace(CATEGORIES, "");
            Element list = FrameReader.asList(value);
            if (key.endsWith(CATEGORIES)
                    && columns.get(name) instanceof Element.Dense codes
                    && isCodes(codes.values(), FrameReader.rows(list))) {
                columns.put(name, new Element.Categorical(codes.values(), list, false));
                uns.remove(key);
            }
        });
        return new Element.Frame(frame.indexName(), frame.index(), columns);
    }

    private static boolean isCodes(Numbers values, long categories) {
        if (values.type() == NumberType.BOOLEAN || !values.type().isInteger() || values.shape().length != 1) {
            return false;
        }
        for (long code : values.longs()) {
            if (code < -1 || code >= categories) {
                return false;
            }
        }
        return true;
    }

    private static void moveGraphs(Map<String, Element> uns, Map<String, Element> obsp) {
        if (!(uns.get(NEIGHBORS) instanceof Element.Dict neighbors)) {
            return;
        }
        Map<String, Element> rest = new LinkedHashMap<>(neighbors.children());
        for (String name : List.of("distances", "connectivities")) {
            if (isMatrix(rest.get(name))) {
                obsp.put(name, rest.remove(name));
            }
        }
        uns.put(NEIGHBORS, new Element.Dict(neighbors.encoding(), rest));
    }

    private static boolean isMatrix(Element element) {
        return (element instanceof Element.Sparse sparse && sparse.shape().length == 2)
                || (element instanceof Element.Dense dense && dense.values().shape().length == 2);
    }
}
