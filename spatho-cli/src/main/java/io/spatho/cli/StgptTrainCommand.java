package io.spatho.cli;

import io.spatho.core.analysis.RegionTool;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.region.RegionInputs;
import io.spatho.stgpt.region.RegionSettings;
import io.spatho.stgpt.region.RegionTrainTool;
import io.spatho.stgpt.region.StructureLabels;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt train BUNDLE -o OUT}: a region model from nothing, with pictures and structures where they are known. */
@Command(
        name = "train",
        description = "Train a region model on a case: genes, neighbourhoods, structures and, with --image-features,"
                + " pictures; --resume goes on with a training that was killed.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptTrainCommand implements Callable<Integer> {

    /** On real tissue eight passes, which a run can afford, left most of what can be learned undone (docs/results.md). */
    private static final int PASSES = 40;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Study study;

    @Mixin
    private SplitChoice split;

    @Mixin
    private ImageFeatureChoice images;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Most passes over the training cells (default: 40; a run without a checkpoint makes 8).")
    private Optional<Integer> epochs = Optional.empty();

    @Option(names = "--steps", paramLabel = "N", description = "Most steps (default: 600).")
    private Optional<Integer> steps = Optional.empty();

    @Option(names = "--no-structures", description = "Do not learn to name the run's structures.")
    private boolean withoutStructures;

    @Override
    public Integer call() {
        Map<String, String> choices = new TreeMap<>();
        split.describe(choices);
        images.describe(choices);
        epochs.ifPresent(value -> choices.put("epochs", value.toString()));
        steps.ifPresent(value -> choices.put("steps", value.toString()));
        if (withoutStructures) {
            choices.put("no_structures", "true");
        }
        RunSettings.require("--epochs", epochs, epochs.orElse(1) >= 1);
        RunSettings.require("--steps", steps, steps.orElse(1) >= 1);
        return study.run(
                "train",
                choices,
                RegionTrainTool.FILE,
                (prepared, tools, journal, store) -> plan(prepared, tools),
                spec);
    }

    private RunPlan plan(PreparedCase prepared, ToolRegistry tools) {
        MeasuredSteps measured = new MeasuredSteps(new RunPlan(), prepared, tools).all();
        long seed = study.options().seed;
        measured.plan()
                .add(
                        "train the region model",
                        tools.get(RegionTrainTool.class),
                        measured.steps(),
                        results -> new RegionTrainTool.Request(
                                measured.kept(results),
                                results.of(measured.graphs()).spatial(),
                                split.of(measured, results, seed).division(),
                                inputs(measured, results),
                                settings(seed),
                                DeviceRequest.parse(study.model().device)));
        return measured.plan();
    }

    private RegionSettings settings(long seed) {
        RegionSettings standard = RegionSettings.standard(seed);
        return standard.withTraining(epochs.orElse(PASSES), steps.orElse(standard.mostSteps()));
    }

    private RegionInputs inputs(MeasuredSteps measured, Results results) {
        SpatialDataset kept = measured.kept(results);
        Optional<StructureLabels> structures =
                withoutStructures ? Optional.empty() : Optional.of(StructureLabels.of(measured.structures(results)));
        return new RegionInputs(
                true,
                DenseMatrix.zeros(kept.size(), 0),
                images.of(kept.cellIds(), regionIds(measured, results)),
                structures.filter(labels -> labels.names().size() > 1));
    }

    /** The region of each kept observation, empty for none. */
    static String[] regionIds(MeasuredSteps measured, Results results) {
        RegionTool.Result regions = results.of(measured.regions());
        int[] of = regions.regionOf(measured.kept(results).size());
        String[] ids = new String[of.length];
        for (int cell = 0; cell < of.length; cell++) {
            ids[cell] = of[cell] < 0 ? "" : regions.regions().get(of[cell]).id();
        }
        return ids;
    }
}
