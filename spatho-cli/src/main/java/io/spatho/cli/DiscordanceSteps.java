package io.spatho.cli;

import io.spatho.anndata.registration.RegisteredSlide;
import io.spatho.core.analysis.QualityTool;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.plan.PlanReasons;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.discordance.DiscordanceModel;
import io.spatho.stgpt.discordance.DiscordanceSettings;
import io.spatho.stgpt.discordance.JoinSpotsTool;
import io.spatho.stgpt.discordance.ScoreDiscordanceTool;
import io.spatho.stgpt.discordance.ScoreSettings;
import io.spatho.stgpt.discordance.SpotMaterial;
import io.spatho.stgpt.discordance.TrainDiscordanceTool;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.histology.EncodeTool;
import io.spatho.stgpt.histology.TileTool;
import io.spatho.stgpt.histology.encoder.Encoders;
import io.spatho.stgpt.histology.tile.PositionCheck;
import io.spatho.stgpt.histology.tile.Tiling;
import io.spatho.stgpt.histology.tile.TissueSlide;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The steps from a slide to where morphology and molecules disagree, when they were asked for. */
final class DiscordanceSteps {

    private static final double UM_PER_PIXEL = 0.5;

    private final RunPlan plan;
    private final PreparedCase prepared;
    private final ToolRegistry tools;
    private final DiscordanceOptions options;
    private final Step<QualityTool.Result> quality;

    DiscordanceSteps(RunPlan plan, PreparedCase prepared, ToolRegistry tools, Step<QualityTool.Result> quality) {
        this.plan = plan;
        this.prepared = prepared;
        this.tools = tools;
        this.options = prepared.settings().discordance();
        this.quality = quality;
    }

    /** Adds the steps, or the reason why there are none. */
    void add(PlanReasons reasons) {
        if (!options.isAsked()) {
            reasons.leaveOut(
                    tools.get(ScoreDiscordanceTool.class),
                    "Discordance of morphology and molecules was not asked for.",
                    "--he SLIDE --discordance train");
            return;
        }
        DeviceRequest device = DeviceRequest.parse(prepared.settings().model().device);
        long seed = prepared.settings().options().seed;
        Step<SpotMaterial> spots = spots();
        List<Step<?>> before = new ArrayList<>(List.of(spots));
        Function<Results, DiscordanceModel> model = model(spots, device, seed, before);
        plan.add(
                "discordance",
                tools.get(ScoreDiscordanceTool.class),
                before,
                results -> new ScoreDiscordanceTool.Request(
                        model.apply(results),
                        results.of(spots),
                        ScoreSettings.standard(seed),
                        device,
                        Optional.empty()));
    }

    private Function<Results, DiscordanceModel> model(
            Step<SpotMaterial> spots, DeviceRequest device, long seed, List<Step<?>> before) {
        if (prepared.discordance().isPresent()) {
            return results -> prepared.discordance().get();
        }
        Step<DiscordanceModel> trained = plan.add(
                "train discordance",
                tools.get(TrainDiscordanceTool.class),
                List.of(spots),
                results -> new TrainDiscordanceTool.Request(
                        results.of(spots), DiscordanceSettings.standard(seed), device));
        before.add(trained);
        return results -> results.of(trained);
    }

    private Step<SpotMaterial> spots() {
        List<Step<?>> before = new ArrayList<>(List.of(quality));
        Function<Results, Path> file = features(before);
        return plan.add(
                "spots and pictures",
                tools.get(JoinSpotsTool.class),
                before,
                results -> new JoinSpotsTool.Request(
                        prepared.dataset().metadata().sampleName(),
                        kept(results),
                        file.apply(results),
                        options.field,
                        options.genes,
                        prepared.discordance().map(DiscordanceModel::genes)));
    }

    /** The file that was given, or else the one that two more steps make of the slide. */
    private Function<Results, Path> features(List<Step<?>> before) {
        if (options.features.isPresent()) {
            return results -> options.features.get();
        }
        RegisteredSlide registered = prepared.slide().orElseThrow();
        TissueSlide slide = TissueSlide.of(registered);
        double side = options.madeFieldUm();
        Step<Tiling> tiles = plan.add(
                "tiles of the slide",
                tools.get(TileTool.class),
                List.of(quality),
                results -> new TileTool.Request(
                        slide, around(slide, kept(results), side), PositionCheck.of(kept(results))));
        Step<Path> encoded = plan.add(
                "features of the picture",
                tools.get(EncodeTool.class),
                List.of(tiles),
                results -> new EncodeTool.Request(
                        slide,
                        slideSha256(),
                        results.of(tiles),
                        Encoders.handcrafted(UM_PER_PIXEL),
                        List.of(side),
                        false));
        before.add(encoded);
        return results -> results.of(encoded);
    }

    private static Tiling around(TissueSlide slide, SpatialDataset spots, double side) {
        return Tiling.around(slide, spots.cellIds(), spots.xUm(), spots.yUm(), side);
    }

    private String slideSha256() {
        return prepared.identity().inputs().stream()
                .filter(input -> input.role().equals("he"))
                .map(SourceFile::sha256)
                .findFirst()
                .orElseThrow();
    }

    private SpatialDataset kept(Results results) {
        return results.of(quality).kept();
    }
}
