package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.registration.RegisteredSlide;
import io.spatho.anndata.slide.Slide;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.tool.RunPlan;
import io.spatho.stgpt.histology.TileTool;
import io.spatho.stgpt.histology.tile.PositionCheck;
import io.spatho.stgpt.histology.tile.Tiling;
import io.spatho.stgpt.histology.tile.TissueSlide;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every histology command takes, and how it runs: a slide by itself or one of a case, read and found good before anything is written. */
final class HistologyRun {

    @Parameters(paramLabel = "BUNDLE|SLIDE", description = "A case whose slide --he names, or a slide by itself.")
    private Path source;

    @Mixin
    private RunTarget target;

    @Mixin
    private SlideOptions slideOptions;

    @Option(
            names = "--tiles",
            paramLabel = "WHERE",
            description =
                    "grid over the tissue, or observations: around every cell, spot or bin (default: observations of a"
                            + " case, grid of a slide).")
    private Optional<String> where = Optional.empty();

    @Option(
            names = "--step",
            paramLabel = "UM",
            description = "Distance between the tiles of a grid (default: their side).")
    private Optional<Double> step = Optional.empty();

    @Option(
            names = "--min-tissue",
            paramLabel = "SHARE",
            defaultValue = "0.15",
            description = "Least share of tissue of a grid tile (default: ${DEFAULT-VALUE}).")
    private double leastTissue;

    @Mixin
    private BundleChoice bundle;

    @Mixin
    private Threads threads;

    /** What was read. */
    record Prepared(
            TissueSlide slide, String slideSha256, Optional<SpatialDataset> dataset, Function<Double, Tiling> tiling) {

        /** The tiles over a side in micrometres. */
        TileTool.Request tiles(double sideUm) {
            return new TileTool.Request(slide, tiling.apply(sideUm), dataset.flatMap(PositionCheck::of));
        }
    }

    /** Runs a plan that does all of its work. */
    int execute(
            String name,
            ObjectNode choices,
            List<SourceFile> further,
            String result,
            Function<Prepared, RunPlan> maker,
            CommandSpec spec) {
        return execute(name, choices, further, result, ShardOptions.none(), maker, spec);
    }

    /**
     * Runs a plan.
     *
     * @param name the command's name in the configuration
     * @param choices its own options
     * @param further files it read
     * @param result its main file
     * @param shards whether it does all of its work, or puts the work of shards together
     */
    int execute(
            String name,
            ObjectNode choices,
            List<SourceFile> further,
            String result,
            ShardOptions shards,
            Function<Prepared, RunPlan> maker,
            CommandSpec spec) {
        require();
        RunFolder.check(target.output, target.existing());
        ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr());
        List<SourceFile> inputs = new ArrayList<>();
        try (Workers workers = new Workers(threads.count());
                TissueSlideOf opened = open(inputs, workers, progress)) {
            inputs.addAll(further);
            RunPlan plan = maker.apply(opened.prepared);
            ObjectNode config = describe(name, choices);
            shards.describe(config);
            RunIdentity identity = new RunIdentity(SpathoVersion.current(), 0, config, inputs);
            shards.require(identity);
            PlanExecution.Left left = new PlanExecution(identity, caseJson(opened.prepared), workers, progress)
                    .execute(target.output, target.existing(), target.key(), place -> plan);
            print(spec.commandLine().getOut(), identity, result, left);
        }
        return 0;
    }

    private void print(PrintWriter out, RunIdentity identity, String result, PlanExecution.Left left) {
        Path file = target.output.resolve(result);
        if (!target.json()) {
            out.println(file);
            return;
        }
        out.println(CanonicalJson.line(CanonicalJson.object()
                .put("run_id", identity.runId())
                .put("result", file.toString())
                .put("artifacts", left.artifacts().size())
                .put("evidence", left.evidence().size())));
    }

    private record TissueSlideOf(Prepared prepared) implements AutoCloseable {
        @Override
        public void close() {
            prepared.slide.close();
        }
    }

    private void require() {
        boolean isAlone = slideOptions.slide.isEmpty();
        boolean isSlide = Slide.isSlide(source);
        if (isAlone && !isSlide) {
            throw new UsageException(Problem.of("there is no slide to look at")
                    .at(source)
                    .expected("a slide, or a case together with --he", "neither")
                    .fix("Name the H&E slide of the case with --he"));
        }
        if (!isAlone) {
            slideOptions.require();
        }
        where.ifPresent(way -> RunSettings.requireOneOf("--tiles", way, List.of("grid", "observations")));
        if (isAlone && where.filter("observations"::equals).isPresent()) {
            throw new UsageException(Problem.of("a slide by itself has no observations")
                    .at("--tiles")
                    .fix("Name its case, and the slide with --he"));
        }
        RunSettings.require(
                "--step", step, step.filter(um -> !(um > 0 && um < 1e5)).isEmpty());
        RunSettings.require("--min-tissue", leastTissue, leastTissue >= 0 && leastTissue <= 1);
    }

    private TissueSlideOf open(List<SourceFile> inputs, Workers workers, ConsoleProgress progress) {
        Path file = slideOptions.slide.orElse(source);
        if (slideOptions.slide.isEmpty()) {
            progress.note("reading the slide");
            var standard = io.spatho.anndata.slide.SlideOptions.standard();
            var options = slideOptions.umPerPixel.map(standard::withUmPerPixel).orElse(standard);
            Slide picture = Slide.open(file, options);
            try {
                return prepared(TissueSlide.alone(picture, workers), file, Optional.empty(), inputs);
            } catch (RuntimeException e) {
                picture.close();
                throw e;
            }
        }
        progress.note("reading the case");
        SpatialDataset dataset = bundle.open(source, workers);
        inputs.addAll(dataset.metadata().sources());
        progress.note("reading the slide");
        RegisteredSlide registered = RegisteredSlide.open(
                PreparedCase.aligned(source, slideOptions.request().orElseThrow(), progress), dataset, workers);
        registered.warnings().forEach(progress::note);
        slideOptions.alignment.ifPresent(path -> inputs.add(PreparedCase.source("he_alignment", path)));
        slideOptions.keypoints.ifPresent(path -> inputs.add(PreparedCase.source("he_keypoints", path)));
        return prepared(TissueSlide.of(registered), file, Optional.of(dataset), inputs);
    }

    private TissueSlideOf prepared(
            TissueSlide slide, Path file, Optional<SpatialDataset> dataset, List<SourceFile> inputs) {
        SourceFile described = PreparedCase.source("he", file);
        inputs.add(described);
        boolean isGrid = where.map("grid"::equals).orElse(dataset.isEmpty());
        Function<Double, Tiling> tiling = side -> isGrid || dataset.isEmpty()
                ? Tiling.grid(slide, side, step.orElse(side), leastTissue)
                : Tiling.around(
                        slide,
                        dataset.get().cellIds(),
                        dataset.get().xUm(),
                        dataset.get().yUm(),
                        side);
        return new TissueSlideOf(new Prepared(slide, described.sha256(), dataset, tiling));
    }

    private ObjectNode describe(String name, ObjectNode choices) {
        ObjectNode config = CanonicalJson.object();
        config.put("study", "histology " + name);
        slideOptions.describe(config);
        config.put("matrix", bundle.matrix);
        bundle.binSize.ifPresent(size -> config.put("bin_size", size));
        where.ifPresent(way -> config.put("tiles", way));
        step.ifPresent(um -> config.put("step", um));
        config.put("min_tissue", leastTissue);
        slideOptions.umPerPixel.ifPresent(um -> config.put("he_mpp", um));
        config.setAll(choices);
        return config;
    }

    private static ObjectNode caseJson(Prepared prepared) {
        ObjectNode node = CanonicalJson.object();
        Optional<SpatialDataset> dataset = prepared.dataset();
        String slide = prepared.slide().slide().file().getFileName().toString();
        node.put("name", dataset.map(data -> data.metadata().sampleName()).orElse(slide));
        node.put(
                "platform", dataset.map(data -> data.metadata().platform().id()).orElse("slide"));
        node.put(
                "software_version",
                dataset.map(data -> data.metadata().softwareVersion()).orElse(""));
        node.put("observations", dataset.map(SpatialDataset::size).orElse(0));
        node.put("genes", dataset.map(data -> data.panel().size()).orElse(0));
        return node;
    }
}
