package io.spatho.core.critic;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A person drew a region as one kind of tissue, and the cells in it are of another. */
final class DrawnLabelConflicts implements ConflictRule {

    private static final double MOST_OWN = 0.2;
    private static final double LEAST_OTHER = 0.5;
    private static final int LEAST_NAMED = 20;
    private static final String CELLS = "analysis/clusters.parquet";
    private static final String MEMBERS = "regions/region_cell_membership.parquet";

    @Override
    public String name() {
        return "composition_against_drawn_label";
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public String rationale() {
        return "A drawn label that the cells inside contradict means a wrong label, a wrong place or wrong cell types.";
    }

    @Override
    public Map<String, Double> thresholds() {
        return Map.of(
                "most_share_of_the_drawn_kind",
                MOST_OWN,
                "least_share_of_another_kind",
                LEAST_OTHER,
                "fewest_named_observations",
                (double) LEAST_NAMED);
    }

    @Override
    public List<Conflict> find(CriticCase run, Map<String, Strength> strengths) {
        Optional<Table> cells = run.table(CELLS);
        Optional<Table> members = run.table(MEMBERS);
        if (!run.isDrawn()
                || cells.isEmpty()
                || members.isEmpty()
                || !cells.get().has("cell_type")) {
            return List.of();
        }
        Map<String, Map<String, Integer>> families = families(cells.get(), members.get());
        List<Conflict> found = new ArrayList<>();
        for (Evidence region : run.ofType("region")) {
            String label = region.statement().value().path("structure_label").asText();
            Map<String, Integer> counts =
                    families.getOrDefault(region.statement().unitId(), Map.of());
            Lineage.of(label)
                    .flatMap(drawn -> against(region, label, drawn, counts))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** Of each region, how many of its inner and boundary observations are of which family. */
    private static Map<String, Map<String, Integer>> families(Table cells, Table members) {
        Map<String, String> familyOf = new HashMap<>();
        Map<String, Optional<Lineage>> lineages = new HashMap<>();
        Column ids = cells.column("cell_id");
        Column types = cells.column("cell_type");
        for (int row = 0; row < cells.rows(); row++) {
            Optional<Lineage> lineage = lineages.computeIfAbsent(types.text(row), Lineage::of);
            if (lineage.isPresent()) {
                familyOf.put(ids.text(row), lineage.get().family());
            }
        }
        Map<String, Map<String, Integer>> counts = new HashMap<>();
        for (int row = 0; row < members.rows(); row++) {
            String family = familyOf.get(members.column("cell_id").text(row));
            if (family != null && !members.column("role").text(row).equals("context")) {
                counts.computeIfAbsent(members.column("region_id").text(row), key -> new TreeMap<>())
                        .merge(family, 1, Integer::sum);
            }
        }
        return counts;
    }

    private Optional<Conflict> against(Evidence region, String label, Lineage drawn, Map<String, Integer> counts) {
        int named = counts.values().stream().mapToInt(Integer::intValue).sum();
        if (named < LEAST_NAMED) {
            return Optional.empty();
        }
        double own = (double) counts.getOrDefault(drawn.family(), 0) / named;
        Map.Entry<String, Integer> most = counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.<String, Integer>comparingByKey(Comparator.reverseOrder())))
                .orElseThrow();
        double other = (double) most.getValue() / named;
        return own > MOST_OWN || other < LEAST_OTHER || most.getKey().equals(drawn.family())
                ? Optional.empty()
                : Optional.of(new Conflict(
                        name(),
                        region.statement().unit(),
                        region.statement().unitId(),
                        List.of(region.id()),
                        "Region " + region.statement().unitId() + " was drawn as " + label + ", and "
                                + Words.percent(other) + " of its " + Words.count(named) + " named observations are "
                                + most.getKey() + "."));
    }
}
