package io.spatho.report.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.json.CanonicalJson;
import io.spatho.report.audit.AuditReport;
import io.spatho.report.audit.QualityAudit;
import io.spatho.report.mechanism.CaseFacts;
import io.spatho.report.mechanism.MechanismReport;
import io.spatho.report.mechanism.MechanismWriter;
import io.spatho.report.mechanism.PromptBuilder;
import io.spatho.report.mechanism.Variant;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of prompt and answer: those of finished runs, and made ones that go round the seven patterns. Each answer is the mechanism report
 * that rules write from the evidence that the prompt tells, and passes the quality audit.
 *
 * <p>Determinism: depends on evidence, seed and numbers only. The first six of seven made pairs are for training, the last seventh for
 * evaluation, in order and without shuffling (120 and 20 of 140, as in medgemma-spatial); pairs of runs are for training.
 */
public final class TrainingPairs {

    private static final int PARTS = 7;

    private TrainingPairs() {}

    /**
     * The pairs of a run, one for each variant.
     *
     * @param name the run, for messages and records
     * @throws GuardrailException when its evidence is stopped, or its report fails the audit
     */
    public static List<ObjectNode> ofRun(String name, List<Evidence> evidence) {
        CaseFacts facts = CaseFacts.of(evidence);
        if (facts.isStopped()) {
            throw new GuardrailException(
                    Problem.of("no training pair is made from a run without a named pattern: " + facts.stopReason())
                            .at(name)
                            .fix("Leave this run out"));
        }
        List<ObjectNode> pairs = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            pairs.add(pair(evidence, facts, variant, name)
                    .put("pattern", "measured")
                    .put("split", "train"));
        }
        return pairs;
    }

    /** Made pairs: number i is of pattern i modulo 7. */
    public static List<ObjectNode> made(int number, long seed) {
        int training = number - number / PARTS;
        TissuePattern[] patterns = TissuePattern.values();
        List<ObjectNode> pairs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            TissuePattern pattern = patterns[i % patterns.length];
            List<Evidence> evidence = MadeSlide.of(pattern, seed, i);
            pairs.add(pair(evidence, CaseFacts.of(evidence), Variant.MOA, "made " + i)
                    .put("pattern", pattern.id())
                    .put("split", i < training ? "train" : "eval"));
        }
        return pairs;
    }

    private static ObjectNode pair(List<Evidence> evidence, CaseFacts facts, Variant variant, String name) {
        MechanismReport report = MechanismWriter.write(facts, variant);
        AuditReport audit = QualityAudit.of(report.text(), evidence, variant == Variant.MOA);
        if (!audit.isGo()) {
            throw new GuardrailException(
                    Problem.of("the report fails the audit and is no example to learn from: " + audit.reason())
                            .at(name)
                            .fix("Run spatho audit on the run to see why"));
        }
        return CanonicalJson.object()
                .put("text", ChatFormat.exchange(PromptBuilder.prompt(facts, variant), answer(report)))
                .put("source", name)
                .put("variant", variant.id())
                .put("phenotype", report.pattern());
    }

    /** The report as the prompt asks for it: evidence ids after each sentence. */
    private static String answer(MechanismReport report) {
        StringBuilder text = new StringBuilder();
        for (MechanismReport.Section section : report.sections()) {
            text.append("## ").append(section.title()).append('\n');
            section.sentences().forEach(sentence -> text.append(sentence.text())
                    .append(" [")
                    .append(String.join(
                            ", ",
                            sentence.evidenceIds().stream()
                                    .limit(PromptBuilder.IDS_SHOWN)
                                    .toList()))
                    .append("]\n"));
        }
        return text.toString();
    }
}
