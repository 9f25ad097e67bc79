package io.spatho.report.content;

import io.spatho.core.artifact.Artifact;
import java.util.List;

/**
 * How the run came about.
 *
 * @param inputs the files that were read
 * @param toolCalls the tool calls in order
 * @param artifacts the files of the run so far; a table or document counts as made when it is listed here
 * @param models the models that had a part
 */
public record Provenance(
        List<InputFile> inputs, List<ToolCall> toolCalls, List<Artifact> artifacts, List<ModelUse> models) {

    public Provenance {
        inputs = List.copyOf(inputs);
        toolCalls = List.copyOf(toolCalls);
        artifacts = List.copyOf(artifacts);
        models = List.copyOf(models);
    }
}
