package io.spatho.core.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tool calls in the order in which they run. A step names the earlier steps whose results its request is made from; the types of
 * requests and results are checked when the plan is written.
 */
public final class RunPlan {

    private final List<Step<?>> steps = new ArrayList<>();

    /**
     * Adds a step.
     *
     * @param title what people read while it runs
     * @param tool the tool
     * @param after the earlier steps whose results {@code request} reads
     * @param request makes the request from the results of earlier steps
     */
    public <Q, R> Step<R> add(String title, Tool<Q, R> tool, List<Step<?>> after, Function<Results, Q> request) {
        if (!steps.containsAll(after)) {
            throw new IllegalArgumentException(title + " depends on a step that is not in the plan");
        }
        Step<R> step = new Step<>(steps.size(), title, new Call<>(tool, request), List.copyOf(after));
        steps.add(step);
        return step;
    }

    /** The steps in order. */
    public List<Step<?>> steps() {
        return List.copyOf(steps);
    }

    /**
     * A step of a plan, and the handle to its result.
     *
     * @param number position in the plan, from 0
     * @param title what people read
     * @param call the tool with its way to make a request
     * @param after the steps it depends on
     */
    public record Step<R>(int number, String title, Call<?, R> call, List<Step<?>> after) {}

    /** A tool together with the way to make its request. */
    public record Call<Q, R>(Tool<Q, R> tool, Function<Results, Q> request) {}

    /** The results of the steps that have run. */
    public interface Results {
        /** The result of a step. */
        <R> R of(Step<R> step);
    }
}
