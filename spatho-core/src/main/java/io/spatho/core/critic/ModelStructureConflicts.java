package io.spatho.core.critic;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measured clusters and structures draw borders that the vectors of a model do not see. */
final class ModelStructureConflicts implements ConflictRule {

    private static final double COHERENCE = 0.3;
    private static final double ACROSS = 0.5;

    @Override
    public String name() {
        return "structures_against_model_vectors";
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public String rationale() {
        return "A structure that a model's vectors do not hold together is either no unit of the tissue or lost on the model.";
    }

    @Override
    public Map<String, Double> thresholds() {
        return Map.of("least_mean_cosine_of_a_structure", COHERENCE, "most_share_of_regions_alike_elsewhere", ACROSS);
    }

    @Override
    public List<Conflict> find(CriticCase run, Map<String, Strength> strengths) {
        List<Conflict> found = new ArrayList<>();
        for (Evidence coherence : run.ofType("coherence")) {
            Optional<Double> value = StrengthRule.number(coherence.statement(), "value");
            if (coherence instanceof ModelDerived
                    && value.filter(cosine -> cosine < COHERENCE).isPresent()) {
                List<String> ids = new ArrayList<>(run.ofType("structure").stream()
                        .filter(item -> item.statement()
                                .value()
                                .path("structure_label")
                                .asText()
                                .equals(coherence.statement().unitId()))
                        .map(Evidence::id)
                        .toList());
                ids.add(coherence.id());
                found.add(new Conflict(
                        name(),
                        coherence.statement().unit(),
                        coherence.statement().unitId(),
                        ids,
                        "The model's vectors hold " + coherence.statement().unitId()
                                + " together by a mean cosine of only "
                                + Words.decimal(value.get(), 2) + "."));
            }
        }
        for (Evidence across : run.ofType("neighbours_across_structures")) {
            Optional<Double> share = StrengthRule.number(across.statement(), "value");
            if (across instanceof ModelDerived
                    && share.filter(part -> part > ACROSS).isPresent()) {
                List<String> ids = new ArrayList<>(
                        run.ofType("tissue_domains").stream().map(Evidence::id).toList());
                ids.add(across.id());
                found.add(new Conflict(
                        name(),
                        across.statement().unit(),
                        across.statement().unitId(),
                        ids,
                        "For " + Words.percent(share.get())
                                + " of the regions the model finds the most alike region in another structure."));
            }
        }
        return found;
    }
}
