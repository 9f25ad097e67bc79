package io.spatho.report.mechanism;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/** Turns evidence into facts, one kind at a time. */
final class FactFinder {

    private static final Map<String, String> PATTERNS = Map.of(
            "immune_hot", "immune-hot tissue",
            "immune_cold", "immune-cold tissue",
            "spatially_heterogeneous", "spatially heterogeneous tissue",
            "stromal_rich", "stroma-rich tissue",
            "mixed", "mixed tissue");
    private static final double SIGNIFICANT = 0.05;
    private static final int GENES_NAMED = 3;
    private static final int COMPARTMENTS_NAMED = 2;

    private final List<Evidence> evidence;
    private final Map<String, Fact> facts = new LinkedHashMap<>();

    FactFinder(List<Evidence> evidence) {
        this.evidence = evidence.stream()
                .sorted(Comparator.comparing(item -> item.id()))
                .toList();
    }

    CaseFacts find() {
        Optional<Evidence> found = one("phenotype");
        if (found.isEmpty()) {
            return new CaseFacts("", "the run has no evidence on the pattern of the whole slide", Map.of(), List.of());
        }
        Evidence item = found.get();
        JsonNode value = item.statement().value();
        String pattern = value.path("phenotype").asText("");
        if (!PATTERNS.containsKey(pattern)) {
            String reason = value.path("undefined_reason").asText("");
            return new CaseFacts(
                    "", reason.isEmpty() ? "no known pattern is named" : reason, Map.of(), List.of(item.id()));
        }
        String robust = value.path("is_robust").asBoolean() ? "yes" : "no";
        add("phenotype", Map.of("words", PATTERNS.get(pattern), "id", pattern, "robust", robust), List.of(item));
        slide();
        compartments();
        genes();
        pairs();
        return new CaseFacts(pattern, "", facts, List.of(item.id()));
    }

    private Optional<Evidence> one(String type) {
        return all(type).stream().findFirst();
    }

    private List<Evidence> all(String type) {
        return evidence.stream()
                .filter(item -> item.statement().type().equals(type))
                .toList();
    }

    private static double number(Evidence item, String field) {
        return item.statement().value().path(field).asDouble(Double.NaN);
    }

    private void add(String name, Map<String, String> words, List<Evidence> from) {
        boolean passed = from.stream().allMatch(item -> item.statement().qcStatus() == QcStatus.PASS);
        boolean bounded =
                from.stream().allMatch(item -> item.statement().uncertainty().isPresent());
        Fact.Support support = !passed ? Fact.Support.WEAK : bounded ? Fact.Support.STRONG : Fact.Support.MODERATE;
        facts.put(name, new Fact(name, words, from.stream().map(Evidence::id).toList(), support));
    }

    private void slide() {
        one("immune_share").ifPresent(this::immune);
        one("mean_spatial_autocorrelation").ifPresent(this::order);
        one("neighbourhood_entropy").ifPresent(item -> {
            double entropy = number(item, "entropy");
            if (!Double.isNaN(entropy)) {
                add("mixing", Map.of("level", Scales.mixing(entropy)), List.of(item));
            }
        });
        one("spatial_signal").ifPresent(this::signal);
        one("quality_control").ifPresent(item -> {
            boolean passed = item.statement().qcStatus() == QcStatus.PASS;
            add("quality", Map.of("words", passed ? "kept enough observations" : "raised a warning"), List.of(item));
        });
        one("region_support").ifPresent(item -> {
            boolean any = item.statement().value().path("for_review").asLong() > 0;
            String words = any
                    ? "Some regions are weakly supported and wait for the judgement of a person"
                    : "No region had to be put before a person, who may still judge otherwise";
            add("review", Map.of("words", words), List.of(item));
        });
    }

    private void immune(Evidence item) {
        double share = number(item, "share");
        if (!Double.isNaN(share)) {
            String interval = item.statement()
                    .uncertainty()
                    .map(bounds -> isSplit(bounds, Scales::immune)
                            ? "crosses a limit of the rule, which weakens this reading"
                            : "stays within the limits of this reading")
                    .orElse("could not be computed");
            add("immune", Map.of("amount", Scales.immune(share), "interval", interval), List.of(item));
        }
    }

    private static boolean isSplit(Uncertainty bounds, DoubleFunction<String> scale) {
        return !scale.apply(bounds.lower()).equals(scale.apply(bounds.upper()));
    }

    private void order(Evidence item) {
        double moran = number(item, "moran_i_mean");
        if (Double.isNaN(moran)) {
            return;
        }
        Optional<Uncertainty> bounds = item.statement().uncertainty();
        boolean between = bounds.filter(ends -> isSplit(ends, Scales::order)).isPresent();
        String strength = between
                ? Scales.order(bounds.get().lower()) + " and "
                        + Scales.order(bounds.get().upper())
                : Scales.order(moran);
        add("order", Map.of("strength", strength, "between", between ? "yes" : "no"), List.of(item));
    }

    private void signal(Evidence item) {
        JsonNode value = item.statement().value();
        int tested = value.path("n_tested").asInt();
        if (tested > 0) {
            String strength = Scales.signal(
                    value.path("n_strong").asInt(), value.path("n_moderate").asInt());
            String amount = Scales.part(value.path("n_significant").asDouble() / tested);
            add("signal", Map.of("strength", strength, "amount", amount), List.of(item));
        }
    }

    /** The largest named compartments, by the clusters that carry their names. */
    private void compartments() {
        List<Evidence> clusters = all("cluster_annotation");
        double total =
                clusters.stream().mapToDouble(item -> number(item, "n_cells")).sum();
        Map<String, Double> sizes = new TreeMap<>();
        for (Evidence item : clusters) {
            if (!SafeNames.label(item).isEmpty()) {
                sizes.merge(SafeNames.label(item), number(item, "n_cells"), Double::sum);
            }
        }
        List<String> major = sizes.entrySet().stream()
                .filter(entry -> entry.getValue() > Scales.MAJOR * total)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(COMPARTMENTS_NAMED)
                .map(Map.Entry::getKey)
                .toList();
        if (!major.isEmpty()) {
            // A share rests on all clusters, those without a name as well.
            add(
                    "compartments",
                    Map.of("list", join(major.stream().map(SafeNames::words).toList())),
                    clusters);
        }
    }

    private void genes() {
        List<Evidence> patches = all("spatial_autocorrelation").stream()
                .filter(item -> SafeNames.isGene(item.statement().unitId()))
                .filter(item -> number(item, "p_adjusted") < SIGNIFICANT && number(item, "moran_i") > 0)
                .sorted(Comparator.comparingDouble((Evidence item) -> -number(item, "moran_i"))
                        .thenComparing(item -> item.statement().unitId()))
                .limit(GENES_NAMED)
                .toList();
        if (patches.size() == GENES_NAMED) {
            add(
                    "genes",
                    Map.of(
                            "list",
                            join(patches.stream()
                                    .map(item -> item.statement().unitId())
                                    .toList())),
                    patches);
        }
    }

    private void pairs() {
        Map<String, Evidence> clusters = new TreeMap<>();
        all("cluster_annotation").forEach(item -> clusters.put(item.statement().unitId(), item));
        strongest("neighborhood_enrichment", "z_score").forEach(item -> {
            String[] ends = item.statement().unitId().split("\\|", -1);
            Evidence a = ends.length == 2 ? clusters.get(ends[0]) : null;
            Evidence b = ends.length == 2 ? clusters.get(ends[1]) : null;
            if (a != null && b != null && !facts.containsKey("neighbours") && number(item, "z_score") > 0) {
                String first = SafeNames.label(a);
                String second = SafeNames.label(b);
                if (!first.isEmpty() && !second.isEmpty() && !first.equals(second)) {
                    add(
                            "neighbours",
                            Map.of("a", SafeNames.words(first), "b", SafeNames.words(second)),
                            List.of(item, a, b));
                }
            }
        });
        strongest("ligand_receptor", "score").forEach(item -> {
            String[] ends = item.statement().unitId().split("\\|", -1);
            if (!facts.containsKey("signals")
                    && SafeNames.isGene(ends[0])
                    && ends.length > 1
                    && SafeNames.isGene(ends[1])) {
                add("signals", Map.of("ligand", ends[0], "receptor", ends[1]), List.of(item));
            }
        });
    }

    private List<Evidence> strongest(String type, String field) {
        return all(type).stream()
                .filter(item -> number(item, "p_adjusted") < SIGNIFICANT)
                .sorted(Comparator.comparingDouble((Evidence item) -> -number(item, field))
                        .thenComparing(item -> item.statement().unitId()))
                .toList();
    }

    private static String join(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
