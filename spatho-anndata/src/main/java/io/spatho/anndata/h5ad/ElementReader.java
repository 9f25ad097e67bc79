package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads any element of an AnnData file: every encoding of anndata 0.7 and newer, and what older ones wrote without saying how.
 *
 * <p>Source: anndata's on-disk format; for elements without {@code encoding-type}, what anndata 0.12 itself takes them for.
 */
final class ElementReader {

    private static final int DEEPEST = 32;

    private final ArrayTree source;
    private final LinkCount links;
    private final List<String> notes = new ArrayList<>();

    ElementReader(ArrayTree source) {
        this.source = source;
        this.links = new LinkCount(source);
    }

    /** What could not be read, for people. */
    List<String> notes() {
        return notes;
    }

    /** The element at a path; empty when its encoding is not known, which is then noted. */
    Optional<Element> read(String path) {
        return read(path, 0);
    }

    private Optional<Element> read(String path, int depth) {
        if (depth > DEEPEST) {
            throw Faults.broken(source, path, "groups are nested too deeply", "at most " + DEEPEST, "more");
        }
        try (LinkCount.Visit visit = links.visit(path)) {
            String encoding = source.text(path, "encoding-type").orElse("");
            return visit.isGroup() ? group(path, encoding, depth) : array(path, encoding);
        }
    }

    private Optional<Element> group(String path, String encoding, int depth) {
        return switch (encoding) {
            case "csr_matrix", "csc_matrix" -> Optional.of(sparse(path, encoding.equals("csc_matrix"), "shape"));
            case "dataframe" -> Optional.of(new FrameReader(source, this).read(path));
            case "categorical" -> Optional.of(categorical(path, depth));
            case "nullable-integer", "nullable-boolean", "nullable-string-array" ->
                Optional.of(nullable(path, encoding, depth));
            case "awkward-array" -> Optional.of(awkward(path, depth));
            case "dict", "anndata", "raw" -> Optional.of(new Element.Dict(encoding, children(path, depth)));
            case "" -> {
                Optional<String> layout = source.text(path, "h5sparse_format");
                yield Optional.of(
                        layout.isPresent()
                                ? sparse(path, layout.get().equals("csc"), "h5sparse_shape")
                                : new Element.Dict(children(path, depth)));
            }
            default -> unknown(path, encoding);
        };
    }

    private Optional<Element> unknown(String path, String what) {
        notes.add(path + " was left out: its encoding (" + what + ") is not known");
        return Optional.empty();
    }

    /** The elements of a group by name. */
    Element.Dict dict(String path) {
        if (!source.isGroup(path)) {
            return Element.Dict.EMPTY;
        }
        try (LinkCount.Visit visit = links.visit(path)) {
            return new Element.Dict(children(visit.path(), 0));
        }
    }

    private Map<String, Element> children(String path, int depth) {
        Map<String, Element> children = new LinkedHashMap<>();
        for (String name : source.children(path)) {
            read(path.isEmpty() ? name : path + "/" + name, depth + 1).ifPresent(child -> children.put(name, child));
        }
        return children;
    }

    private Optional<Element> array(String path, String encoding) {
        if (source.isNothing(path) || encoding.equals("null")) {
            return Optional.of(new Element.Nothing());
        }
        long[] shape = source.shape(path);
        return switch (source.kind(path)) {
            case TEXT -> Optional.of(text(path, encoding, shape));
            case COMPOUND -> Optional.of(records(path, encoding, shape));
            case BOOLEAN, INTEGER, FLOAT -> {
                Numbers values = source.numbers(path);
                yield Optional.of(shape.length == 0 ? new Element.Scalar(values) : new Element.Dense(values));
            }
            case OTHER -> unknown(path, encoding.isEmpty() ? "an HDF5 type of its own" : encoding);
        };
    }

    /** Strings; in files without encodings a scalar is often an array of one fixed-length string. */
    private Element text(String path, String encoding, long[] shape) {
        int width = source.textWidth(path);
        boolean bytes = encoding.equals("bytes") || encoding.equals("array") || encoding.equals("numeric-scalar");
        if (width > 0 && bytes) {
            return new Element.Bytes(source.textBytes(path), width, shape);
        }
        String[] values = source.strings(path);
        boolean oldScalar = encoding.isEmpty() && width > 0 && values.length == 1;
        if (shape.length == 0 || oldScalar) {
            return new Element.Text(values[0]);
        }
        return new Element.Strings(values, shape);
    }

    private Element records(String path, String encoding, long[] shape) {
        boolean complex = encoding.equals("array") || encoding.equals("numeric-scalar");
        return new Element.Records(complex ? encoding : "rec-array", source.records(path), shape);
    }

    private Element sparse(String path, boolean byColumn, String shapeName) {
        long[] shape = source.integers(path, shapeName);
        if (shape.length == 0 || shape.length > 2 || Arrays.stream(shape).anyMatch(extent -> extent < 0)) {
            throw Faults.broken(source, path, "the matrix has no valid shape", "2 extents", Arrays.toString(shape));
        }
        Numbers data = numbers(path + "/data");
        Numbers indices = numbers(path + "/indices");
        Numbers starts = numbers(path + "/indptr");
        if (data.count() != indices.count()) {
            throw Faults.broken(source, path, "indices and data differ in length", indices.count(), data.count());
        }
        return new Element.Sparse(byColumn, shape, data, indices, starts);
    }

    private Element categorical(String path, int depth) {
        Element categories = require(path + "/categories", depth);
        boolean ordered = source.flag(path, "ordered").orElse(false);
        return new Element.Categorical(numbers(path + "/codes"), categories, ordered);
    }

    private Element nullable(String path, String encoding, int depth) {
        Element values = require(path + "/values", depth);
        Numbers mask = numbers(path + "/mask");
        long size = values instanceof Element.Strings strings
                ? strings.values().length
                : values instanceof Element.Dense dense ? dense.values().count() : -1;
        if (size != mask.count()) {
            throw Faults.broken(source, path, "values and mask differ in length", size, mask.count());
        }
        String missing = source.text(path, "na-value").orElse("");
        return new Element.Nullable(encoding, values, mask, missing);
    }

    private Element awkward(String path, int depth) {
        String form = source.text(path, "form")
                .orElseThrow(() -> Faults.broken(source, path, "the ragged array has no form", "a form", "none"));
        long[] length = source.integers(path, "length");
        if (length.length != 1) {
            throw Faults.broken(source, path, "the ragged array has no length", 1, length.length);
        }
        return new Element.Awkward(form, length[0], children(path, depth));
    }

    private Element require(String path, int depth) {
        if (!source.exists(path)) {
            throw Faults.broken(source, path, "a part of the element is missing", "an array", "nothing");
        }
        return read(path, depth + 1)
                .orElseThrow(() -> Faults.broken(source, path, "a part cannot be read", "an array", "another type"));
    }

    /** The numbers at a path. */
    Numbers numbers(String path) {
        if (!source.isDataset(path) || source.numberType(path).isEmpty()) {
            String found = source.isDataset(path) ? source.kind(path).toString() : "no array";
            throw Faults.broken(source, path, "a part of the element is no array of numbers", "numbers", found);
        }
        return source.numbers(path);
    }
}
