package io.spatho.core.tool;

import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a tool may use besides its request: store, seed, threads, progress, and the lists that take its evidence and verdicts.
 *
 * <p>Not thread-safe: evidence is added by the thread that runs the tool.
 */
public final class ToolContext {

    private final ToolId tool;
    private final List<String> inputs;
    private final ArtifactStore store;
    private final Workers workers;
    private final long seed;
    private final Progress progress;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    /** A context for one call of one tool; {@code inputs} are the short fingerprints that its evidence will name. */
    public ToolContext(
            ToolId tool, List<String> inputs, ArtifactStore store, Workers workers, long seed, Progress progress) {
        this.tool = tool;
        this.inputs = List.copyOf(inputs);
        this.store = store;
        this.workers = workers;
        this.seed = seed;
        this.progress = progress;
    }

    /** Where files go and come from. */
    public ArtifactStore store() {
        return store;
    }

    /** The threads to use. */
    public Workers workers() {
        return workers;
    }

    /** The run's seed. */
    public long seed() {
        return seed;
    }

    /** Where to report progress. */
    public Progress progress() {
        return progress;
    }

    /** Starts a piece of evidence; it counts once {@code measured()} or {@code modelDerived(…)} has been called on it. */
    public EvidenceDraft evidence(Unit unit, String unitId, String type) {
        return new EvidenceDraft(unit, unitId, type, tool.toString(), inputs, evidence::add);
    }

    /** Records what a guardrail said and hands it back. */
    public Verdict judge(Verdict verdict) {
        verdicts.add(verdict);
        return verdict;
    }

    /** The evidence so far. */
    public List<Evidence> collectedEvidence() {
        return List.copyOf(evidence);
    }

    /** The verdicts so far. */
    public List<Verdict> collectedVerdicts() {
        return List.copyOf(verdicts);
    }
}
