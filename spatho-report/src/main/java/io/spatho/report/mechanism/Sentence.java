package io.spatho.report.mechanism;

import java.util.List;

/**
 * A sentence of a report.
 *
 * @param id the template it was made from
 * @param text the sentence
 * @param support how far the evidence behind it carries; what it says of literature is as good as the publication
 * @param evidenceIds the evidence it rests on, at least one piece
 * @param citations keys of publications
 */
public record Sentence(String id, String text, Fact.Support support, List<String> evidenceIds, List<String> citations) {

    public Sentence {
        evidenceIds = List.copyOf(evidenceIds);
        citations = List.copyOf(citations);
        if (evidenceIds.isEmpty()) {
            throw new IllegalArgumentException("a sentence must rest on evidence: " + text);
        }
    }

    /** Number of words: runs without white space that hold a letter or digit. */
    public int words() {
        return WordCount.of(text);
    }
}
