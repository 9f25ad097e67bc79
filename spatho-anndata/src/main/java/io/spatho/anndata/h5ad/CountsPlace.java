package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.NumberBytes;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the raw counts of a file are: the first of {@code layers/counts}, {@code layers/raw_counts}, {@code X}, {@code raw/X} and
 * the other layers in order that holds nothing but non-negative integers.
 *
 * @param name the place in today's layout
 * @param path the place in the file
 * @param var the path of the features' table
 */
record CountsPlace(String name, String path, String var) {

    /** The place in a file; empty when nothing in it is counts. Cost: reads the candidates, piece by piece. */
    static Optional<CountsPlace> find(ArrayTree source, AnnDataFile file) {
        Map<CountsPlace, Element> candidates = new LinkedHashMap<>();
        List<String> first = List.of("counts", "raw_counts");
        Map<String, Element> layers = file.layers().children();
        for (String layer : first) {
            add(candidates, "layers/" + layer, Optional.ofNullable(layers.get(layer)));
        }
        add(candidates, "X", file.x());
        file.raw().ifPresent(raw -> raw.x().ifPresent(matrix -> {
            boolean old = !source.isGroup("raw");
            candidates.put(new CountsPlace("raw/X", old ? "raw.X" : "raw/X", old ? "raw.var" : "raw/var"), matrix);
        }));
        List<String> rest = new ArrayList<>(layers.keySet());
        rest.removeAll(first);
        rest.forEach(layer -> add(candidates, "layers/" + layer, Optional.of(layers.get(layer))));
        for (Map.Entry<CountsPlace, Element> candidate : candidates.entrySet()) {
            if (isCounts(candidate.getValue())) {
                return Optional.of(candidate.getKey());
            }
        }
        return Optional.empty();
    }

    private static void add(Map<CountsPlace, Element> candidates, String path, Optional<Element> element) {
        element.ifPresent(matrix -> candidates.put(new CountsPlace(path, path, "var"), matrix));
    }

    private static boolean isCounts(Element element) {
        if (element instanceof Element.Sparse sparse && sparse.shape().length == 2) {
            return isCounts(sparse.data());
        }
        return element instanceof Element.Dense dense && dense.values().shape().length == 2 && isCounts(dense.values());
    }

    /** Whether all values are non-negative integers. */
    static boolean isCounts(Numbers values) {
        NumberType type = values.type();
        if (type.isUnsigned()) {
            return true;
        }
        long count = values.count();
        for (long first = 0; first < count; first += Numbers.PIECE) {
            int n = (int) Math.min(Numbers.PIECE, count - first);
            ByteBuffer bytes = ByteBuffer.wrap(values.read(first, n)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < n; i++) {
                double value = NumberBytes.real(type, bytes, i);
                if (!(value >= 0) || value != Math.rint(value) || Double.isInfinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
