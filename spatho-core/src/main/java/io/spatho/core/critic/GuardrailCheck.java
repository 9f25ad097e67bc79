package io.spatho.core.critic;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.guardrail.Guardrail;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.run.AuditEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which guardrails concern a piece of evidence, and what they say of it. */
final class GuardrailCheck {

    /** Tables whose rows are partly measured and partly a model's, each row stated with its own origin. */
    private static final Set<String> OF_BOTH_KINDS = Set.of("regions/region_outliers.parquet");

    private static final Set<String> OF_LABELS =
            Set.of("cluster_annotation", "structure", "immune_label", "immune_share", "phenotype");

    private final CriticCase run;
    private final Map<String, Origin> origins = new HashMap<>();
    private final Map<String, List<Verdict>> panelByModel = new HashMap<>();

    GuardrailCheck(CriticCase run) {
        this.run = run;
        for (Artifact artifact : run.artifacts()) {
            origins.put(artifact.path(), artifact.origin());
        }
        Map<String, String> modelOf = new HashMap<>();
        run.evidence().stream()
                .filter(ModelDerived.class::isInstance)
                .forEach(item ->
                        modelOf.put(item.id(), ((ModelDerived) item).model().fingerprint()));
        for (AuditEvent event : run.events()) {
            List<Verdict> said = event.verdicts().stream()
                    .filter(verdict -> verdict.guardrail().equals(Guardrails.PANEL_COMPATIBILITY.name()))
                    .toList();
            Set<String> models = new HashSet<>();
            event.evidenceIds().stream().filter(modelOf::containsKey).forEach(id -> models.add(modelOf.get(id)));
            if (!said.isEmpty()) {
                models.forEach(model -> panelByModel
                        .computeIfAbsent(model, key -> new ArrayList<>())
                        .addAll(said));
            }
        }
    }

    /** What every guardrail that concerns the evidence says, apart from those that depend on its strength. */
    List<Verdict> of(Evidence item) {
        List<Verdict> verdicts = new ArrayList<>();
        String type = item.statement().type();
        verdicts.add(origin(item));
        if (OF_LABELS.contains(type)) {
            inherited(Guardrails.QC_BEFORE_ANNOTATION, item, run.verdicts(Guardrails.QC_BEFORE_ANNOTATION))
                    .ifPresent(verdicts::add);
        }
        if (RegistrationConflicts.joinsPictureAndMolecules(item, run.isDrawn())) {
            inherited(Guardrails.REGISTRATION_CONFIDENCE, item, run.verdicts(Guardrails.REGISTRATION_CONFIDENCE))
                    .ifPresent(verdicts::add);
        }
        if (item instanceof ModelDerived derived) {
            inherited(
                            Guardrails.PANEL_COMPATIBILITY,
                            item,
                            panelByModel.getOrDefault(derived.model().fingerprint(), List.of()))
                    .ifPresent(verdicts::add);
        }
        if (WeakSignalConflicts.isOfArrangement(item)) {
            inherited(Guardrails.SPATIAL_SIGNAL, item, run.verdicts(Guardrails.SPATIAL_SIGNAL))
                    .ifPresent(verdicts::add);
        }
        return verdicts;
    }

    private static Optional<Verdict> inherited(Guardrail rule, Evidence item, List<Verdict> said) {
        return CriticCase.worst(said)
                .map(worst -> new Verdict(rule.name(), rule.version(), item.id(), worst.outcome(), worst.detail()));
    }

    private Verdict origin(Evidence item) {
        if (item instanceof Measured) {
            Optional<String> foreign = item.statement().artifacts().stream()
                    .map(support -> support.path())
                    .filter(path -> origins.get(path) == Origin.MODEL_DERIVED && !OF_BOTH_KINDS.contains(path))
                    .findFirst();
            return foreign.map(path -> Guardrails.IMPUTATION_NOT_MEASURED.fail(
                            item.id(), "It is stated as measured and rests on " + path + ", which a model made."))
                    .orElseGet(() -> Guardrails.IMPUTATION_NOT_MEASURED.pass(
                            item.id(), "It is measured and rests on measured rows."));
        }
        return Guardrails.IMPUTATION_NOT_MEASURED.pass(item.id(), "It is marked as a model's.");
    }

    /** The verdicts that follow from strength and conflicts. */
    static List<Verdict> ofStrength(Evidence item, Strength strength, List<Judgement.Reason> reasons, int conflicts) {
        List<Verdict> verdicts = new ArrayList<>();
        if (strength != Strength.NOT_GRADED) {
            String why =
                    reasons.isEmpty() ? "no rule holds it back" : reasons.get(0).words();
            verdicts.add(
                    strength == Strength.WEAK
                            ? Guardrails.HUMAN_ESCALATION.fail(item.id(), "The evidence is weak: " + why + ".")
                            : Guardrails.HUMAN_ESCALATION.pass(
                                    item.id(), "The evidence is " + strength.words() + ": " + why + "."));
        }
        verdicts.add(
                conflicts == 0
                        ? Guardrails.CHANNEL_AGREEMENT.pass(item.id(), "Nothing in the run contradicts it.")
                        : Guardrails.CHANNEL_AGREEMENT.fail(
                                item.id(), "It is in " + conflicts + (conflicts == 1 ? " conflict." : " conflicts.")));
        return verdicts;
    }
}
