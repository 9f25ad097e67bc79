package io.spatho.cli;

import io.spatho.core.analysis.RegionTool;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.region.Region;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.retrieval.MeasuredCase;
import io.spatho.stgpt.retrieval.RetrievalPredictTool;
import java.util.List;
import java.util.Optional;

/** The step of a run that predicts expression with reference cells that are looked up, where a model for it was given. */
final class RagStep {

    private RagStep() {}

    static void add(RunPlan plan, PreparedCase prepared, ToolRegistry tools, MeasuredSteps measured) {
        RetrievalPredictTool tool = tools.get(RetrievalPredictTool.class);
        if (prepared.retrieval().isEmpty()) {
            measured.reasons()
                    .leaveOut(
                            tool,
                            "No model that looks reference cells up was given.",
                            "--retrieval MODEL --retrieval-index INDEX --retrieval-features FILE");
        }
        prepared.retrieval()
                .ifPresent(sources -> plan.add(
                        "expression with reference cells",
                        tool,
                        List.of(measured.quality(), measured.regions()),
                        results -> new RetrievalPredictTool.Request(
                                sources,
                                false,
                                DeviceRequest.parse(prepared.settings().model().device),
                                Optional.of(of(measured.kept(results), results.of(measured.regions()))))));
    }

    private static MeasuredCase of(SpatialDataset kept, RegionTool.Result regions) {
        return new MeasuredCase(
                kept, regions.regions().stream().map(Region::id).toList(), regions.regionOf(kept.size()));
    }
}
