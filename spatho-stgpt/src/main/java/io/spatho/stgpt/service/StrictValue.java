package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;

/** One named number as evidence holds it: null where it is undefined. */
final class StrictValue {

    private StrictValue() {}

    static ObjectNode of(String name, double value) {
        ObjectNode node = CanonicalJson.object();
        CompareRegionsTool.put(node, name, value);
        return node;
    }
}
