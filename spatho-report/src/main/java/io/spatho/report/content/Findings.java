package io.spatho.report.content;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.guardrail.Guardrail;
import io.spatho.core.guardrail.Verdict;
import java.util.List;

/**
 * What the run found and how it was judged.
 *
 * @param evidence all evidence, in the order of {@code evidence.jsonl}
 * @param claims the sentences to open with; when empty they are taken from the summaries of the evidence
 * @param verdicts all verdicts
 * @param guardrails the rules that were in force
 */
public record Findings(
        List<Evidence> evidence, List<Claim> claims, List<Verdict> verdicts, List<Guardrail> guardrails) {

    public Findings {
        evidence = List.copyOf(evidence);
        claims = List.copyOf(claims);
        verdicts = List.copyOf(verdicts);
        guardrails = List.copyOf(guardrails);
    }
}
