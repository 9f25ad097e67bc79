package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.qc.Quantiles;

/** Puts numbers into JSON: what is undefined becomes null, because JSON has no word for it. */
final class JsonNumbers {

    private JsonNumbers() {}

    static ObjectNode put(ObjectNode node, String name, double value) {
        return Double.isFinite(value) ? node.put(name, value) : node.putNull(name);
    }

    /** Minimum, quartiles and maximum. */
    static ArrayNode quartiles(Quantiles spread) {
        ArrayNode list = CanonicalJson.array();
        for (double value : new double[] {
            spread.minimum(), spread.lowerQuartile(), spread.median(), spread.upperQuartile(), spread.maximum()
        }) {
            if (Double.isFinite(value)) {
                list.add(value);
            } else {
                list.addNull();
            }
        }
        return list;
    }
}
