package io.spatho.report.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How much a text repeats its input instead of reading it: 3 points for raw counts, 2 for a list of more than three cell types, 2 without
 * any word of interpretation, 1 without any clinical word; from 3 points moderate, from 5 high.
 *
 * @param hasRawCounts whether a count of the evidence stands in it as a number of its own
 * @param namedTypes how many cell types of the evidence it names
 * @param interprets whether it has a word of interpretation
 * @param isClinical whether it has a clinical word
 */
public record Parroting(boolean hasRawCounts, int namedTypes, boolean interprets, boolean isClinical) {

    private static final int MOST_TYPES = 3;

    static Parroting of(String text, EvidenceContent content) {
        boolean raw = NumberToken.in(text).stream()
                .filter(token -> token.decimals() == 0 && (token.unit().isEmpty() || token.countsObservations()))
                .filter(token -> token.countsObservations() || !token.isOrdinary())
                .anyMatch(token -> content.counts().values().stream().anyMatch(count -> token.reads(count)));
        int types = 0;
        for (Map.Entry<String, Double> entry : content.counts().entrySet()) {
            types += entry.getValue() > 0 && isNamed(entry.getKey(), text) ? 1 : 0;
        }
        return new Parroting(
                raw,
                types,
                !Lexicons.INTERPRETATION.affirmed(text).isEmpty(),
                !Lexicons.CLINICAL.mentioned(text).isEmpty());
    }

    /** Whether a label stands in a text as words of its own, with spaces, hyphens or underscores, in singular or plural. */
    static boolean isNamed(String label, String text) {
        String singular = label.endsWith("s") ? label.substring(0, label.length() - 1) : label;
        StringBuilder expression = new StringBuilder("(?<![\\p{L}\\d])");
        String[] words = singular.split("[\\s_-]+", -1);
        for (int i = 0; i < words.length; i++) {
            expression.append(i > 0 ? "[\\s_-]+" : "").append(Pattern.quote(words[i]));
        }
        expression.append("s?(?![\\p{L}\\d])");
        return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    /** The points. */
    public int score() {
        return (hasRawCounts ? 3 : 0) + (namedTypes > MOST_TYPES ? 2 : 0) + (interprets ? 0 : 2) + (isClinical ? 0 : 1);
    }

    /** {@code LOW}, {@code MODERATE} or {@code HIGH}. */
    public String risk() {
        return score() >= 5 ? "HIGH" : score() >= 3 ? "MODERATE" : "LOW";
    }

    ObjectNode toJson() {
        return CanonicalJson.object()
                .put("score", score())
                .put("risk", risk())
                .put("raw_counts", hasRawCounts)
                .put("named_cell_types", namedTypes)
                .put("interprets", interprets)
                .put("clinical", isClinical);
    }
}
