package io.spatho.report.mechanism;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A sentence with gaps that facts fill.
 *
 * @param id its name
 * @param variant the variant it belongs to
 * @param section the section it stands in
 * @param patterns patterns it is for; empty for all
 * @param needs facts that must be there
 * @param when words that facts must have, by {@code fact.word}
 * @param text the sentence
 * @param citations keys of the publications it cites
 */
record Template(
        String id,
        Variant variant,
        String section,
        List<String> patterns,
        List<String> needs,
        Map<String, String> when,
        String text,
        List<String> citations) {

    private static final List<Template> ALL = read(Resources.json("sentences.json"));
    private static final Pattern GAP = Pattern.compile("\\{([a-z]+)[.:]([a-z0-9]+)\\}");

    /** Version of the sentences that come with this version. */
    static final String VERSION =
            Resources.json("sentences.json").path("version").asText();

    /** All sentences, the preferred ones of a section first. */
    static List<Template> all() {
        return ALL;
    }

    private static List<Template> read(JsonNode node) {
        List<Template> templates = new ArrayList<>();
        for (JsonNode item : node.path("templates")) {
            Map<String, String> when = new TreeMap<>();
            item.path("when")
                    .properties()
                    .forEach(entry -> when.put(entry.getKey(), entry.getValue().asText()));
            templates.add(new Template(
                    item.path("id").asText(),
                    Variant.of(item.path("variant").asText()),
                    item.path("section").asText(),
                    Resources.texts(item.path("phenotypes")),
                    Resources.texts(item.path("needs")),
                    when,
                    item.path("text").asText(),
                    Resources.texts(item.path("citations"))));
        }
        return List.copyOf(templates);
    }

    boolean fits(CaseFacts facts) {
        return (patterns.isEmpty() || patterns.contains(facts.pattern()))
                && facts.facts().keySet().containsAll(needs)
                && when.entrySet().stream()
                        .allMatch(entry -> word(entry.getKey(), facts).equals(entry.getValue()));
    }

    private static String word(String gap, CaseFacts facts) {
        String[] names = gap.split("\\.", -1);
        return facts.fact(names[0])
                .map(fact -> fact.words().getOrDefault(names[1], ""))
                .orElse("");
    }

    Sentence fill(CaseFacts facts) {
        String filled = GAP.matcher(text)
                .replaceAll(gap -> java.util.regex.Matcher.quoteReplacement(
                        gap.group(1).equals("cite")
                                ? "(" + Bibliography.bundled().get(gap.group(2)).citation() + ")"
                                : word(gap.group(1) + "." + gap.group(2), facts)));
        Set<String> ids = new LinkedHashSet<>();
        Fact.Support support = Fact.Support.STRONG;
        for (String need : needs) {
            Fact fact = facts.facts().get(need);
            ids.addAll(fact.evidenceIds());
            support = fact.support().compareTo(support) < 0 ? fact.support() : support;
        }
        return new Sentence(id, filled, support, List.copyOf(ids), citations);
    }
}
