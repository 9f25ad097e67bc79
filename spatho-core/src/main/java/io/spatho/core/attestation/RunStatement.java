package io.spatho.core.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;

/**
 * An in-toto statement (version 1) with SLSA provenance (version 1): the manifest and every artifact of a run as subjects, its inputs as
 * resolved dependencies, its configuration as external parameters.
 *
 * <p>Determinism: follows from the manifest alone. Source: in-toto attestation framework, statement v1; SLSA provenance v1.
 */
public final class RunStatement {

    /** The file's name in a run folder. */
    public static final String NAME = "statement.intoto.json";

    private static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE = "https://slsa.dev/provenance/v1";

    private RunStatement() {}

    /**
     * The statement on a run.
     *
     * @param manifestName the manifest's file name
     * @param manifestBytes the manifest's bytes
     * @param manifest the same, read
     */
    public static byte[] of(String manifestName, byte[] manifestBytes, JsonNode manifest) {
        ObjectNode statement = CanonicalJson.object();
        statement.put("_type", TYPE);
        statement.put("predicateType", PREDICATE);
        ArrayNode subjects = statement.putArray("subject");
        add(subjects, manifestName, Fingerprint.ofBytes(manifestBytes).sha256());
        manifest.path("artifacts")
                .forEach(artifact -> add(
                        subjects,
                        artifact.path("path").asText(),
                        artifact.path("sha256").asText()));
        ObjectNode predicate = statement.putObject("predicate");
        ObjectNode definition = predicate.putObject("buildDefinition");
        definition.put("buildType", "urn:spatho:run:1.0");
        definition.set("externalParameters", manifest.path("config"));
        ArrayNode inputs = definition.putArray("resolvedDependencies");
        manifest.path("inputs")
                .forEach(input -> add(
                        inputs,
                        input.path("name").asText(),
                        input.path("sha256").asText()));
        ObjectNode details = predicate.putObject("runDetails");
        details.putObject("builder")
                .put("id", "urn:spatho:" + manifest.path("spatho_version").asText());
        details.putObject("metadata")
                .put("invocationId", manifest.path("run_id").asText());
        return CanonicalJson.document(statement);
    }

    private static void add(ArrayNode list, String name, String sha256) {
        ObjectNode subject = list.addObject().put("name", name);
        subject.putObject("digest").put("sha256", sha256);
    }
}
