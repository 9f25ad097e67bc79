package io.spatho.core.critic;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Marker genes name a cluster one way, a cell type model names many of its cells another way. */
final class MarkerConflicts implements ConflictRule {

    private static final double SHARE_OF_CLUSTER = 0.3;
    private static final double SHARE_OF_LABEL = 0.5;

    @Override
    public String name() {
        return "markers_against_cell_type_model";
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public String rationale() {
        return "Two ways of naming the same cells that disagree cannot both be right.";
    }

    @Override
    public Map<String, Double> thresholds() {
        return Map.of("least_share_of_cluster", SHARE_OF_CLUSTER, "least_share_of_label", SHARE_OF_LABEL);
    }

    @Override
    public List<Conflict> find(CriticCase run, Map<String, Strength> strengths) {
        List<Conflict> found = new ArrayList<>();
        for (Evidence model : run.ofType("immune_label")) {
            for (Evidence markers : run.ofType("cluster_annotation")) {
                if (markers.statement().unitId().equals(model.statement().unitId())) {
                    between(markers, model).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<Conflict> between(Evidence markers, Evidence model) {
        JsonNode named = markers.statement().value();
        JsonNode asked = model.statement().value();
        double accepted = asked.path("n_accepted").asDouble()
                / Math.max(1, asked.path("n_cells").asDouble());
        if (!named.path("status").asText().equals("assigned")
                || accepted < SHARE_OF_CLUSTER
                || asked.path("share").asDouble() < SHARE_OF_LABEL) {
            return Optional.empty();
        }
        String label = named.path("label").asText();
        String other = asked.path("label").asText();
        Optional<Lineage> byMarkers =
                Lineage.of(label).or(() -> Lineage.of(named.path("parent").asText()));
        Optional<Lineage> byModel = Lineage.of(other);
        boolean agree = byMarkers.isEmpty()
                || byMarkers.equals(byModel)
                || byMarkers.get() == Lineage.IMMUNE
                || (byModel.isEmpty() && byMarkers.get().isImmune())
                || (byModel.equals(Optional.of(Lineage.IMMUNE))
                        && byMarkers.get().isImmune());
        return agree
                ? Optional.empty()
                : Optional.of(new Conflict(
                        "markers_against_cell_type_model",
                        markers.statement().unit(),
                        markers.statement().unitId(),
                        List.of(markers.id(), model.id()),
                        "Markers name cluster " + markers.statement().unitId() + " " + label
                                + ", the cell type model names " + Words.percent(accepted)
                                + " of its observations immune, mostly " + other + "."));
    }
}
