package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Turns the scale factors of {@code uns["spatial"]} from the file's own unit into micrometres, so that squidpy's plots fit
 * positions in micrometres.
 *
 * @param spatial the element in micrometres; arrays are untouched
 * @param originals the factors as they were, by library
 */
record PlotUnits(Element spatial, Element.Dict originals) {

    static PlotUnits of(Element spatial, double micrometresPerUnit) {
        Map<String, Element> libraries = new LinkedHashMap<>(PictureReader.children(spatial));
        Map<String, Element> originals = new LinkedHashMap<>();
        libraries.replaceAll((name, library) -> {
            Element factors = PictureReader.children(library).get("scalefactors");
            if (!(library instanceof Element.Dict dict) || !(factors instanceof Element.Dict old)) {
                return library;
            }
            originals.put(name, old);
            Map<String, Element> parts = new LinkedHashMap<>(dict.children());
            parts.put("scalefactors", scaled(old, micrometresPerUnit));
            return new Element.Dict(dict.encoding(), parts);
        });
        return new PlotUnits(new Element.Dict(libraries), new Element.Dict(originals));
    }

    private static Element scaled(Element.Dict factors, double unit) {
        Map<String, Element> scaled = new LinkedHashMap<>(factors.children());
        scaled.replaceAll((name, element) -> {
            OptionalDouble number = PictureReader.number(element);
            if (number.isEmpty()) {
                return element;
            }
            if (name.startsWith("tissue_") && name.endsWith("_scalef")) {
                return scalar(number.getAsDouble() / unit);
            }
            return name.endsWith("_diameter_fullres") ? scalar(number.getAsDouble() * unit) : element;
        });
        return new Element.Dict(factors.encoding(), scaled);
    }

    private static Element scalar(double value) {
        byte[] bytes = java.nio.ByteBuffer.allocate(8)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
        return new Element.Scalar(Numbers.of(io.spatho.anndata.tree.NumberType.FLOAT64, bytes));
    }
}
