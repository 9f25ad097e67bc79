package io.spatho.core.critic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.run.AuditEvent;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds every piece of evidence against the guardrails, grades it in words, finds what contradicts itself, and queues what a person
 * should see; writes {@code review/critic.json} and {@code review/review_queue.json}. Evidence keeps its values.
 */
public final class CriticTool implements Tool<CriticTool.Request, CriticTool.Result> {

    /** Where the judgements lie in the run folder. */
    public static final String REPORT = "review/critic.json";

    /** Where the queue lies in the run folder. */
    public static final String QUEUE = "review/review_queue.json";

    private static final String SCHEMA_VERSION = "1.0";

    /**
     * A run so far.
     *
     * @param evidence all evidence in its order
     * @param events the tool calls in their order
     * @param isDrawn whether a person drew the regions
     */
    public record Request(List<Evidence> evidence, List<AuditEvent> events, boolean isDrawn) {

        public Request {
            evidence = List.copyOf(evidence);
            events = List.copyOf(events);
        }
    }

    /**
     * What the critic found.
     *
     * @param judgements of each piece of evidence, in its order
     * @param conflicts what contradicts itself
     */
    public record Result(List<Judgement> judgements, List<Conflict> conflicts) {

        public Result {
            judgements = List.copyOf(judgements);
            conflicts = List.copyOf(conflicts);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("critic", StrengthRule.VERSION);
    }

    @Override
    public String purpose() {
        return "Holds all evidence against the guardrails and against itself and queues what a person should see.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ArrayNode ids = CanonicalJson.array();
        request.evidence().forEach(item -> ids.add(item.id()));
        ArrayNode verdicts = CanonicalJson.array();
        request.events().forEach(event -> event.verdicts().forEach(verdict -> verdicts.add(verdict.toJson())));
        return CanonicalJson.object()
                .put("evidence", Fingerprint.ofText(CanonicalJson.line(ids)).sha256())
                .put(
                        "verdicts",
                        Fingerprint.ofText(CanonicalJson.line(verdicts)).sha256())
                .put("drawn_regions", request.isDrawn());
    }

    @Override
    public Result run(Request request, ToolContext context) {
        Critic.Outcome outcome = new Critic(new CriticCase(
                        request.evidence(), request.events(), request.isDrawn(), context.store()::readTable))
                .judge();
        Optional<ModelReference> model = model(request.evidence(), Set.of());
        Origin origin = model.isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        Artifact report = context.store().json(REPORT, origin, report(outcome));
        Artifact queue = context.store().json(QUEUE, origin, queue(outcome));
        outcome.judgements().stream()
                .flatMap(judgement -> judgement.verdicts().stream())
                .filter(verdict -> verdict.outcome() == Verdict.Outcome.BLOCK)
                .forEach(context::judge);
        for (Conflict conflict : outcome.conflicts()) {
            EvidenceDraft draft = context.evidence(conflict.unit(), conflict.unitId(), "conflict")
                    .value(CanonicalJson.object()
                            .put("rule", conflict.rule())
                            .put("evidence", conflict.evidenceIds().size()))
                    .summary(conflict.sentence())
                    .restsOn(report, "conflicts." + conflict.id())
                    .qc(QcStatus.WARN)
                    .verdict(Guardrails.CHANNEL_AGREEMENT.fail(conflict.unitId(), conflict.sentence()));
            complete(draft, model(request.evidence(), Set.copyOf(conflict.evidenceIds())));
        }
        state(outcome, queue, context, model);
        return new Result(outcome.judgements(), outcome.conflicts());
    }

    private static void state(
            Critic.Outcome outcome, Artifact queue, ToolContext context, Optional<ModelReference> model) {
        int conflicts = outcome.conflicts().size();
        int all = outcome.judgements().size();
        int waiting = outcome.queue().size();
        Verdict agreement = context.judge(
                conflicts == 0
                        ? Guardrails.CHANNEL_AGREEMENT.pass("run", "No channel of the run contradicts another.")
                        : Guardrails.CHANNEL_AGREEMENT.fail("run", Words.count(conflicts, "conflict") + " found."));
        ObjectNode value = CanonicalJson.object();
        value.put("evidence", all).put("for_review", waiting).put("conflicts", conflicts);
        ObjectNode strengths = value.putObject("strengths");
        for (Strength strength : Strength.values()) {
            strengths.put(
                    strength.id(),
                    outcome.judgements().stream()
                            .filter(judgement -> judgement.strength() == strength)
                            .count());
        }
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "review_need")
                .value(value)
                .summary(Words.count(waiting) + " of " + Words.count(all)
                        + " pieces of evidence are weak or contradicted and wait for a person; "
                        + Words.count(conflicts, "conflict") + " between channels.")
                .restsOn(queue, "all")
                .qc(conflicts == 0 ? QcStatus.PASS : QcStatus.WARN)
                .verdict(agreement);
        complete(draft, model);
    }

    private static void complete(EvidenceDraft draft, Optional<ModelReference> model) {
        model.ifPresentOrElse(draft::modelDerived, draft::measured);
    }

    /** The model of the evidence named, or of all when none is named; the first by fingerprint when there are several. */
    private static Optional<ModelReference> model(List<Evidence> evidence, Set<String> ids) {
        return evidence.stream()
                .filter(item -> ids.isEmpty() || ids.contains(item.id()))
                .filter(ModelDerived.class::isInstance)
                .map(item -> ((ModelDerived) item).model())
                .min(Comparator.comparing(ModelReference::fingerprint));
    }

    private static JsonNode report(Critic.Outcome outcome) {
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", SCHEMA_VERSION);
        ArrayNode guardrails = node.putArray("guardrails");
        Guardrails.all().forEach(rule -> guardrails.add(rule.toJson()));
        ArrayNode strengths = node.putArray("strength_rules");
        for (StrengthRule rule : StrengthRule.values()) {
            strengths.add(rule.toJson());
        }
        ArrayNode rules = node.putArray("conflict_rules");
        Critic.RULES.forEach(rule -> rules.add(rule.toJson()));
        ObjectNode conflicts = node.putObject("conflicts");
        outcome.conflicts().forEach(conflict -> conflicts.set(conflict.id(), conflict.toJson()));
        ObjectNode judgements = node.putObject("evidence");
        outcome.judgements().forEach(item -> judgements.set(item.evidence().id(), item.toJson()));
        return node;
    }

    private static JsonNode queue(Critic.Outcome outcome) {
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", SCHEMA_VERSION);
        ArrayNode items = node.putArray("items");
        for (Judgement judgement : outcome.queue()) {
            Evidence evidence = judgement.evidence();
            ObjectNode item = items.addObject();
            item.put("evidence_id", evidence.id())
                    .put("priority", Critic.Outcome.priority(judgement))
                    .put("unit", evidence.statement().unit().id())
                    .put("unit_id", evidence.statement().unitId())
                    .put("evidence_type", evidence.statement().type())
                    .put("summary", evidence.statement().summary())
                    .put("strength", judgement.strength().id())
                    .put(
                            "reason",
                            judgement.reasons().stream()
                                    .map(Judgement.Reason::words)
                                    .collect(Collectors.joining("; ")));
            ArrayNode conflicts = item.putArray("conflicts");
            judgement.conflicts().forEach(conflicts::add);
            ArrayNode rows = item.putArray("rows");
            for (SupportingArtifact support : evidence.statement().artifacts()) {
                rows.addObject().put("path", support.path()).put("rows", support.rows());
            }
        }
        return node;
    }
}
