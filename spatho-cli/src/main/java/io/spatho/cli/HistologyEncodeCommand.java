package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.shard.ShardNumber;
import io.spatho.core.shard.ShardPart;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.stgpt.histology.EncodeShardTool;
import io.spatho.stgpt.histology.EncodeTool;
import io.spatho.stgpt.histology.TileTool;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.histology.tile.Tiling;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho histology encode BUNDLE|SLIDE -o OUT --encoder NAME}: the features of every tile at every field of view. */
@Command(
        name = "encode",
        description = {
            "Give every tile of a slide its features: named hand-crafted ones, or the vector of a pathology network whose",
            "weights you have. A run that was killed goes on with --resume."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistologyEncodeCommand implements Callable<Integer> {

    private static final double USUAL_UM_PER_PIXEL = 0.5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HistologyRun run;

    @Mixin
    private EncoderOptions encoder;

    @Option(
            names = "--mpp",
            paramLabel = "UM",
            description = "Micrometres per pixel of the pictures (default: the network's own; 0.5 for handcrafted).")
    private Optional<Double> umPerPixel = Optional.empty();

    @Option(
            names = "--fields",
            paramLabel = "UM",
            split = ",",
            description =
                    "Sides of the fields of view in micrometres, joined by commas, such as 2,8,32,128 (default: one,"
                            + " the encoder's pixels times --mpp).")
    private List<Double> fields = List.of();

    @Option(
            names = "--stain",
            paramLabel = "WHICH",
            defaultValue = "none",
            description = "none, or macenko: bring colours to one appearance first (default: ${DEFAULT-VALUE}).")
    private String stain;

    @Mixin
    private ShardOptions shards;

    @Override
    public Integer call() {
        require();
        ObjectNode choices = CanonicalJson.object();
        shards.require();
        encoder.describe(choices);
        choices.put("stain", stain);
        umPerPixel.ifPresent(um -> choices.put("mpp", um));
        ArrayNode sides = choices.putArray("fields");
        fields.forEach(sides::add);
        try (TileEncoder opened = encoder.open(umPerPixel.orElse(USUAL_UM_PER_PIXEL))) {
            List<Double> scales = fields.isEmpty() ? List.of(usualField(opened)) : fields;
            double side = scales.stream().mapToDouble(um -> um).max().orElse(opened.fieldUm());
            return run.execute(
                    "encode",
                    choices,
                    encoder.inputs(),
                    shards.part().isPresent() ? ShardPart.PATH : TileFeatures.PATH,
                    shards,
                    prepared -> plan(prepared, opened, scales, side),
                    spec);
        }
    }

    private double usualField(TileEncoder opened) {
        boolean isNetwork = opened.model().isPresent();
        return umPerPixel
                .filter(um -> isNetwork)
                .map(um -> opened.pixels(opened.fieldUm()) * um)
                .orElse(opened.fieldUm());
    }

    private RunPlan plan(HistologyRun.Prepared prepared, TileEncoder opened, List<Double> scales, double side) {
        TileTool.Request tiles = prepared.tiles(side);
        RunPlan plan = new RunPlan();
        Step<Tiling> cut = plan.add("tiles", new TileTool(), List.of(), results -> tiles);
        Function<Results, EncodeTool.Request> request = results -> new EncodeTool.Request(
                prepared.slide(), prepared.slideSha256(), results.of(cut), opened, scales, stain.equals("macenko"));
        if (shards.part().isPresent()) {
            ShardNumber part = shards.part().get();
            plan.add(
                    "features of a shard",
                    new EncodeShardTool(),
                    List.of(cut),
                    results -> new EncodeShardTool.Request(request.apply(results), part));
        } else {
            plan.add("features", new EncodeTool(shards.done()), List.of(cut), request);
        }
        return plan;
    }

    private void require() {
        RunSettings.requireOneOf("--stain", stain, List.of("none", "macenko"));
        encoder.require();
        RunSettings.require(
                "--mpp",
                umPerPixel,
                umPerPixel.filter(um -> !(um > 0 && um < 100)).isEmpty());
        RunSettings.require(
                "--fields",
                fields,
                fields.stream().allMatch(um -> um > 0 && um < 1e5)
                        && fields.stream().distinct().count() == fields.size());
    }
}
