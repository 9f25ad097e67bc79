package io.spatho.report.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.evidence.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers and names that a run's evidence holds.
 *
 * @param numbers every number of values, intervals and summaries
 * @param counts observations of each label, and of each cluster
 * @param names every word that reads like a gene or protein
 * @param hasSignificance whether there are adjusted p-values
 * @param hasIntervals whether there are intervals
 */
record EvidenceContent(
        List<Double> numbers,
        Map<String, Double> counts,
        Set<String> names,
        boolean hasSignificance,
        boolean hasIntervals) {

    static final Pattern GENE_LIKE =
            Pattern.compile("(?<![\\p{L}\\d-])\\p{Lu}[\\p{Lu}\\d]+(?:-[\\p{L}\\d]+)*(?![\\p{L}\\d])");

    static EvidenceContent of(List<Evidence> evidence) {
        List<Double> numbers = new ArrayList<>();
        Map<String, Double> counts = new TreeMap<>();
        Set<String> names = new LinkedHashSet<>();
        boolean significance = false;
        boolean intervals = false;
        for (Evidence item : evidence) {
            JsonNode value = item.statement().value();
            collect(value, numbers, names);
            NumberToken.in(item.statement().summary())
                    .forEach(token -> numbers.add(token.value().doubleValue()));
            take(item.statement().summary(), names);
            take(item.statement().unitId().replace('|', ' '), names);
            item.statement().uncertainty().ifPresent(bounds -> {
                numbers.add(bounds.lower());
                numbers.add(bounds.upper());
                numbers.add(bounds.level());
            });
            intervals |= item.statement().uncertainty().isPresent();
            significance |= value.path("p_adjusted").isNumber()
                    || value.path("n_significant").isNumber();
            if (item.statement().type().equals("cluster_annotation")) {
                counts.merge(value.path("label").asText(), value.path("n_cells").asDouble(), Double::sum);
                numbers.add(value.path("n_cells").asDouble());
            }
        }
        return new EvidenceContent(numbers, counts, names, significance, intervals);
    }

    private static void collect(JsonNode node, List<Double> numbers, Set<String> names) {
        if (node.isNumber()) {
            numbers.add(node.asDouble());
        } else if (node.isTextual()) {
            take(node.asText(), names);
        } else {
            node.forEach(child -> collect(child, numbers, names));
        }
    }

    private static void take(String text, Set<String> names) {
        Matcher matcher = GENE_LIKE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
    }

    boolean has(NumberToken token) {
        return numbers.stream().anyMatch(token::reads)
                || counts.values().stream().anyMatch(token::reads);
    }
}
