package io.spatho.core.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a piece of evidence states, whoever made it.
 *
 * @param unit what it is about
 * @param unitId which one
 * @param source tool name and version, {@code name@version}
 * @param type the kind of statement, such as {@code marker_genes}
 * @param qcStatus whether the data behind it passed its checks
 * @param value the value, in a form that the type defines
 * @param uncertainty an interval of the estimate, if there is one
 * @param summary one sentence that a pathologist can read
 * @param artifacts the rows it rests on; at least one
 * @param inputs short fingerprints of the inputs and parameters it depends on
 * @param verdicts what the guardrails said of it
 */
public record Statement(
        Unit unit,
        String unitId,
        String source,
        String type,
        QcStatus qcStatus,
        JsonNode value,
        Optional<Uncertainty> uncertainty,
        String summary,
        List<SupportingArtifact> artifacts,
        List<String> inputs,
        List<Verdict> verdicts) {

    public Statement {
        Objects.requireNonNull(unit);
        if (unitId.isBlank() || source.isBlank() || type.isBlank() || summary.isBlank()) {
            throw new IllegalArgumentException("evidence needs a unit, a source, a type and a summary");
        }
        // In the order of files, so that evidence that was read back is shown like evidence that was just found.
        value = CanonicalJson.sorted(value);
        artifacts = List.copyOf(artifacts);
        inputs = List.copyOf(inputs);
        verdicts = List.copyOf(verdicts);
        if (artifacts.isEmpty()) {
            throw new IllegalArgumentException("evidence must rest on rows of an artifact: " + summary);
        }
    }
}
