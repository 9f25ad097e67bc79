package io.spatho.report.content;

import java.util.List;

/**
 * A sentence of the report and the ids of the evidence it rests on. One that names no evidence of the run does not render.
 *
 * @param sentence the sentence
 * @param evidenceIds ids as they stand in {@code evidence.jsonl}
 */
public record Claim(String sentence, List<String> evidenceIds) {

    public Claim {
        evidenceIds = List.copyOf(evidenceIds);
    }
}
