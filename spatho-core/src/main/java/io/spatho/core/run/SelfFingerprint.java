package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;

/** A digest that a JSON document carries of itself, taken over the document without that field. */
final class SelfFingerprint {

    private SelfFingerprint() {}

    static void put(ObjectNode document, String field) {
        document.remove(field);
        document.put(field, Fingerprint.ofText(CanonicalJson.line(document)).sha256());
    }

    static boolean matches(JsonNode document, String field) {
        if (!(document instanceof ObjectNode)) {
            return false;
        }
        ObjectNode again = document.deepCopy();
        put(again, field);
        return again.equals(document);
    }
}
