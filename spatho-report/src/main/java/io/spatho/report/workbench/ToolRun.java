package io.spatho.report.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.run.AuditEvent;
import java.util.Locale;

/**
 * A tool call of a run as a node of an execution plan.
 *
 * @param event the call
 * @param seconds how long it took, or null where the run's log does not say
 * @param inputHash digest over node, tool, parameters and case, by the rule of the Python spatho
 */
record ToolRun(AuditEvent event, Double seconds, String inputHash) {

    static ToolRun of(AuditEvent event, JsonNode log, String caseName) {
        JsonNode step = log.path("steps").path(event.sequence());
        boolean same = step.path("tool").asText().equals(event.tool());
        ObjectNode inputs = CanonicalJson.object();
        inputs.put("node_id", nodeId(event)).put("tool", event.tool()).put("case", caseName);
        inputs.set("params", event.parameters());
        return new ToolRun(event, same ? step.path("seconds").asDouble() : null, PythonJson.hash(inputs));
    }

    private static String nodeId(AuditEvent event) {
        return nodeId(event.sequence(), event.tool());
    }

    private static String nodeId(int sequence, String tool) {
        return String.format(Locale.ROOT, "%03d_%s", sequence, tool.replaceFirst("@.*", ""));
    }

    String nodeId() {
        return nodeId(event);
    }

    /** The node; {@code calls} gives the tools of the calls that it depends on. */
    ObjectNode toJson(java.util.function.IntFunction<String> calls) {
        ObjectNode node = CanonicalJson.object();
        node.put("node_id", nodeId()).put("tool_name", event.tool()).put("skip_if_cached", true);
        ArrayNode after = node.putArray("depends_on");
        event.after().forEach(sequence -> after.add(nodeId(sequence, calls.apply(sequence))));
        node.set("params", event.parameters());
        return node;
    }
}
