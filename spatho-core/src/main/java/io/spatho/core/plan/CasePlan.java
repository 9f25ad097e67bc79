package io.spatho.core.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a case offers, the tools that were chosen for it in their order, and those that were left out, each with its reason. It is
 * read off the plan that is carried out, so that the two cannot differ; the tools of the registry that the plan neither holds nor
 * gives a reason for are tools of other commands.
 *
 * @param offers what the case offers, by name, in the order of reports
 * @param steps the steps in order
 * @param leftOut what was left out, in order of tool names
 */
public record CasePlan(Map<String, String> offers, List<Chosen> steps, List<LeftOut> leftOut) {

    /** The version of the document's layout. */
    public static final String SCHEMA_VERSION = "1.0";

    private static final String ELSEWHERE = "Another command of spatho runs it.";

    /**
     * A step that will run.
     *
     * @param number position, from 1
     * @param title what people read
     * @param tool {@code name@version}
     * @param purpose what the tool does
     * @param after the numbers of the steps whose results it reads
     */
    public record Chosen(int number, String title, String tool, String purpose, List<Integer> after) {

        public Chosen {
            after = List.copyOf(after);
        }
    }

    /**
     * A tool, or a part of its work, that will not run.
     *
     * @param tool {@code name@version}
     * @param purpose what the tool does
     * @param reason why it is left out, in one sentence
     * @param option what would bring it in, or empty
     */
    public record LeftOut(String tool, String purpose, String reason, Optional<String> option) {}

    public CasePlan {
        steps = List.copyOf(steps);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * The plan in words.
     *
     * @param offers what the case offers
     * @param plan what will be carried out
     * @param reasons why tools are not in the plan
     * @param registry every tool there is
     */
    public static CasePlan of(Map<String, String> offers, RunPlan plan, PlanReasons reasons, ToolRegistry registry) {
        List<Chosen> steps = new ArrayList<>();
        Set<String> chosen = new HashSet<>();
        for (RunPlan.Step<?> step : plan.steps()) {
            Tool<?, ?> tool = step.call().tool();
            chosen.add(tool.id().name());
            steps.add(new Chosen(
                    step.number() + 1,
                    step.title(),
                    tool.id().toString(),
                    tool.purpose(),
                    step.after().stream().map(earlier -> earlier.number() + 1).toList()));
        }
        List<LeftOut> leftOut = new ArrayList<>();
        for (Tool<?, ?> tool : registry.all()) {
            Optional<PlanReasons.Reason> reason = reasons.of(tool.id().name());
            if (!chosen.contains(tool.id().name())) {
                leftOut.add(new LeftOut(
                        tool.id().toString(),
                        tool.purpose(),
                        reason.map(PlanReasons.Reason::words).orElse(ELSEWHERE),
                        reason.flatMap(PlanReasons.Reason::option)));
            }
        }
        return new CasePlan(offers, steps, leftOut);
    }

    /** What was left out of this command, without the tools of other commands. */
    public List<LeftOut> leftOutHere() {
        return leftOut.stream().filter(item -> !item.reason().equals(ELSEWHERE)).toList();
    }

    /** The plan as {@code plan.json} holds it. */
    public JsonNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", SCHEMA_VERSION);
        ObjectNode case_ = node.putObject("offers");
        offers.forEach(case_::put);
        ArrayNode chosen = node.putArray("steps");
        for (Chosen step : steps) {
            ArrayNode after = chosen.addObject()
                    .put("number", step.number())
                    .put("title", step.title())
                    .put("tool", step.tool())
                    .put("purpose", step.purpose())
                    .putArray("after");
            step.after().forEach(after::add);
        }
        ArrayNode left = node.putArray("left_out");
        for (LeftOut item : leftOut) {
            left.addObject()
                    .put("tool", item.tool())
                    .put("purpose", item.purpose())
                    .put("reason", item.reason())
                    .put("option", item.option().orElse(null));
        }
        return node;
    }
}
