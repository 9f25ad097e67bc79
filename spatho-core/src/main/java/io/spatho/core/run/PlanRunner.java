package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.TableFormat;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a plan in a folder, one step after the other. A step whose key stands in the folder's journal, and whose artifacts are
 * unchanged, is restored from its artifacts where its tool can; otherwise it runs again and gives the same bytes.
 *
 * <p>A result is let go as soon as no later step needs it.
 */
public final class PlanRunner {

    private final Path folder;
    private final RunIdentity identity;
    private final TableFormat tables;
    private final Workers workers;
    private final Progress progress;
    private final Journal earlier;
    private final Journal journal;
    private final List<Timing> timings = new ArrayList<>();
    private final Map<Step<?>, Object> results = new HashMap<>();
    private final Map<Step<?>, String> keys = new HashMap<>();

    /** A runner in a folder that is open and locked. */
    public PlanRunner(RunFolder folder, RunIdentity identity, TableFormat tables, Workers workers, Progress progress) {
        this.folder = folder.root();
        this.identity = identity;
        this.tables = tables;
        this.workers = workers;
        this.progress = progress;
        this.earlier = Journal.read(folder.root());
        this.journal = Journal.empty(folder.root());
    }

    /** How long a step took and whether it was restored; for the run log only. */
    public record Timing(String tool, double seconds, boolean restored) {}

    /** Runs all steps. A guardrail that blocks ends the run with {@link GuardrailException} after its step is recorded. */
    public void run(RunPlan plan) {
        List<Step<?>> steps = plan.steps();
        for (Step<?> step : steps) {
            progress.step(step.number() + 1, steps.size(), step.title());
            execute(step);
            results.keySet().removeIf(done -> !neededAfter(done, step.number(), steps));
        }
    }

    private static boolean neededAfter(Step<?> done, int number, List<Step<?>> steps) {
        return steps.stream()
                .anyMatch(later -> later.number() > number && later.after().contains(done));
    }

    /** The journal of this run. */
    public Journal journal() {
        return journal;
    }

    /** A store in the run's folder. */
    FolderStore store() {
        return new FolderStore(folder, tables, identity.runId());
    }

    /** The artifacts of the run that the folder held before this one. */
    List<String> earlierArtifacts() {
        return earlier.events().stream()
                .flatMap(event -> event.artifacts().stream())
                .map(Artifact::path)
                .toList();
    }

    /** How long the steps took. */
    public List<Timing> timings() {
        return List.copyOf(timings);
    }

    private <R> void execute(Step<R> step) {
        execute(step, step.call());
    }

    private <Q, R> void execute(Step<R> step, RunPlan.Call<Q, R> call) {
        long start = System.nanoTime();
        Tool<Q, R> tool = call.tool();
        Q request = call.request().apply(new RunPlan.Results() {
            @Override
            public <T> T of(Step<T> needed) {
                return resultOf(step, needed);
            }
        });
        JsonNode parameters = tool.parameters(request);
        String key = key(step, tool, parameters);
        keys.put(step, key);
        List<String> inputs = new ArrayList<>(identity.inputFingerprints());
        inputs.add(new Fingerprint(key).shortName());
        noteChange(step, key);
        FolderStore store = store();
        ToolContext context = new ToolContext(tool.id(), inputs, store, workers, identity.seed(), progress);
        Optional<AuditEvent> known = earlier.event(step.number(), key).filter(this::isUnchanged);
        Optional<R> restored = known.isPresent() ? tool.restore(request, context) : Optional.empty();
        if (restored.isPresent()) {
            results.put(step, restored.get());
            journal.append(known.get(), earlier.evidenceOf(known.get()));
        } else {
            results.put(step, tool.run(request, context));
            record(step, tool, key, parameters, store.written(), context);
        }
        timings.add(new Timing(tool.id().toString(), (System.nanoTime() - start) / 1e9, restored.isPresent()));
        stopIfBlocked(context.collectedVerdicts());
    }

    /** The first key holds all inputs and options: when it is another, nothing of the earlier run is used. */
    private void noteChange(Step<?> step, String key) {
        boolean resumed = step.number() == 0 && !earlier.events().isEmpty();
        if (resumed && earlier.event(0, key).isEmpty()) {
            progress.note(
                    "inputs, options or version differ from those of the run in this folder: every step runs again");
        }
    }

    private <R> void record(
            Step<R> step, Tool<?, R> tool, String key, JsonNode parameters, List<Artifact> files, ToolContext context) {
        List<Evidence> found = context.collectedEvidence();
        journal.append(
                new AuditEvent(
                        step.number(),
                        step.title(),
                        tool.id().toString(),
                        key,
                        parameters,
                        step.after().stream().map(Step::number).toList(),
                        files,
                        found.stream().map(Evidence::id).toList(),
                        context.collectedVerdicts()),
                found);
    }

    /** The cast is safe: the only writer puts the result of a step's own tool under that step. */
    @SuppressWarnings("unchecked")
    private <T> T resultOf(Step<?> asking, Step<T> needed) {
        if (!asking.after().contains(needed)) {
            throw new IllegalArgumentException(asking.title() + " reads " + needed.title() + " without naming it");
        }
        return (T) results.get(needed);
    }

    private String key(Step<?> step, Tool<?, ?> tool, JsonNode parameters) {
        ObjectNode node = CanonicalJson.object();
        node.put("run_id", identity.runId()).put("tool", tool.id().toString());
        node.set("parameters", parameters);
        var after = node.putArray("after");
        step.after().forEach(earlierStep -> after.add(keys.get(earlierStep)));
        return Fingerprint.ofText(CanonicalJson.line(node)).sha256();
    }

    private boolean isUnchanged(AuditEvent event) {
        return event.artifacts().stream().allMatch(artifact -> {
            Path file = folder.resolve(artifact.path());
            try {
                return Files.isRegularFile(file)
                        && Files.size(file) == artifact.bytes()
                        && Fingerprint.ofFile(file).sha256().equals(artifact.sha256());
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static void stopIfBlocked(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            if (verdict.outcome() == Verdict.Outcome.BLOCK) {
                throw new GuardrailException(
                        Problem.of("guardrail " + verdict.guardrail() + " blocked the run: " + verdict.detail())
                                .at(verdict.subject()));
            }
        }
    }
}
