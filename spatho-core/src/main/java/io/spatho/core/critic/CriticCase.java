package io.spatho.core.critic;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.guardrail.Guardrail;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.run.AuditEvent;
import io.spatho.core.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the critic looks at.
 *
 * @param evidence all evidence of the run so far, in its order
 * @param events the tool calls so far, with their artifacts and verdicts
 * @param isDrawn whether a person drew the regions
 * @param tables reads a table of the run
 */
record CriticCase(List<Evidence> evidence, List<AuditEvent> events, boolean isDrawn, Function<String, Table> tables) {

    List<Evidence> ofType(String type) {
        return evidence.stream()
                .filter(item -> item.statement().type().equals(type))
                .toList();
    }

    List<Artifact> artifacts() {
        return events.stream().flatMap(event -> event.artifacts().stream()).toList();
    }

    Optional<Table> table(String path) {
        return artifacts().stream().anyMatch(artifact -> artifact.path().equals(path))
                ? Optional.of(tables.apply(path))
                : Optional.empty();
    }

    /** What a guardrail said in the whole run. */
    List<Verdict> verdicts(Guardrail rule) {
        return events.stream()
                .flatMap(event -> event.verdicts().stream())
                .filter(verdict -> verdict.guardrail().equals(rule.name()))
                .toList();
    }

    /** The worst of what a guardrail said; empty when it was never asked. */
    static Optional<Verdict> worst(List<Verdict> verdicts) {
        return verdicts.stream().reduce((a, b) -> b.outcome().compareTo(a.outcome()) > 0 ? b : a);
    }
}
