package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.Element;
import java.util.Map;
import java.util.Optional;

/** Finds parts of a case among its elements. */
final class Parts {

    private static final String LAYERS = "layers/";

    private Parts() {}

    /** The elements of a dictionary within a dictionary; none when there is no such dictionary. */
    static Map<String, Element> children(Element.Dict parent, String name) {
        return parent.children().get(name) instanceof Element.Dict dict ? dict.children() : Map.of();
    }

    static Map<String, Element> children(Element element) {
        return element instanceof Element.Dict dict ? dict.children() : Map.of();
    }

    /** The place that the case names for its counts. */
    static String countsPlace(AnnDataFile file) {
        return children(file.uns(), "spatho").get("counts") instanceof Element.Text text ? text.value() : "X";
    }

    static Optional<Element> counts(AnnDataFile file) {
        String place = countsPlace(file);
        if (place.equals("raw/X")) {
            return file.raw().flatMap(AnnDataFile.Raw::x);
        }
        if (place.startsWith(LAYERS)) {
            return Optional.ofNullable(file.layers().children().get(place.substring(LAYERS.length())));
        }
        return place.equals("X") ? file.x() : Optional.empty();
    }

    /** The table of the features of the counts. */
    static Element.Frame features(AnnDataFile file) {
        boolean raw = countsPlace(file).equals("raw/X") && file.raw().isPresent();
        return raw ? file.raw().get().var() : file.var();
    }

    static long rows(Element.Frame frame) {
        return frame.rows();
    }
}
