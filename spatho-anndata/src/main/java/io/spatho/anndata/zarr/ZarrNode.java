package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A group or array of a store.
 *
 * @param number a number of its own
 * @param attributes its attributes, an object
 * @param layout the array's layout; empty for a group
 */
record ZarrNode(long number, JsonNode attributes, Optional<ArrayLayout> layout) {

    boolean isGroup() {
        return layout.isEmpty();
    }
}
