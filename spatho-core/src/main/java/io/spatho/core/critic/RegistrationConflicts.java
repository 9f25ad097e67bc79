package io.spatho.core.critic;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Positions miss the picture or the drawn regions, and evidence speaks of them all the same. */
final class RegistrationConflicts implements ConflictRule {

    private static final Set<String> IMAGE_FOLDERS = Set.of("histology/", "regions/predictions/", "discordance/");

    @Override
    public String name() {
        return "image_claims_against_registration";
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public String rationale() {
        return "A statement that joins picture and molecules is about two different places when the picture lies wrong.";
    }

    @Override
    public Map<String, Double> thresholds() {
        return Guardrails.REGISTRATION_CONFIDENCE.thresholds();
    }

    @Override
    public List<Conflict> find(CriticCase run, Map<String, Strength> strengths) {
        Optional<Verdict> worst = CriticCase.worst(run.verdicts(Guardrails.REGISTRATION_CONFIDENCE));
        if (worst.filter(verdict -> verdict.outcome() != Verdict.Outcome.PASS).isEmpty()) {
            return List.of();
        }
        List<String> ids = run.evidence().stream()
                .filter(item -> joinsPictureAndMolecules(item, run.isDrawn()))
                .map(Evidence::id)
                .toList();
        return ids.isEmpty()
                ? List.of()
                : List.of(new Conflict(
                        name(),
                        Unit.SLIDE,
                        "slide",
                        ids,
                        "Positions do not lie where the picture or the drawn regions are, and these statements rest on that: "
                                + worst.get().detail()));
    }

    static boolean joinsPictureAndMolecules(Evidence item, boolean isDrawn) {
        boolean onImage = item.statement().artifacts().stream()
                .anyMatch(artifact -> IMAGE_FOLDERS.stream().anyMatch(artifact.path()::startsWith));
        return onImage || (isDrawn && item.statement().unit() == Unit.REGION);
    }
}
