package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import java.util.List;

/**
 * What makes a run the run that it is: input files, effective configuration, seed and the version of spatho. Two runs of equal
 * identity have equal artifacts.
 *
 * @param spathoVersion the version of spatho
 * @param seed the seed of all random numbers
 * @param config the effective configuration, without what cannot change a result (threads, output folder, progress)
 * @param inputs every file that was read, with its digest
 */
public record RunIdentity(String spathoVersion, long seed, JsonNode config, List<SourceFile> inputs) {

    private static final int ID_DIGITS = 32;

    public RunIdentity {
        inputs = List.copyOf(inputs);
    }

    /** {@code run_} and 32 hexadecimal digits. */
    public String runId() {
        ObjectNode node = CanonicalJson.object();
        node.put("spatho_version", spathoVersion).put("seed", seed).set("config", config);
        node.set("inputs", inputsJson());
        return "run_" + Fingerprint.ofText(CanonicalJson.line(node)).sha256().substring(0, ID_DIGITS);
    }

    /** The input files as manifests name them. */
    public ArrayNode inputsJson() {
        ArrayNode list = CanonicalJson.array();
        for (SourceFile input : inputs) {
            list.addObject()
                    .put("role", input.role())
                    .put("name", input.name())
                    .put("bytes", input.bytes())
                    .put("sha256", input.sha256());
        }
        return list;
    }

    /** The short fingerprints of the input files, as evidence names them. */
    public List<String> inputFingerprints() {
        return inputs.stream()
                .map(input -> new Fingerprint(input.sha256()).shortName())
                .distinct()
                .toList();
    }
}
