package io.spatho.report.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.review.ReviewDecision;
import io.spatho.core.review.ReviewState;
import io.spatho.core.run.AuditEvent;
import io.spatho.core.run.Journal;
import io.spatho.report.workbench.EvidenceBundle.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A finished run as the documents that the workbench of the Python spatho writes and reads: {@code workbench/bundles/ID.json}, each with
 * its {@code .meta.json}, {@code critic_report.json}, {@code execution_plan.json} and {@code corrections/ID.json}.
 *
 * <p>Determinism: depends on the run folder only; times are those of the run's log. Source: {@code spatho/evidence.py} and {@code
 * workbench.py} of hutaobo/AI-Driven-Spatial-Pathologist, schema 0.2.1.
 */
public final class Workbench {

    private static final String FOLDER = "workbench/";
    private static final List<String> WORST_LAST = List.of("ok", "warning", "fail", "unknown");
    private static final DateTimeFormatter PYTHON_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

    private final JsonNode manifest;
    private final JsonNode critic;
    private final JsonNode log;
    private final DecisionLog recorded;
    private final ReviewState decisions;
    private final String caseName;
    private final Map<String, String> conflicts = new HashMap<>();
    private final Map<String, ToolRun> callOf = new HashMap<>();
    private final List<ToolRun> calls = new ArrayList<>();
    private final Map<String, JsonNode> documents = new LinkedHashMap<>();

    private Workbench(Run run) {
        this.manifest = run.manifest();
        this.critic = run.critic();
        this.log = run.log();
        this.recorded = run.decisions();
        this.decisions = ReviewState.of(recorded, run.journal().evidence());
        this.caseName = name(manifest.path("case").path("name").asText());
        critic.path("conflicts")
                .properties()
                .forEach(entry -> conflicts.put(
                        entry.getKey(), entry.getValue().path("sentence").asText()));
        for (AuditEvent event : run.journal().events()) {
            ToolRun call = ToolRun.of(event, log, caseName);
            calls.add(call);
            event.evidenceIds().forEach(id -> callOf.put(id, call));
        }
    }

    /**
     * What is read of a finished run.
     *
     * @param manifest its manifest
     * @param journal its evidence and tool calls
     * @param critic {@code review/critic.json}, or an empty object
     * @param log {@code run_log.json}, or an empty object: then times are those of the epoch and durations are unknown
     * @param decisions what people decided
     */
    public record Run(JsonNode manifest, Journal journal, JsonNode critic, JsonNode log, DecisionLog decisions) {}

    /** The documents of a run by their paths, in the order in which they are to be written. */
    public static Map<String, JsonNode> of(Run run) {
        Workbench workbench = new Workbench(run);
        List<ObjectNode> bundles = new ArrayList<>();
        for (Evidence item : run.journal().evidence()) {
            bundles.add(EvidenceBundle.of(item, workbench.context(item)));
        }
        String overall = bundles.stream()
                .map(bundle -> bundle.path("qc_status").asText())
                .reduce("ok", Workbench::worse);
        bundles.add(0, EvidenceBundle.ofRun(workbench.contextOfRun(), overall));
        bundles.forEach(workbench::add);
        workbench.documents.put(FOLDER + "critic_report.json", workbench.criticReport(bundles, overall));
        workbench.documents.put(FOLDER + "execution_plan.json", workbench.plan());
        workbench.decisions.all().forEach(workbench::addCorrection);
        return workbench.documents;
    }

    private static String name(String given) {
        return given.isBlank() ? "case" : given;
    }

    private Context context(Evidence item) {
        JsonNode judgement = critic.path("evidence").path(item.id());
        List<String> sentences = new ArrayList<>();
        judgement.path("conflicts").forEach(id -> sentences.add(conflicts.getOrDefault(id.asText(), "")));
        return new Context(
                caseName,
                time("finished"),
                Optional.ofNullable(callOf.get(item.id())),
                judgement.path("for_review").asBoolean(),
                decisions.of(item.id()),
                sentences);
    }

    private Context contextOfRun() {
        return new Context(caseName, time("finished"), Optional.empty(), false, Optional.empty(), List.of());
    }

    /** A time of the log as Python writes it. */
    private String time(String field) {
        Instant instant;
        try {
            instant = Instant.parse(log.path(field).asText());
        } catch (DateTimeParseException e) {
            instant = Instant.EPOCH;
        }
        return time(instant);
    }

    private static String time(Instant instant) {
        return PYTHON_TIME.format(OffsetDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
    }

    private static String worse(String a, String b) {
        return WORST_LAST.indexOf(a) >= WORST_LAST.indexOf(b) ? a : b;
    }

    private void add(ObjectNode bundle) {
        String id = bundle.path("evidence_id").asText();
        // The id of the run's own bundle holds the name of the case, which may hold anything.
        String file = FOLDER + "bundles/" + (id.startsWith("ev_") ? id : "workflow.run") + ".json";
        documents.put(file, bundle);
        documents.put(
                file + ".meta.json",
                EvidenceBundle.meta(bundle, manifest.path("spatho_version").asText(), file));
    }

    private JsonNode criticReport(List<ObjectNode> bundles, String overall) {
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", EvidenceBundle.SCHEMA_VERSION)
                .put("case_name", caseName)
                .put("generated_at", time("finished"))
                .put("total_bundles", bundles.size())
                .put("passed", count(bundles, "ok"))
                .put("warned", count(bundles, "warning"))
                .put("failed", count(bundles, "fail"))
                .put("overall_status", overall);
        ArrayNode flagged = node.putArray("flagged_for_human_review");
        ArrayNode contradicted = node.putArray("conflicts");
        for (ObjectNode bundle : bundles) {
            if (bundle.path("requires_human_review").asBoolean()) {
                flagged.add(bundle.path("evidence_id"));
            }
            if (!bundle.path("conflict_note").asText().isEmpty()) {
                ObjectNode one = contradicted.addObject();
                one.set("evidence_id", bundle.get("evidence_id"));
                one.set("note", bundle.get("conflict_note"));
                one.set("unit_id", bundle.get("unit_id"));
            }
        }
        // A run that lacks what it was asked for ends with an error; what was not asked for is no gap.
        node.putArray("coverage_gaps");
        return node;
    }

    private static int count(List<ObjectNode> bundles, String status) {
        return (int) bundles.stream()
                .filter(bundle -> bundle.path("qc_status").asText().equals(status))
                .count();
    }

    private JsonNode plan() {
        String runId = manifest.path("run_id").asText();
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", EvidenceBundle.SCHEMA_VERSION)
                .put(
                        "plan_id",
                        UUID.nameUUIDFromBytes(runId.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("case_name", caseName)
                .put("created_at", time("started"));
        Map<Integer, String> tools = new HashMap<>();
        calls.forEach(call -> tools.put(call.event().sequence(), call.event().tool()));
        ArrayNode nodes = node.putArray("nodes");
        calls.forEach(call -> nodes.add(call.toJson(tools::get)));
        return node;
    }

    private void addCorrection(String evidenceId, ReviewDecision decision) {
        if (decision.kind() == ReviewDecision.Kind.APPROVE) {
            return;
        }
        boolean isLabel = decision.kind() == ReviewDecision.Kind.RELABEL;
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", EvidenceBundle.SCHEMA_VERSION)
                .put("correction_id", decision.id())
                .put("evidence_id", evidenceId)
                .put("unit_id", decision.unitId())
                .put("correction_type", isLabel ? "label_override" : "reject")
                .put("original_label", decision.original())
                .put("corrected_label", decision.label().orElse(""))
                .put("reviewer_id", decision.reviewer())
                .put("note", decision.note())
                .put("timestamp", time(recorded.recorded(decision).orElse(Instant.EPOCH)));
        documents.put(FOLDER + "corrections/" + decision.id() + ".json", node);
    }
}
