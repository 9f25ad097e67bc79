package io.spatho.cli;

import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.RunPlan;
import io.spatho.stgpt.histology.TileTool;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho histology tile BUNDLE|SLIDE -o OUT}: where the tiles of a slide lie and how much of them is tissue. */
@Command(
        name = "tile",
        description = "Cut a slide into tiles over its tissue, or around the observations of its case.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistologyTileCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HistologyRun run;

    @Option(
            names = "--tile-um",
            paramLabel = "UM",
            defaultValue = "112",
            description = "Side of a tile in micrometres (default: ${DEFAULT-VALUE}).")
    private double sideUm;

    @Override
    public Integer call() {
        RunSettings.require("--tile-um", sideUm, sideUm > 0 && sideUm < 1e5);
        return run.execute(
                "tile",
                CanonicalJson.object().put("tile_um", sideUm),
                List.of(),
                TileTool.TABLE,
                prepared -> {
                    RunPlan plan = new RunPlan();
                    TileTool.Request request = prepared.tiles(sideUm);
                    plan.add("tiles", new TileTool(), List.of(), results -> request);
                    return plan;
                },
                spec);
    }
}
