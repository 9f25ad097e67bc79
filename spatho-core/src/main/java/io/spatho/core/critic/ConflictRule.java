package io.spatho.core.critic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A way in which channels of a run can contradict each other. */
interface ConflictRule {

    /** Its name in files. */
    String name();

    /** Changes with the rule or its thresholds. */
    String version();

    /** Why such a contradiction matters. */
    String rationale();

    /** Its numbers, by name. */
    Map<String, Double> thresholds();

    /** The contradictions, in an order that depends on the evidence alone. */
    List<Conflict> find(CriticCase run, Map<String, Strength> strengths);

    /** The rule as the critic's report names it. */
    default JsonNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("name", name()).put("version", version()).put("rationale", rationale());
        ObjectNode numbers = node.putObject("thresholds");
        new TreeMap<>(thresholds()).forEach(numbers::put);
        return node;
    }
}
