package io.spatho.report.mechanism;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The publications that a report may cite, each with the claims it may be cited for; anything else is no citation.
 *
 * @param version version of the list
 * @param entries the publications by key, in the order of the list
 */
public record Bibliography(String version, Map<String, Entry> entries) {

    private static final Bibliography BUNDLED = read(Resources.json("bibliography.json"));
    private static final Pattern CITATION = Pattern.compile(
            "\\b(\\p{Lu}\\p{L}+(?:-\\p{Lu}\\p{L}+)?)(?:,)?(?:\\s+(?:and|&)\\s+\\p{Lu}\\p{L}+(?:-\\p{Lu}\\p{L}+)?|\\s+et\\s+al\\.?)?,?\\s+\\(?"
                    + "((?:19|20)\\d\\d)\\b");

    /**
     * A publication.
     *
     * @param key its name here
     * @param authors authors, family name first; the first alone when {@code hasMoreAuthors}
     * @param hasMoreAuthors whether there are authors that are not listed
     * @param title its title
     * @param journal journal
     * @param year year
     * @param volume volume
     * @param pages first and last page
     * @param doi DOI without resolver
     * @param terms genes and proteins that may be named together with it
     * @param claims kinds of claims that it is cited for
     */
    public record Entry(
            String key,
            List<String> authors,
            boolean hasMoreAuthors,
            String title,
            String journal,
            int year,
            String volume,
            String pages,
            String doi,
            List<String> terms,
            List<String> claims) {

        /** Family name of the first author. */
        public String firstAuthor() {
            return family(0);
        }

        private String family(int author) {
            String name = authors.get(author);
            return name.substring(0, name.lastIndexOf(' '));
        }

        /** The citation in running text, such as {@code Chen and Mellman 2017}. */
        public String citation() {
            if (hasMoreAuthors || authors.size() > 2) {
                return firstAuthor() + " et al. " + year;
            }
            return authors.size() == 2 ? firstAuthor() + " and " + family(1) + " " + year : firstAuthor() + " " + year;
        }

        /** The whole reference in one line. */
        public String reference() {
            return String.join(", ", authors) + (hasMoreAuthors ? ", et al" : "") + ". " + title
                    + (title.endsWith("?") ? " " : ". ") + journal + " " + year + ";" + volume + ":" + pages
                    + ". doi:" + doi;
        }
    }

    /**
     * A citation as it stands in a text.
     *
     * @param text the words
     * @param start where it begins
     * @param end where it ends
     * @param entry the publication, when the list has it
     */
    public record Found(String text, int start, int end, Optional<Entry> entry) {}

    /** The list that comes with this version. */
    public static Bibliography bundled() {
        return BUNDLED;
    }

    private static Bibliography read(JsonNode node) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (JsonNode item : node.path("entries")) {
            Entry entry = new Entry(
                    item.path("key").asText(),
                    Resources.texts(item.path("authors")),
                    item.path("more_authors").asBoolean(),
                    item.path("title").asText(),
                    item.path("journal").asText(),
                    item.path("year").asInt(),
                    item.path("volume").asText(),
                    item.path("pages").asText(),
                    item.path("doi").asText(),
                    Resources.texts(item.path("terms")),
                    Resources.texts(item.path("claims")));
            if (entries.put(entry.key(), entry) != null) {
                throw new IllegalStateException("two entries of the bibliography are called " + entry.key());
            }
        }
        return new Bibliography(node.path("version").asText(), entries);
    }

    /** The publication of a key. */
    public Entry get(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("not in the bibliography: " + key);
        }
        return entry;
    }

    /** Everything in a text that reads as a citation of author and year, in order. */
    public List<Found> citationsIn(String text) {
        List<Found> found = new ArrayList<>();
        Matcher matcher = CITATION.matcher(text);
        while (matcher.find()) {
            String words = matcher.group();
            found.add(new Found(
                    words,
                    matcher.start(),
                    matcher.end(),
                    entry(words, matcher.group(1), Integer.parseInt(matcher.group(2)))));
        }
        return found;
    }

    private Optional<Entry> entry(String words, String author, int year) {
        String plain = words.replaceAll("[(),]", "").replace("&", "and").replace("al ", "al. ");
        return entries.values().stream()
                .filter(entry -> entry.firstAuthor().equals(author) && entry.year() == year)
                .filter(entry -> plain.equals(entry.citation()) || plain.equals(author + " " + year))
                .findFirst();
    }
}
