package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A case whose elements tests damage, by path. */
final class Draft {

    private final Map<String, Element> root = new LinkedHashMap<>();

    Draft(AnnDataFile file) {
        file.x().ifPresent(x -> root.put("X", x));
        root.put("obs", file.obs());
        root.put("var", file.var());
        root.put("layers", file.layers());
        root.put("obsm", file.obsm());
        root.put("varm", file.varm());
        root.put("obsp", file.obsp());
        root.put("varp", file.varp());
        root.put("uns", file.uns());
    }

    /** The element at a path; columns count as elements of their frame. */
    Element get(String path) {
        Map<String, Element> elements = root;
        Element found = null;
        for (String name : List.of(path.split("/", -1))) {
            found = elements.get(name);
            elements = children(found);
        }
        return found;
    }

    private static Map<String, Element> children(Element element) {
        if (element instanceof Element.Dict dict) {
            return dict.children();
        }
        return element instanceof Element.Frame frame ? frame.columns() : Map.of();
    }

    /** Puts an element at a path; {@code null} removes it. */
    void put(String path, Element element) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            change(root, path, element);
            return;
        }
        String parent = path.substring(0, slash);
        Element old = get(parent);
        Map<String, Element> elements = new LinkedHashMap<>(children(old));
        change(elements, path.substring(slash + 1), element);
        Element changed = old instanceof Element.Frame frame
                ? new Element.Frame(frame.indexName(), frame.index(), elements)
                : new Element.Dict(elements);
        put(parent, changed);
    }

    private static void change(Map<String, Element> elements, String name, Element element) {
        if (element == null) {
            elements.remove(name);
        } else {
            elements.put(name, element);
        }
    }

    AnnDataFile file() {
        return new AnnDataFile(
                Optional.ofNullable(root.get("X")),
                (Element.Frame) root.get("obs"),
                (Element.Frame) root.get("var"),
                (Element.Dict) root.get("layers"),
                (Element.Dict) root.get("obsm"),
                (Element.Dict) root.get("varm"),
                (Element.Dict) root.get("obsp"),
                (Element.Dict) root.get("varp"),
                (Element.Dict) root.get("uns"),
                Optional.empty(),
                List.of());
    }
}
