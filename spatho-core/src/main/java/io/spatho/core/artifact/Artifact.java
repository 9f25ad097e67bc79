package io.spatho.core.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.json.CanonicalJson;

/**
 * A file of a run that is complete and will not change.
 *
 * @param path relative to the run folder, with forward slashes
 * @param mediaType its media type
 * @param rows number of table rows, or -1 when it is not a table
 * @param bytes its size
 * @param sha256 its digest
 * @param origin measured or model-derived
 */
public record Artifact(String path, String mediaType, long rows, long bytes, String sha256, Origin origin) {

    /** The artifact as evidence names it. */
    public SupportingArtifact support(String rowCondition) {
        return new SupportingArtifact(path, rowCondition, sha256);
    }

    /** The artifact as the manifest names it. */
    public JsonNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("path", path).put("media_type", mediaType);
        if (rows >= 0) {
            node.put("rows", rows);
        } else {
            node.putNull("rows");
        }
        return node.put("bytes", bytes).put("sha256", sha256).put("origin", origin.id());
    }

    /** Reads what {@link #toJson} wrote. */
    public static Artifact read(JsonNode node) {
        return new Artifact(
                node.path("path").asText(),
                node.path("media_type").asText(),
                node.path("rows").asLong(-1),
                node.path("bytes").asLong(),
                node.path("sha256").asText(),
                Origin.of(node.path("origin").asText()));
    }
}
