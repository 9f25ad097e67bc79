package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** An array that was written, ready for attributes. */
public final class ZarrArray extends ZarrObject {

    private final Supplier<ObjectNode> description;

    ZarrArray(ZarrWriter writer, String path, Supplier<ObjectNode> description) {
        super(writer, path);
        this.description = description;
    }

    @Override
    void describe(ObjectNode document) {
        document.put("node_type", "array");
        document.setAll(description.get());
    }
}
