package io.spatho.cli;

import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.run.Journal;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.runtime.EmbedShardTool;
import io.spatho.stgpt.runtime.EmbeddingSource;
import java.util.List;

/** The plan of one shard of a case: what the vectors rest on, and its part of the vectors. */
final class ShardPlan {

    private ShardPlan() {}

    static RunPlan of(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store) {
        RunPlan plan = new RunPlan();
        MeasuredSteps steps = new MeasuredSteps(plan, prepared, tools);
        EmbeddingSource source = prepared.embedding().orElseThrow();
        var shard = prepared.settings().shards().part().orElseThrow();
        plan.add(
                "vectors of a shard",
                new EmbedShardTool(),
                List.of(steps.quality()),
                results -> new EmbedShardTool.Request(steps.kept(results), source, shard));
        return plan;
    }
}
