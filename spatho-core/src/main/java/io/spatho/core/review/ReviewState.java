package io.spatho.core.review;

import io.spatho.core.evidence.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The decisions that hold for the evidence of a run: of each piece the last decision about it or, when it comes from another run,
 * about evidence that states the same. A decision about what this run states differently, or not at all, is out of date.
 */
public final class ReviewState {

    private final Map<String, ReviewDecision> byEvidence = new LinkedHashMap<>();
    private final List<ReviewDecision> outOfDate = new ArrayList<>();
    private final String head;

    private ReviewState(String head) {
        this.head = head;
    }

    /** No decisions at all. */
    public static ReviewState none() {
        return new ReviewState(DecisionLog.empty().head());
    }

    /** The decisions of a log, laid on the evidence of a run. */
    public static ReviewState of(DecisionLog log, List<Evidence> evidence) {
        ReviewState state = new ReviewState(log.head());
        Map<String, String> byClaim = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (Evidence item : evidence) {
            ids.add(item.id());
            byClaim.putIfAbsent(ReviewDecision.claim(item), item.id());
        }
        for (ReviewDecision decision : log.decisions()) {
            String id = ids.contains(decision.evidenceId()) ? decision.evidenceId() : byClaim.get(decision.claim());
            if (id == null) {
                state.outOfDate.add(decision);
            } else {
                state.byEvidence.put(id, decision);
            }
        }
        return state;
    }

    /** The decision that holds for a piece of evidence. */
    public Optional<ReviewDecision> of(String evidenceId) {
        return Optional.ofNullable(byEvidence.get(evidenceId));
    }

    /** The decisions that hold, by evidence id, in the order in which evidence was first decided on. */
    public Map<String, ReviewDecision> all() {
        return java.util.Collections.unmodifiableMap(byEvidence);
    }

    /** Decisions about what this run does not state. */
    public List<ReviewDecision> outOfDate() {
        return List.copyOf(outOfDate);
    }

    /** The end of the chain of decisions. */
    public String head() {
        return head;
    }

    /** Whether there is no decision at all. */
    public boolean isEmpty() {
        return byEvidence.isEmpty() && outOfDate.isEmpty();
    }
}
