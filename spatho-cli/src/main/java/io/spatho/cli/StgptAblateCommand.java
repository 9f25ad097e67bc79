package io.spatho.cli;

import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.evaluation.AblateTool;
import io.spatho.stgpt.region.RegionSettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt ablate BUNDLE -o OUT}: what genes, place and picture are each worth to the model. */
@Command(
        name = "ablate",
        description = "Train the model on one split with inputs switched on and off: what is each worth?",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptAblateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Study study;

    @Mixin
    private SplitChoice split;

    @Mixin
    private ImageFeatureChoice images;

    @Override
    public Integer call() {
        Map<String, String> choices = new TreeMap<>();
        split.describe(choices);
        images.describe(choices);
        return study.run(
                "ablate", choices, AblateTool.FILE, (prepared, tools, journal, store) -> plan(prepared, tools), spec);
    }

    private RunPlan plan(PreparedCase prepared, ToolRegistry tools) {
        MeasuredSteps measured = new MeasuredSteps(new RunPlan(), prepared, tools).all();
        long seed = study.options().seed;
        measured.plan()
                .add(
                        "ablate",
                        tools.get(AblateTool.class),
                        measured.steps(),
                        results -> new AblateTool.Request(
                                measured.kept(results),
                                results.of(measured.graphs()).spatial(),
                                split.of(measured, results, seed),
                                images.of(
                                        measured.kept(results).cellIds(),
                                        StgptTrainCommand.regionIds(measured, results)),
                                RegionSettings.standard(seed),
                                DeviceRequest.parse(study.model().device)));
        return measured.plan();
    }
}
