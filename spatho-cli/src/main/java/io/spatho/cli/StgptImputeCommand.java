package io.spatho.cli;

import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.parallel.Workers;
import io.spatho.core.qc.QcThresholds;
import io.spatho.core.qc.QualityControl;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.imputation.ImputeTool;
import io.spatho.stgpt.region.RegionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt impute BUNDLE -o OUT --reference BUNDLE}: genes that were not measured, with calibrated intervals. */
@Command(
        name = "impute",
        description = {
            "Impute genes that the case did not measure, from a reference case that did, with calibrated intervals.",
            "Without a reference: predict the case's own genes on held-out tissue, a test of the method."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptImputeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Study study;

    @Option(names = "--reference", paramLabel = "BUNDLE", description = "A case of the same tissue with a wider panel.")
    private Optional<Path> reference = Optional.empty();

    @Option(
            names = "--genes",
            paramLabel = "NAME",
            split = ",",
            description = "Genes to impute, joined by commas (default: all that can be).")
    private List<String> genes = List.of();

    @Option(
            names = "--level",
            paramLabel = "SHARE",
            defaultValue = "0.9",
            description = "The share of values that intervals are to hold (default: ${DEFAULT-VALUE}).")
    private double level;

    @Override
    public Integer call() {
        if (!(level >= 0.5 && level <= 0.99)) {
            throw new UsageException(
                    Problem.of("value out of range: " + level).at("--level").expected("0.5 to 0.99", level));
        }
        Map<String, String> choices = new TreeMap<>();
        if (!genes.isEmpty()) {
            choices.put("genes", String.join(",", genes));
        }
        choices.put("level", Double.toString(level));
        Optional<ImputeTool.Reference> other = reference.map(path -> read(path, choices));
        return study.run(
                "impute",
                choices,
                ImputeTool.FILE,
                (prepared, tools, journal, store) -> plan(prepared, tools, other),
                spec);
    }

    /** The reference with the usual quality control, and its digest among the choices. */
    private ImputeTool.Reference read(Path path, Map<String, String> choices) {
        try (Workers workers = new Workers(study.threads())) {
            SpatialDataset whole = Bundles.open(path, BundleOptions.of(workers));
            QcThresholds thresholds = QcThresholds.defaults(
                    whole.metadata().platform(),
                    whole.metadata().observationSizeUm(),
                    whole.panel().size());
            SpatialDataset kept = whole.select(
                    QualityControl.assess(whole, thresholds, workers).keptRows());
            choices.put("reference", RunSettings.name(path));
            String digests = whole.metadata().sources().stream()
                    .map(source -> source.sha256())
                    .collect(Collectors.joining("\n"));
            choices.put("reference_sha256", Fingerprint.ofText(digests).sha256());
            return new ImputeTool.Reference(
                    kept,
                    SpatialNeighbours.nearestGraph(kept.xUm(), kept.yUm(), study.options().spatialNeighbors, workers));
        }
    }

    private RunPlan plan(PreparedCase prepared, ToolRegistry tools, Optional<ImputeTool.Reference> other) {
        MeasuredSteps measured = new MeasuredSteps(new RunPlan(), prepared, tools).all();
        measured.plan()
                .add(
                        "impute",
                        tools.get(ImputeTool.class),
                        measured.steps(),
                        results -> new ImputeTool.Request(
                                measured.kept(results),
                                results.of(measured.graphs()).spatial(),
                                results.of(measured.regions()),
                                other,
                                genes,
                                level,
                                RegionSettings.standard(study.options().seed),
                                DeviceRequest.parse(study.model().device)));
        return measured.plan();
    }
}
