package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.json.CanonicalJson;
import java.util.List;

/**
 * The provenance of a run as an RO-Crate 1.2 metadata document of the Provenance Run profile: the folder as a dataset, the audit
 * trail as the workflow, the run and each tool call as actions from their inputs to their artifacts.
 *
 * <p>The document must be the same for equal runs, so its date is that of the measurement where the platform says it, and otherwise
 * that of the metadata's vocabulary; when which step ran stands in the run's log. Source: RO-Crate 1.2 and Workflow Run RO-Crate 0.5.
 */
final class RoCrate {

    static final String NAME = "ro-crate-metadata.json";

    private static final String VOCABULARY_DATE = "2026-01-01";
    private static final String HOME = "https://spatho.io/";
    private static final String SOFTWARE = HOME + "#spatho";
    private static final String LANGUAGE = "#audit-trail";
    private static final String OWNER_TERMS = "#owner-terms";

    /** The profiles of workflow runs are written against version 1.1, whose rules a crate of version 1.2 keeps too. */
    private static final List<String> VERSIONS =
            List.of("https://w3id.org/ro/crate/1.2", "https://w3id.org/ro/crate/1.1");

    private static final List<String> PROFILES = List.of(
            "https://w3id.org/ro/wfrun/process/0.5",
            "https://w3id.org/ro/wfrun/workflow/0.5",
            "https://w3id.org/ro/wfrun/provenance/0.5",
            "https://w3id.org/workflowhub/workflow-ro-crate/1.0");

    private final ArrayNode graph;
    private final RunIdentity identity;

    private RoCrate(ArrayNode graph, RunIdentity identity) {
        this.graph = graph;
        this.identity = identity;
    }

    static JsonNode of(RunIdentity identity, JsonNode caseJson, List<AuditEvent> events, List<Artifact> artifacts) {
        ObjectNode document = CanonicalJson.object();
        document.put("@context", "https://w3id.org/ro/crate/1.2/context");
        RoCrate crate = new RoCrate(document.putArray("@graph"), identity);
        crate.root(caseJson, artifacts);
        crate.profiles();
        crate.software();
        crate.inputs();
        RoCrateSteps steps = new RoCrateSteps(crate.graph, SOFTWARE);
        steps.add(identity, events, artifacts);
        crate.files(artifacts, steps);
        return document;
    }

    private void root(JsonNode caseJson, List<Artifact> artifacts) {
        ObjectNode descriptor = entity(graph, NAME, "CreativeWork");
        references(descriptor, "conformsTo", VERSIONS);
        reference(descriptor, "about", "./");
        ObjectNode root = entity(graph, "./", "Dataset");
        root.put("name", "spatho run of " + caseJson.path("name").asText("case"));
        root.put("description", "Evidence computed by spatho from a spatial transcriptomics case; never a diagnosis.");
        root.put("identifier", identity.runId());
        root.put("datePublished", caseJson.path("measured_at").asText(VOCABULARY_DATE));
        references(root, "conformsTo", PROFILES);
        reference(root, "license", OWNER_TERMS);
        reference(root, "mainEntity", Journal.AUDIT);
        references(root, "mentions", List.of(RoCrateSteps.RUN, RoCrateSteps.ORGANIZATION));
        references(root, "hasPart", artifacts.stream().map(Artifact::path).toList());
        entity(graph, OWNER_TERMS, "CreativeWork")
                .put("name", "Terms of the owner of the case")
                .put("description", "Whoever owns the case says on what terms this folder may be used.");
    }

    private void profiles() {
        for (String profile : PROFILES) {
            ObjectNode node = entity(graph, profile, "CreativeWork");
            node.putArray("@type").add("CreativeWork").add("Profile");
            node.put("name", profile.substring(profile.indexOf("/ro") + 1)).put("version", version(profile));
        }
    }

    private static String version(String profile) {
        return profile.substring(profile.lastIndexOf('/') + 1);
    }

    private void software() {
        entity(graph, SOFTWARE, "SoftwareApplication")
                .put("name", "spatho")
                .put("url", HOME)
                .put("version", identity.spathoVersion());
        entity(graph, LANGUAGE, "ComputerLanguage")
                .put("name", "spatho audit trail")
                .put("url", HOME + "schemas/audit_event.schema.json")
                .put("version", identity.spathoVersion());
    }

    private void inputs() {
        identity.inputs().forEach(input -> entity(graph, input(input.sha256()), "CreativeWork")
                .put("name", input.name())
                .put("about", input.role())
                .put("sha256", input.sha256()));
    }

    private void files(List<Artifact> artifacts, RoCrateSteps steps) {
        for (Artifact artifact : artifacts) {
            ObjectNode file = entity(graph, artifact.path(), "File");
            file.put("name", artifact.path())
                    .put("encodingFormat", artifact.mediaType())
                    .put("contentSize", Long.toString(artifact.bytes()))
                    .put("sha256", artifact.sha256());
            if (artifact.path().equals(Journal.AUDIT)) {
                steps.describe(file, LANGUAGE);
            }
        }
    }

    static String input(String sha256) {
        return "#input-" + sha256;
    }

    static ObjectNode entity(ArrayNode graph, String id, String type) {
        return graph.addObject().put("@id", id).put("@type", type);
    }

    static void reference(ObjectNode node, String property, String id) {
        node.putObject(property).put("@id", id);
    }

    /** A list, or the one reference by itself as the specification recommends; nothing at all for none. */
    static void references(ObjectNode node, String property, List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        if (ids.size() == 1) {
            reference(node, property, ids.get(0));
            return;
        }
        ArrayNode list = node.putArray(property);
        ids.forEach(id -> list.addObject().put("@id", id));
    }
}
