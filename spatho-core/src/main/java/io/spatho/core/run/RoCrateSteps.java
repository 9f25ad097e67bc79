package io.spatho.core.run;

import static io.spatho.core.run.RoCrate.entity;
import static io.spatho.core.run.RoCrate.reference;
import static io.spatho.core.run.RoCrate.references;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of an RO-Crate that says what was done: the steps of the workflow, the tools, and who called what. A step reads what the
 * steps before it wrote.
 */
final class RoCrateSteps {

    static final String RUN = "#run";
    static final String ORGANIZATION = "#organization";

    private final ArrayNode graph;
    private final String software;
    private final Set<String> tools = new LinkedHashSet<>();
    private final List<String> steps = new ArrayList<>();
    private final List<String> controls = new ArrayList<>();

    RoCrateSteps(ArrayNode graph, String software) {
        this.graph = graph;
        this.software = software;
    }

    void add(RunIdentity identity, List<AuditEvent> events, List<Artifact> artifacts) {
        List<String> inputs = identity.inputs().stream()
                .map(input -> RoCrate.input(input.sha256()))
                .distinct()
                .toList();
        ObjectNode run = entity(graph, RUN, "CreateAction");
        run.put("name", "spatho run").put("description", "All tool calls of the run, in the order of the audit trail.");
        reference(run, "instrument", Journal.AUDIT);
        references(run, "object", inputs);
        references(run, "result", artifacts.stream().map(Artifact::path).toList());
        for (AuditEvent event : events) {
            tool(event.tool());
            step(event);
            call(event, events, inputs);
        }
        ObjectNode organization = entity(graph, ORGANIZATION, "OrganizeAction");
        organization.put("name", "Execution by spatho " + identity.spathoVersion());
        reference(organization, "instrument", software);
        references(organization, "object", controls);
        reference(organization, "result", RUN);
    }

    /** Makes the audit trail's file the workflow whose steps these are. */
    void describe(ObjectNode audit, String language) {
        audit.putArray("@type")
                .add("File")
                .add("SoftwareSourceCode")
                .add("ComputationalWorkflow")
                .add("HowTo");
        reference(audit, "conformsTo", "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE");
        reference(audit, "programmingLanguage", language);
        references(audit, "hasPart", List.copyOf(tools));
        references(audit, "step", steps);
    }

    /** A tool that was called, once; {@code tool} is its name and version. */
    private void tool(String tool) {
        String id = toolId(tool);
        if (tools.add(id)) {
            int version = tool.indexOf('@');
            ObjectNode node = entity(graph, id, "SoftwareApplication");
            node.put("name", tool.substring(0, version))
                    .put("url", "https://spatho.io/")
                    .put("version", tool.substring(version + 1));
            reference(node, "isPartOf", software);
        }
    }

    private void step(AuditEvent event) {
        String id = "#step-" + event.sequence();
        steps.add(id);
        ObjectNode step = entity(graph, id, "HowToStep");
        step.put("name", event.title()).put("position", Integer.toString(event.sequence()));
        reference(step, "workExample", toolId(event.tool()));
    }

    private void call(AuditEvent event, List<AuditEvent> events, List<String> inputs) {
        String id = "#call-" + event.sequence();
        ObjectNode call = entity(graph, id, "CreateAction");
        call.put("name", event.title()).put("identifier", event.key());
        reference(call, "instrument", toolId(event.tool()));
        List<String> read = new ArrayList<>();
        event.after().forEach(earlier -> events.get(earlier).artifacts().forEach(file -> read.add(file.path())));
        references(call, "object", event.after().isEmpty() ? inputs : read);
        references(
                call, "result", event.artifacts().stream().map(Artifact::path).toList());

        String control = "#control-" + event.sequence();
        controls.add(control);
        ObjectNode node = entity(graph, control, "ControlAction");
        node.put("name", "Orchestrate " + event.title());
        reference(node, "instrument", "#step-" + event.sequence());
        reference(node, "object", id);
    }

    private static String toolId(String tool) {
        return "https://spatho.io/#tool-" + tool.replace('@', '-').replace(' ', '-');
    }
}
