package io.spatho.report.mechanism;

import io.spatho.core.evidence.Evidence;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may be said of a slide, from its evidence and nothing else.
 *
 * @param pattern id of the pattern of the whole slide; empty when none is named
 * @param stopReason why no report can be written; empty when one can
 * @param facts facts by name, in the order in which they are told
 * @param evidenceIds evidence that says whether a pattern is named; empty when there is none
 */
public record CaseFacts(String pattern, String stopReason, Map<String, Fact> facts, List<String> evidenceIds) {

    public CaseFacts {
        facts = Collections.unmodifiableMap(new java.util.LinkedHashMap<>(facts));
        evidenceIds = List.copyOf(evidenceIds);
    }

    /** The facts that follow from evidence; its order does not matter beyond equal values. */
    public static CaseFacts of(List<Evidence> evidence) {
        return new FactFinder(evidence).find();
    }

    /** A fact of that name. */
    public Optional<Fact> fact(String name) {
        return Optional.ofNullable(facts.get(name));
    }

    /** Whether the stop rule, or the absence of evidence, forbids a report. */
    public boolean isStopped() {
        return !stopReason.isEmpty();
    }
}
