package io.spatho.core.critic;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The slide bears no spatial signal, and some statements of its arrangement look strong. */
final class WeakSignalConflicts implements ConflictRule {

    private static final Set<String> OF_ARRANGEMENT = Set.of(
            "phenotype",
            "spatial_autocorrelation",
            "mean_spatial_autocorrelation",
            "neighborhood_enrichment",
            "co_occurrence",
            "ripley",
            "hot_spots",
            "bivariate_moran",
            "ligand_receptor");

    @Override
    public String name() {
        return "strong_claims_against_weak_signal";
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public String rationale() {
        return "Where the whole slide shows no arrangement, a single strong pattern is more likely luck than tissue.";
    }

    @Override
    public Map<String, Double> thresholds() {
        return Guardrails.SPATIAL_SIGNAL.thresholds();
    }

    @Override
    public List<Conflict> find(CriticCase run, Map<String, Strength> strengths) {
        Optional<Verdict> worst = CriticCase.worst(run.verdicts(Guardrails.SPATIAL_SIGNAL));
        if (worst.filter(verdict -> verdict.outcome() != Verdict.Outcome.PASS).isEmpty()) {
            return List.of();
        }
        List<String> ids = run.evidence().stream()
                .filter(item -> isOfArrangement(item) && strengths.get(item.id()) == Strength.STRONG)
                .map(Evidence::id)
                .toList();
        return ids.isEmpty()
                ? List.of()
                : List.of(new Conflict(
                        name(),
                        Unit.SLIDE,
                        "slide",
                        ids,
                        "Statements of arrangement look strong, but the slide as a whole bears a weak spatial signal: "
                                + worst.get().detail()));
    }

    static boolean isOfArrangement(Evidence item) {
        return OF_ARRANGEMENT.contains(item.statement().type());
    }
}
