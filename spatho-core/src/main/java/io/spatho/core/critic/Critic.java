package io.spatho.core.critic;

import io.spatho.core.evidence.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Grades, compares and judges the evidence of a run.
 *
 * <p>Determinism: depends on the evidence and the tables it rests on only. Cost: linear in evidence and in members of drawn regions.
 */
final class Critic {

    static final List<ConflictRule> RULES = List.of(
            new MarkerConflicts(),
            new ModelStructureConflicts(),
            new RegistrationConflicts(),
            new DrawnLabelConflicts(),
            new WeakSignalConflicts());

    /** Kinds of evidence that say how something was computed. */
    private static final Set<String> TECHNICAL = Set.of(
            "case",
            "platform_metrics",
            "expression_components",
            "neighbour_graphs",
            "neighbour_search_recall",
            "resolution_sweep",
            "cell_table",
            "cell_embeddings",
            "region_embeddings",
            "ligand_receptor_panel",
            "slide_gaps");

    private final CriticCase run;

    Critic(CriticCase run) {
        this.run = run;
    }

    /** Everything the critic found. */
    record Outcome(List<Judgement> judgements, List<Conflict> conflicts) {

        /** What a person should see: conflicts first, then failed checks, then the rest, each in the order of evidence. */
        List<Judgement> queue() {
            return judgements.stream()
                    .filter(Judgement::isForReview)
                    .sorted(Comparator.comparingInt(Outcome::priority))
                    .toList();
        }

        static int priority(Judgement judgement) {
            if (!judgement.conflicts().isEmpty()) {
                return 1;
            }
            return judgement.evidence().statement().qcStatus() == io.spatho.core.evidence.QcStatus.FAIL ? 2 : 3;
        }
    }

    Outcome judge() {
        Map<String, List<Judgement.Reason>> reasons = new HashMap<>();
        Map<String, Strength> strengths = new LinkedHashMap<>();
        for (Evidence item : run.evidence()) {
            List<Judgement.Reason> why = new ArrayList<>();
            strengths.put(item.id(), grade(item, why));
            reasons.put(item.id(), why);
        }
        List<Conflict> conflicts = new ArrayList<>();
        RULES.forEach(rule -> conflicts.addAll(rule.find(run, strengths)));
        Map<String, List<String>> in = new HashMap<>();
        for (Conflict conflict : conflicts) {
            conflict.evidenceIds().forEach(id -> in.computeIfAbsent(id, key -> new ArrayList<>())
                    .add(conflict.id()));
        }
        GuardrailCheck guardrails = new GuardrailCheck(run);
        List<Judgement> judgements = new ArrayList<>();
        for (Evidence item : run.evidence()) {
            List<String> own = in.getOrDefault(item.id(), List.of());
            List<Judgement.Reason> why = reasons.get(item.id());
            Strength strength = strengths.get(item.id());
            if (!own.isEmpty()) {
                strength = strength.lower();
                why.add(new Judgement.Reason("conflict", "another channel of the run contradicts it"));
            }
            var verdicts = new ArrayList<>(guardrails.of(item));
            verdicts.addAll(GuardrailCheck.ofStrength(item, strength, why, own.size()));
            judgements.add(new Judgement(item, strength, why, verdicts, own));
        }
        return new Outcome(judgements, conflicts);
    }

    /** The least that any rule allows; the reasons begin with those that hold it lowest. */
    private static Strength grade(Evidence item, List<Judgement.Reason> why) {
        if (TECHNICAL.contains(item.statement().type())) {
            return Strength.NOT_GRADED;
        }
        Strength strength = Strength.STRONG;
        List<Judgement.Reason> moderate = new ArrayList<>();
        for (StrengthRule rule : StrengthRule.values()) {
            var cap = rule.apply(item.statement());
            if (cap.isPresent()) {
                strength = Strength.least(strength, cap.get().most());
                (cap.get().most() == Strength.WEAK ? why : moderate)
                        .add(new Judgement.Reason(rule.id(), cap.get().reason()));
            }
        }
        why.addAll(moderate);
        return strength;
    }
}
