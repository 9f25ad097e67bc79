package io.spatho.report.audit;

import io.spatho.core.evidence.Evidence;
import io.spatho.report.audit.Finding.Severity;
import io.spatho.report.mechanism.Bibliography;
import io.spatho.report.mechanism.CaseFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds numbers, citations, names and strengths of a text against the evidence. */
final class ContentChecks {

    private static final Set<String> ABBREVIATIONS = Set.of(
            "DNA", "RNA", "mRNA", "CI", "FDR", "PCA", "QC", "TME", "CAF", "CAFs", "NK", "HE", "TLS", "MOA", "OK", "US",
            "UK", "II", "III", "IV", "STOP", "IHC");
    private static final Map<String, Pattern> PATTERN_NAMES = new TreeMap<>(Map.of(
            "immune_hot", phrase("immune[- ]hot"),
            "immune_cold", phrase("immune[- ]cold|immune desert"),
            "spatially_heterogeneous", phrase("spatially heterogeneous"),
            "stromal_rich", phrase("strom(?:a|al)[- ]rich"),
            "mixed", phrase("mixed tissue|mixed pattern")));
    private static final Pattern CONTRAST =
            Pattern.compile("(?i)\\b(?:unlike|rather than|instead of|versus|than|from)\\s+(?:an?\\s+|the\\s+)?$");
    private static final Pattern OVERSTATED = Pattern.compile(
            "(?i)\\b(?:weak|low|little|limited)\\b[^.;]{0,30}?\\b(?:proves?|definitive|conclusive|unequivocal|clear evidence)\\b");

    private final String text;
    private final CaseFacts facts;
    private final EvidenceContent content;
    private final List<Bibliography.Found> citations;
    private final List<Finding> findings = new ArrayList<>();

    ContentChecks(String text, List<Evidence> evidence) {
        this.text = text;
        this.facts = CaseFacts.of(evidence);
        this.content = EvidenceContent.of(evidence);
        this.citations = Bibliography.bundled().citationsIn(text);
    }

    private static Pattern phrase(String words) {
        return Pattern.compile("(?<![\\p{L}\\d])(?:" + words + ")(?![\\p{L}\\d])", Pattern.CASE_INSENSITIVE);
    }

    List<Finding> find() {
        numbers();
        citations();
        names();
        patterns();
        strength();
        return findings;
    }

    /** Whether a publication of the bibliography is cited. */
    boolean citesPublication() {
        return citations.stream().anyMatch(found -> found.entry().isPresent());
    }

    private void add(String check, Severity severity, String detail, String excerpt) {
        findings.add(new Finding(check, severity, detail, excerpt));
    }

    private void numbers() {
        for (NumberToken token : NumberToken.in(text)) {
            boolean cited = citations.stream()
                    .anyMatch(found -> found.start() <= token.start() && token.end() <= found.end() + 1);
            if (cited || token.isOrdinary()) {
                continue;
            }
            if (content.has(token)) {
                add(
                        "numeric_parroting",
                        Severity.CRITICAL,
                        "An exact value of the evidence stands in the text.",
                        token.text());
            } else {
                add("invented_number", Severity.CRITICAL, "No evidence of the run holds this number.", token.text());
            }
        }
    }

    private void citations() {
        citations.stream()
                .filter(found -> found.entry().isEmpty())
                .forEach(found -> add(
                        "unknown_citation",
                        Severity.CRITICAL,
                        "The bibliography has no such publication.",
                        found.text()));
    }

    /** Genes and proteins must be in the evidence, or belong to a publication that the same sentence cites. */
    private void names() {
        Matcher matcher = EvidenceContent.GENE_LIKE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group();
            if (!ABBREVIATIONS.contains(name) && !content.names().contains(name) && !isCited(name, matcher.start())) {
                add("invented_marker", Severity.CRITICAL, "Neither evidence nor a cited publication names this.", name);
            }
        }
    }

    private boolean isCited(String name, int at) {
        int from = sentenceStart(at);
        int to = sentenceEnd(at);
        return citations.stream()
                .filter(found -> found.start() >= from && found.end() <= to)
                .map(Bibliography.Found::entry)
                .flatMap(Optional::stream)
                .anyMatch(entry -> entry.terms().contains(name));
    }

    private int sentenceStart(int at) {
        int start = Math.max(text.lastIndexOf(". ", at), text.lastIndexOf('\n', at));
        // The point of "et al." does not end a sentence.
        while (start > 5 && text.startsWith("et al", start - 5)) {
            start = Math.max(text.lastIndexOf(". ", start - 1), text.lastIndexOf('\n', start - 1));
        }
        return Math.max(0, start);
    }

    private int sentenceEnd(int at) {
        int end = text.indexOf(". ", at);
        while (end >= 5 && text.startsWith("et al", end - 5)) {
            end = text.indexOf(". ", end + 1);
        }
        int line = text.indexOf('\n', at);
        int last = end < 0 ? text.length() : end;
        return line >= 0 ? Math.min(line, last) : last;
    }

    private void patterns() {
        boolean saysStop = !Lexicons.STOP_WORDS.mentioned(text).isEmpty();
        if (facts.isStopped() && !saysStop) {
            add("ignored_stop", Severity.CRITICAL, "The evidence names no pattern, and the text does not say so.", "");
        }
        PATTERN_NAMES.forEach((name, pattern) -> {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                boolean contrast =
                        CONTRAST.matcher(text.substring(0, matcher.start())).find();
                if (!name.equals(facts.pattern()) && !contrast && !Lexicon.isNegated(text, matcher.start())) {
                    add(
                            "wrong_pattern",
                            Severity.CRITICAL,
                            "The evidence does not name this pattern.",
                            matcher.group());
                }
            }
        });
    }

    private void strength() {
        Matcher contradiction = OVERSTATED.matcher(text);
        while (contradiction.find()) {
            add(
                    "weak_signal_strong_claim",
                    Severity.CRITICAL,
                    "A weak finding is put forward as proof.",
                    contradiction.group());
        }
        String order =
                facts.fact("order").map(fact -> fact.words().get("strength")).orElse("");
        if (order.startsWith("weak")) {
            claim(
                    "(?i)\\bstrong\\s+spatial\\s+(?:order|autocorrelation|structure)|\\bspatial\\s+order\\b[^.;]{0,50}\\bis\\s+strong\\b");
        }
        String mixing =
                facts.fact("mixing").map(fact -> fact.words().get("level")).orElse("");
        if (mixing.equals("low")) {
            claim("(?i)\\bhigh\\s+heterogeneity\\b|\\bheterogeneity\\b[^.;]{0,20}\\bis\\s+high\\b");
        }
    }

    private void claim(String expression) {
        Matcher matcher = Pattern.compile(expression).matcher(text);
        while (matcher.find()) {
            if (!Lexicon.isNegated(text, matcher.start())) {
                add("overstated_strength", Severity.CRITICAL, "The evidence is of another strength.", matcher.group());
            }
        }
    }
}
