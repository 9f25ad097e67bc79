package io.spatho.core.critic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import java.util.List;

/**
 * Two channels of a run that say different things of the same thing.
 *
 * @param rule the rule that found it
 * @param unit what it is about
 * @param unitId which one
 * @param evidenceIds the evidence that contradicts itself, at least one
 * @param sentence the contradiction, in one sentence
 */
public record Conflict(String rule, Unit unit, String unitId, List<String> evidenceIds, String sentence) {

    private static final int ID_DIGITS = 16;

    public Conflict {
        evidenceIds = List.copyOf(evidenceIds);
        if (evidenceIds.isEmpty()) {
            throw new IllegalArgumentException("a conflict needs evidence: " + sentence);
        }
    }

    /** {@code conflict_} and 16 hexadecimal digits over what it states. */
    public String id() {
        String text = rule + "\n" + unit.id() + "\n" + unitId + "\n" + String.join("\n", evidenceIds);
        return "conflict_" + Fingerprint.ofText(text).sha256().substring(0, ID_DIGITS);
    }

    ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("rule", rule).put("unit", unit.id()).put("unit_id", unitId).put("sentence", sentence);
        var ids = node.putArray("evidence");
        evidenceIds.forEach(ids::add);
        return node;
    }
}
