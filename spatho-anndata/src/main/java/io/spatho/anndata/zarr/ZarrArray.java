package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/** An array that was written, ready for attributes. */
public final class ZarrArray extends ZarrObject {

    private final Supplier<ObjectNode> description;
    private List<String> dimensions = List.of();

    ZarrArray(ZarrWriter writer, String path, Supplier<ObjectNode> description) {
        super(writer, path);
        this.description = description;
    }

    /** Names the array's dimensions. */
    public ZarrArray dimensionNames(String... names) {
        dimensions = List.of(names);
        return this;
    }

    @Override
    void describe(ObjectNode document) {
        document.put("node_type", "array");
        document.setAll(description.get());
        if (!dimensions.isEmpty()) {
            dimensions.forEach(document.putArray("dimension_names")::add);
        }
    }
}
