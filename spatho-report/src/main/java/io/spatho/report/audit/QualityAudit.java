package io.spatho.report.audit;

import io.spatho.core.evidence.Evidence;
import io.spatho.report.audit.Finding.Severity;
import io.spatho.report.mechanism.CaseFacts;
import io.spatho.report.mechanism.WordCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds a text, whoever wrote it, against the evidence of a run: numbers token by token, words at their boundaries, negation heeded.
 *
 * <p>Determinism: depends on text and evidence only. Cost: linear in the text times the numbers of the evidence. docs/mechanism.md
 * states each check and how it differs from the published one.
 */
public final class QualityAudit {

    private static final int MOST_GENERIC = 2;
    private static final int MOST_GENERIC_TOGETHER = 8;
    private static final double MOST_TANGENT = 0.3;
    private static final double MOST_CERTAIN = 0.5;
    private static final double LEAST_OVERLAP = 0.5;

    private QualityAudit() {}

    /** Audits a text; the five metrics decide when the evidence allows a whole report. */
    public static AuditReport of(String text, List<Evidence> evidence) {
        return of(text, evidence, !CaseFacts.of(evidence).isStopped());
    }

    /** Audits a text; {@code isBenchmarked} tells whether the five metrics take part in the decision. */
    public static AuditReport of(String text, List<Evidence> evidence, boolean isBenchmarked) {
        EvidenceContent content = EvidenceContent.of(evidence);
        ContentChecks checks = new ContentChecks(text, evidence);
        List<Finding> findings = new ArrayList<>(ProhibitedPhrases.in(text));
        findings.addAll(checks.find());
        if (isBenchmarked) {
            uncertainty(text, content, findings);
        }
        style(text, findings);
        Parroting parroting = Parroting.of(text, content);
        return new AuditReport(
                WordCount.of(text),
                parroting,
                FiveMetrics.of(text, parroting, checks.citesPublication()),
                isBenchmarked,
                findings);
    }

    private static void uncertainty(String text, EvidenceContent content, List<Finding> findings) {
        if (content.hasSignificance() && Lexicons.SIGNIFICANCE.mentioned(text).isEmpty()) {
            findings.add(new Finding(
                    "missing_significance",
                    Severity.CRITICAL,
                    "The evidence has adjusted p-values, and the text does not speak of significance.",
                    ""));
        }
        if (content.hasIntervals() && Lexicons.INTERVAL.mentioned(text).isEmpty()) {
            findings.add(new Finding(
                    "missing_interval",
                    Severity.WARNING,
                    "The evidence has intervals, and the text does not speak of them.",
                    ""));
        }
    }

    private static void style(String text, List<Finding> findings) {
        int generic = Lexicons.GENERIC.count(text);
        if (generic > MOST_GENERIC) {
            findings.add(new Finding(
                    "generic_phrases",
                    generic > MOST_GENERIC_TOGETHER ? Severity.CRITICAL : Severity.WARNING,
                    generic + " phrases would fit any slide.",
                    String.join(", ", Lexicons.GENERIC.mentioned(text))));
        }
        int tangent = Lexicons.TANGENT.count(text);
        if (tangent > MOST_TANGENT * Lexicons.SPATIAL.count(text)) {
            findings.add(new Finding(
                    "tangent",
                    Severity.WARNING,
                    "The text speaks of other things than the arrangement of the slide.",
                    String.join(", ", Lexicons.TANGENT.mentioned(text))));
        }
        int certain = Lexicons.CERTAIN.count(text);
        if (certain > MOST_CERTAIN * Lexicons.HEDGES.count(text)) {
            findings.add(new Finding(
                    "overconfident",
                    Severity.WARNING,
                    "Words of certainty outweigh words of doubt.",
                    String.join(", ", Lexicons.CERTAIN.mentioned(text))));
        }
    }

    /** Whether two texts on one slide share less than half of their content words, by Jaccard's index. */
    public static boolean isFragile(String first, String second) {
        return overlap(first, second) < LEAST_OVERLAP;
    }

    /** Jaccard's index of the content words, of four letters or more, of two texts; 1 when neither has any. */
    public static double overlap(String first, String second) {
        Set<String> a = words(first);
        Set<String> b = words(second);
        Set<String> both = new TreeSet<>(a);
        both.retainAll(b);
        Set<String> either = new TreeSet<>(a);
        either.addAll(b);
        return either.isEmpty() ? 1 : both.size() / (double) either.size();
    }

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d-]+", -1)) {
            if (word.length() > 3) {
                words.add(word);
            }
        }
        return words;
    }
}
