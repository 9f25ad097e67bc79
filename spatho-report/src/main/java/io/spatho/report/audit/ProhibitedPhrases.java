package io.spatho.report.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no report may say: diagnoses, grades, forecasts, advice on treatment, markup and links. A negated statement is allowed. */
final class ProhibitedPhrases {

    private static final String THERAPY =
            "(?:treat(?:ed|ment|ments|ing)?|therap(?:y|ies)|chemotherap(?:y|ies)|immunotherap(?:y|ies)"
                    + "|radiotherapy|inhibitors?|blockade|surgery|resection|drugs?|anti-pd-?l?1)";
    private static final String ENTITY =
            "(?:adeno)?(?:carcinoma|sarcoma|lymphoma|melanoma|glioma|glioblastoma|leuka?emia|myeloma|metastas[ei]s)s?";
    private static final Map<String, Pattern> PATTERNS = patterns();

    private ProhibitedPhrases() {}

    private static Map<String, Pattern> patterns() {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        put(patterns, "diagnosis", "\\bdiagnos(?:is|es|ed|e|tic)\\b");
        put(
                patterns,
                "diagnosis",
                "\\b(?:consistent with|diagnostic of|is|are|has|have|shows?|represents?|confirms?)\\s+(?:an?\\s+|the\\s+)?"
                        + "(?:[\\p{L}-]+\\s+){0,3}" + ENTITY + "\\b");
        put(
                patterns,
                "diagnosis",
                "\\b(?:is|are|appears?|looks?)\\s+(?:not only\\s+)?(?:(?!(?:not|no|never|neither)\\b)[\\p{L}-]+\\s+){0,2}"
                        + "(?:malignant|benign|cancerous)\\b");
        put(patterns, "grade_or_stage", "\\b(?:grade|stage)\\s+(?:[1-4]|I{1,3}|IV)[ABC]?\\b");
        put(
                patterns,
                "prognosis",
                "\\b(?:good|poor|favou?rable|unfavou?rable|worse|better|excellent|dismal)\\s+(?:prognosis|outcomes?|survival)\\b"
                        + "|\\bprognosis\\s+(?:is|will)\\b|\\bwill\\s+(?:survive|die|relapse|recur|progress)\\b");
        put(
                patterns,
                "treatment_advice",
                "\\b(?:should|must|recommend(?:ed|s)?|advis(?:e|ed|able)|ought to|consider|needs? to|start|begin|initiate"
                        + "|administer|prescribe)\\b[^.;]{0,60}\\b" + THERAPY + "\\b");
        put(
                patterns,
                "treatment_advice",
                "\\b" + THERAPY
                        + "\\b[^.;]{0,40}\\b(?:should be|must be|is|are)\\s+(?:given|started|recommended|indicated|advised)\\b");
        put(
                patterns,
                "treatment_advice",
                "\\beligible\\s+for\\b|\\bpatients?\\s+(?:will|would|should)\\s+(?:respond|benefit|receive)\\b");
        put(patterns, "markup", "<[A-Za-z/!|][^>\\n]{0,200}>|\\]\\(|https?://|www\\.|\\b[\\w.+-]+@[\\w-]+\\.[\\w.]+");
        return patterns;
    }

    private static void put(Map<String, Pattern> patterns, String name, String expression) {
        patterns.put(
                name + "#" + patterns.size(),
                Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    static List<Finding> in(String text) {
        List<Finding> findings = new ArrayList<>();
        PATTERNS.forEach((name, pattern) -> {
            String check = name.substring(0, name.indexOf('#'));
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                if (check.equals("markup") || !Lexicon.isNegated(text, matcher.start())) {
                    findings.add(new Finding(
                            check,
                            Finding.Severity.CRITICAL,
                            "A report for research must not hold this kind of statement.",
                            matcher.group().replaceAll("\\s+", " ")));
                }
            }
        });
        return findings;
    }
}
