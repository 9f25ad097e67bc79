package io.spatho.core.critic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import java.util.List;

/**
 * What the critic says of one piece of evidence; the evidence itself stays as it is.
 *
 * @param evidence the evidence
 * @param strength how much it bears
 * @param reasons the rules that held its strength down, each {@code rule: words}
 * @param verdicts every guardrail that concerns it
 * @param conflicts ids of the conflicts it is in
 */
public record Judgement(
        Evidence evidence, Strength strength, List<Reason> reasons, List<Verdict> verdicts, List<String> conflicts) {

    /** A rule and what it found. */
    public record Reason(String rule, String words) {}

    public Judgement {
        reasons = List.copyOf(reasons);
        verdicts = List.copyOf(verdicts);
        conflicts = List.copyOf(conflicts);
    }

    /** Whether a person should see it: in conflict, weak, or a guardrail asks for a person. */
    public boolean isForReview() {
        return !conflicts.isEmpty()
                || strength == Strength.WEAK
                || verdicts.stream().anyMatch(verdict -> verdict.outcome().compareTo(Verdict.Outcome.ESCALATE) >= 0);
    }

    ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("strength", strength.id()).put("for_review", isForReview());
        ArrayNode why = node.putArray("reasons");
        reasons.forEach(reason -> why.addObject().put("rule", reason.rule()).put("detail", reason.words()));
        ArrayNode judged = node.putArray("guardrails");
        verdicts.forEach(verdict -> judged.add(verdict.toJson()));
        ArrayNode in = node.putArray("conflicts");
        conflicts.forEach(in::add);
        return node;
    }
}
