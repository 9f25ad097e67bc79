package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.json.CanonicalJson;
import java.util.List;

/**
 * The provenance of a run as an RO-Crate 1.2 metadata document: the folder as a dataset, the run as one {@code CreateAction} from
 * input files to artifacts.
 *
 * <p>The document must be the same for equal runs, so its date is that of the measurement where the platform says it, and otherwise
 * that of the metadata's vocabulary.
 */
final class RoCrate {

    static final String NAME = "ro-crate-metadata.json";

    private static final String VOCABULARY_DATE = "2026-01-01";

    private RoCrate() {}

    static JsonNode of(RunIdentity identity, JsonNode caseJson, List<Artifact> artifacts) {
        ObjectNode crate = CanonicalJson.object();
        crate.put("@context", "https://w3id.org/ro/crate/1.2/context");
        ArrayNode graph = crate.putArray("@graph");
        ObjectNode descriptor = entity(graph, NAME, "CreativeWork");
        descriptor.putObject("conformsTo").put("@id", "https://w3id.org/ro/crate/1.2");
        descriptor.putObject("about").put("@id", "./");

        ObjectNode root = entity(graph, "./", "Dataset");
        String name = caseJson.path("name").asText("case");
        root.put("name", "spatho run of " + name);
        root.put("description", "Evidence computed by spatho from a spatial transcriptomics case; never a diagnosis.");
        root.put("identifier", identity.runId());
        root.put("datePublished", caseJson.path("measured_at").asText(VOCABULARY_DATE));
        root.putObject("license").put("@id", "#owner-terms");
        root.putObject("mentions").put("@id", "#run");
        ArrayNode parts = root.putArray("hasPart");

        ObjectNode action = entity(graph, "#run", "CreateAction");
        action.put("name", "spatho run");
        action.putObject("instrument").put("@id", "#spatho");
        ArrayNode objects = action.putArray("object");
        ArrayNode results = action.putArray("result");
        ObjectNode software = entity(graph, "#spatho", "SoftwareApplication");
        software.put("name", "spatho").put("softwareVersion", identity.spathoVersion());
        ObjectNode terms = entity(graph, "#owner-terms", "CreativeWork");
        terms.put("name", "Terms of the owner of the case");

        identity.inputs().forEach(input -> {
            String id = "#input-" + input.sha256();
            objects.addObject().put("@id", id);
            entity(graph, id, "CreativeWork")
                    .put("name", input.name())
                    .put("about", input.role())
                    .put("sha256", input.sha256());
        });
        for (Artifact artifact : artifacts) {
            parts.addObject().put("@id", artifact.path());
            results.addObject().put("@id", artifact.path());
            entity(graph, artifact.path(), "File")
                    .put("name", artifact.path())
                    .put("encodingFormat", artifact.mediaType())
                    .put("contentSize", Long.toString(artifact.bytes()))
                    .put("sha256", artifact.sha256());
        }
        return crate;
    }

    private static ObjectNode entity(ArrayNode graph, String id, String type) {
        return graph.addObject().put("@id", id).put("@type", type);
    }
}
