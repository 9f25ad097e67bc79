package io.spatho.report.audit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Terms that are found as whole words, with or without a plural s, and never inside another word; {@code term*} also begins longer
 * words, {@code *-term} also ends them. A mention is negated when a word such as no, not or without stands at most six words before it
 * in the same clause, other than in {@code not only}.
 */
final class Lexicon {

    private static final Pattern NEGATION = Pattern.compile(
            "(?i)(?<![\\p{L}\\d-])(?:no|not|never|none|without|cannot|neither|nor|\\p{L}+n['’]t)(?![\\p{L}\\d-])(?!\\s+only\\b)");
    private static final Pattern CLAUSE_END = Pattern.compile("[.;:!?](?=\\s|$)|,\\s+(?:but|however|yet)\\b|\\n");
    private static final int REACH = 6;

    private final List<String> terms;
    private final List<Pattern> patterns = new ArrayList<>();

    Lexicon(String... terms) {
        this.terms = List.of(terms);
        for (String term : terms) {
            String body = term.replace("*", "");
            String start = term.startsWith("*") ? "(?<=[\\p{L}\\d])" : "(?<![\\p{L}\\d])";
            String end = term.endsWith("*") ? "[\\p{L}\\d-]*" : "s?(?![\\p{L}\\d])";
            patterns.add(Pattern.compile(
                    start + Pattern.quote(body).replace(" ", "\\E\\s+\\Q") + end,
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
        }
    }

    /** The terms that a text has, negated mentions left out. */
    Set<String> affirmed(String text) {
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i < patterns.size(); i++) {
            Matcher matcher = patterns.get(i).matcher(text);
            while (matcher.find()) {
                if (!isNegated(text, matcher.start())) {
                    found.add(terms.get(i));
                }
            }
        }
        return found;
    }

    /** The terms that a text has, however they are meant. */
    Set<String> mentioned(String text) {
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matcher(text).find()) {
                found.add(terms.get(i));
            }
        }
        return found;
    }

    /** How often terms occur, negated mentions left out. */
    int count(String text) {
        int count = 0;
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                count += isNegated(text, matcher.start()) ? 0 : 1;
            }
        }
        return count;
    }

    /** Whether what begins at a position is negated. */
    static boolean isNegated(String text, int position) {
        String before = text.substring(0, position);
        Matcher ends = CLAUSE_END.matcher(before);
        int from = 0;
        while (ends.find()) {
            from = ends.end();
        }
        String clause = before.substring(from);
        Matcher negation = NEGATION.matcher(clause);
        int last = -1;
        while (negation.find()) {
            last = negation.end();
        }
        return last >= 0 && clause.substring(last).strip().split("\\s+", -1).length <= REACH;
    }
}
