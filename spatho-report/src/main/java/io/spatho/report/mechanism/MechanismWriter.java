package io.spatho.report.mechanism;

import io.spatho.core.evidence.Evidence;
import io.spatho.report.mechanism.MechanismReport.Section;
import io.spatho.report.mechanism.MechanismReport.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a mechanism report from evidence by rules: sentence templates whose gaps are filled with words that follow from evidence by
 * stated thresholds. First every section gets its fewest sentences, then sections in turn get one more until the text is long enough.
 *
 * <p>Determinism: depends on the set of evidence only. Cost: linear in the number of pieces of evidence.
 */
public final class MechanismWriter {

    private final Variant variant;
    private final CaseFacts facts;
    private final Map<String, List<Sentence>> open = new LinkedHashMap<>();
    private final Map<String, List<Sentence>> taken = new LinkedHashMap<>();
    private int words;

    private MechanismWriter(Variant variant, CaseFacts facts) {
        this.variant = variant;
        this.facts = facts;
    }

    /** The report of a run with this evidence. */
    public static MechanismReport write(List<Evidence> evidence, Variant variant) {
        return write(CaseFacts.of(evidence), variant);
    }

    /** The report of a slide with these facts. */
    public static MechanismReport write(CaseFacts facts, Variant variant) {
        return facts.isStopped() ? stopped(facts, variant) : new MechanismWriter(variant, facts).whole();
    }

    private static MechanismReport stopped(CaseFacts facts, Variant variant) {
        List<Section> sections = new ArrayList<>();
        if (!facts.evidenceIds().isEmpty()) {
            Sentence sentence = new Sentence(
                    "stopped",
                    "No pattern of the whole slide is named, and no mechanism is described, because "
                            + facts.stopReason() + ".",
                    Fact.Support.WEAK,
                    facts.evidenceIds(),
                    List.of());
            sections.add(new Section("stopped", "No mechanism is described", List.of(sentence)));
        }
        return new MechanismReport(variant, Status.STOPPED, "", facts.stopReason(), sections);
    }

    private MechanismReport whole() {
        for (Variant.Part part : variant.parts()) {
            open.put(
                    part.id(),
                    new ArrayList<>(Template.all().stream()
                            .filter(template -> template.variant() == variant
                                    && template.section().equals(part.id())
                                    && template.fits(facts))
                            .map(template -> template.fill(facts))
                            .toList()));
            taken.put(part.id(), new ArrayList<>());
        }
        for (Variant.Part part : variant.parts()) {
            boolean found = true;
            while (found && taken.get(part.id()).size() < part.least()) {
                found = takeNext(part);
            }
        }
        boolean grows = true;
        while (words < variant.leastWords() && grows) {
            grows = false;
            for (Variant.Part part : variant.parts()) {
                boolean wanted =
                        words < variant.leastWords() && taken.get(part.id()).size() < part.most();
                grows |= wanted && takeNext(part);
            }
        }
        if (words < variant.leastWords()) {
            throw new IllegalStateException("too few sentences for " + facts.pattern() + ": " + words + " words");
        }
        List<Section> sections = variant.parts().stream()
                .map(part -> new Section(part.id(), part.title(), List.copyOf(taken.get(part.id()))))
                .toList();
        Status status = facts.pattern().equals("mixed") ? Status.NO_SINGLE_MECHANISM : Status.COMPLETE;
        return new MechanismReport(variant, status, facts.pattern(), "", sections);
    }

    /** Takes the first open sentence of a section that still fits in; false when none does. */
    private boolean takeNext(Variant.Part part) {
        List<Sentence> candidates = open.get(part.id());
        for (int i = 0; i < candidates.size(); i++) {
            Sentence candidate = candidates.get(i);
            if (words + candidate.words() <= variant.mostWords()) {
                candidates.remove(i);
                taken.get(part.id()).add(candidate);
                words += candidate.words();
                return true;
            }
        }
        return false;
    }
}
