package io.spatho.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One way to do one thing: a typed request in, a typed result out, artifacts and evidence through the context. A tool never prints,
 * never reads a global and never decides where files go. The command line, the run plan and any server call the same tool objects.
 *
 * @param <Q> request
 * @param <R> result
 */
public interface Tool<Q, R> {

    /** Name and version. */
    ToolId id();

    /** One sentence for people. */
    String purpose();

    /** What of the request, besides data that earlier steps made, decides the result; it enters the step's key. */
    JsonNode parameters(Q request);

    /** Does the work. The result depends on request, seed and earlier steps only, never on the number of workers. */
    R run(Q request, ToolContext context);

    /**
     * The result of an earlier run of the same step, read from its artifacts; empty when it is cheaper, or only possible, to run
     * again. Evidence and artifacts of the earlier run are kept by whoever asks.
     */
    default Optional<R> restore(Q request, ToolContext context) {
        return Optional.empty();
    }
}
