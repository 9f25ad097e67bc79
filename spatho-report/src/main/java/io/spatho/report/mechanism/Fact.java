package io.spatho.report.mechanism;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sentence may say: words that follow from evidence by stated thresholds.
 *
 * @param name its name in sentence templates
 * @param words the words, by name
 * @param evidenceIds the evidence they follow from, at least one
 * @param support how far that evidence carries
 */
public record Fact(String name, Map<String, String> words, List<String> evidenceIds, Support support) {

    /** How far evidence carries. */
    public enum Support {
        /** Some of it did not pass its checks. */
        WEAK("weak"),
        /** It passed its checks, without an interval for each estimate. */
        MODERATE("moderate"),
        /** It passed its checks and each estimate has an interval. */
        STRONG("strong");

        private final String id;

        Support(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }

    public Fact {
        words = new TreeMap<>(words);
        evidenceIds = List.copyOf(evidenceIds);
        if (evidenceIds.isEmpty()) {
            throw new IllegalArgumentException("a fact must rest on evidence: " + name);
        }
    }
}
