package io.spatho.core.plan;

import io.spatho.core.tool.Tool;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Why tools were left out, noted at the place where the plan decides it. Not thread-safe. */
public final class PlanReasons {

    private final Map<String, Reason> reasons = new TreeMap<>();

    /**
     * A reason.
     *
     * @param words one sentence
     * @param option what would bring the tool in, if anything would
     */
    public record Reason(String words, Optional<String> option) {}

    /** Notes why a tool is not in the plan; nothing on the command line would bring it in. */
    public void leaveOut(Tool<?, ?> tool, String words) {
        reasons.put(tool.id().name(), new Reason(words, Optional.empty()));
    }

    /** Notes why a tool is not in the plan and which option would bring it in. */
    public void leaveOut(Tool<?, ?> tool, String words, String option) {
        reasons.put(tool.id().name(), new Reason(words, Optional.of(option)));
    }

    /** Why a tool is not in the plan, if that was noted. */
    public Optional<Reason> of(String tool) {
        return Optional.ofNullable(reasons.get(tool));
    }
}
