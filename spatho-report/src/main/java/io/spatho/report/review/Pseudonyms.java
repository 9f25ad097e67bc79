package io.spatho.report.review;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for names: what could tell a patient, a sample or a laboratory is called {@code SAMPLE_1}, {@code FILE_2} and so on in a
 * prompt, and is given its own name back in the answer. Dates, paths, addresses and long numbers in texts are blotted out for good.
 */
public final class Pseudonyms {

    private static final Pattern BLOTTED = Pattern.compile("\\b\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}\\b"
            + "|\\b\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}\\b"
            + "|[\\w.+-]+@[\\w-]+\\.[\\w.]+"
            + "|(?:[A-Za-z]:)?[\\\\/](?:[^\\s\\\\/]+[\\\\/])+[^\\s\\\\/]*"
            + "|\\b\\d{6,}\\b");
    private static final int SHORTEST_INSIDE = 3;

    private final Map<String, String> names;
    private final boolean isOpen;

    private Pseudonyms(Map<String, String> names, boolean isOpen) {
        this.names = names;
        this.isOpen = isOpen;
    }

    /** Nothing is hidden: the user asked to send identifiers. */
    public static Pseudonyms none() {
        return new Pseudonyms(Map.of(), true);
    }

    /** Names for identifiers, by the kind that they are of, such as {@code SAMPLE}; longer ones are replaced first. */
    public static Pseudonyms of(Map<String, Set<String>> identifiers) {
        Map<String, String> made = new LinkedHashMap<>();
        Map<String, String> kinds = new LinkedHashMap<>();
        identifiers.forEach(
                (kind, texts) -> new TreeSet<>(texts).forEach(text -> kinds.putIfAbsent(text.strip(), kind)));
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> longestFirst = kinds.keySet().stream()
                .filter(text -> !text.isEmpty())
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(text -> text))
                .toList();
        for (String text : longestFirst) {
            String kind = kinds.get(text);
            made.put(text, kind + "_" + counts.merge(kind, 1, Integer::sum));
        }
        return new Pseudonyms(made, false);
    }

    /** Whether names go out as they are. */
    boolean isOpen() {
        return isOpen;
    }

    /** A text that may leave the machine. */
    String hide(String text) {
        if (isOpen) {
            return text;
        }
        String hidden = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (hidden.equalsIgnoreCase(name.getKey())) {
                return name.getValue();
            }
            if (name.getKey().length() >= SHORTEST_INSIDE) {
                hidden = Pattern.compile(Pattern.quote(name.getKey()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(hidden)
                        .replaceAll(Matcher.quoteReplacement(name.getValue()));
            }
        }
        return BLOTTED.matcher(hidden).replaceAll("REMOVED");
    }

    /** A text that came back, with the names in it. */
    String reveal(String text) {
        String shown = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            shown = Pattern.compile("\\b" + name.getValue() + "\\b")
                    .matcher(shown)
                    .replaceAll(Matcher.quoteReplacement(name.getKey()));
        }
        return shown;
    }

    /** The names in use. */
    Set<String> inUse() {
        return new TreeSet<>(names.values());
    }
}
