package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.shard.ShardNumber;
import io.spatho.core.shard.ShardPart;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.histology.EncodeShardTool;
import io.spatho.stgpt.histology.EncodeTool;
import io.spatho.stgpt.histology.TileTool;
import io.spatho.stgpt.histology.encoder.EncoderSettings;
import io.spatho.stgpt.histology.encoder.Encoders;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.histology.tile.Tiling;
import io.spatho.stgpt.nn.TrustedScripts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private static final String HANDCRAFTED = "handcrafted";
    private static final double USUAL_UM_PER_PIXEL = 0.5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HistologyRun run;

    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            defaultValue = HANDCRAFTED,
            description = "handcrafted, resnet50, prov-gigapath, virchow2, uni2-h, h-optimus-1 or conch-v1.5"
                    + " (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--encoder-config",
            paramLabel = "JSON",
            description = "Describes another network of these families, instead of --encoder.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--weights", paramLabel = "FILE", description = "The network's weights: .safetensors or .pt.")
    private Optional<Path> weights = Optional.empty();

    @Option(
            names = "--trust-model",
            paramLabel = "SHA256",
            description = "Load this very TorchScript file, a program, as the weights. May be given several times.")
    private List<String> trusted = List.of();

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

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "auto, cpu or cuda[:N] (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            defaultValue = "float32",
            description = "Number format of products: float32, float16 or bfloat16 (default: ${DEFAULT-VALUE}).")
    private String precision;

    @Mixin
    private ShardOptions shards;

    @Override
    public Integer call() {
        require();
        ObjectNode choices = CanonicalJson.object();
        shards.require();
        config.ifPresentOrElse(
                file -> choices.put("encoder_config", RunSettings.name(file)), () -> choices.put("encoder", name));
        weights.ifPresent(file -> choices.put("weights", RunSettings.name(file)));
        if (!trusted.isEmpty()) {
            trusted.forEach(choices.putArray("trust_model")::add);
        }
        choices.put("stain", stain);
        choices.put("precision", precision);
        umPerPixel.ifPresent(um -> choices.put("mpp", um));
        ArrayNode sides = choices.putArray("fields");
        fields.forEach(sides::add);
        try (TileEncoder encoder = encoder()) {
            List<Double> scales = fields.isEmpty() ? List.of(usualField(encoder)) : fields;
            List<SourceFile> inputs = new ArrayList<>();
            weights.ifPresent(file -> inputs.add(PreparedCase.source("weights", file)));
            config.ifPresent(file -> inputs.add(PreparedCase.source("encoder_config", file)));
            double side = scales.stream().mapToDouble(um -> um).max().orElse(encoder.fieldUm());
            return run.execute(
                    "encode",
                    choices,
                    inputs,
                    shards.part().isPresent() ? ShardPart.PATH : TileFeatures.PATH,
                    shards,
                    prepared -> plan(prepared, encoder, scales, side),
                    spec);
        }
    }

    private double usualField(TileEncoder encoder) {
        boolean isNetwork = encoder.model().isPresent();
        return umPerPixel
                .filter(um -> isNetwork)
                .map(um -> encoder.pixels(encoder.fieldUm()) * um)
                .orElse(encoder.fieldUm());
    }

    private RunPlan plan(HistologyRun.Prepared prepared, TileEncoder encoder, List<Double> scales, double side) {
        TileTool.Request tiles = prepared.tiles(side);
        RunPlan plan = new RunPlan();
        Step<Tiling> cut = plan.add("tiles", new TileTool(), List.of(), results -> tiles);
        Function<Results, EncodeTool.Request> request = results -> new EncodeTool.Request(
                prepared.slide(), prepared.slideSha256(), results.of(cut), encoder, scales, stain.equals("macenko"));
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
        RunSettings.requireOneOf("--precision", precision, List.of("float32", "float16", "bfloat16"));
        RunSettings.require(
                "--mpp",
                umPerPixel,
                umPerPixel.filter(um -> !(um > 0 && um < 100)).isEmpty());
        RunSettings.require(
                "--fields",
                fields,
                fields.stream().allMatch(um -> um > 0 && um < 1e5)
                        && fields.stream().distinct().count() == fields.size());
        boolean isNetwork = config.isPresent() || !name.equals(HANDCRAFTED);
        if (isNetwork && weights.isEmpty()) {
            Encoders.settings(config.isPresent() ? "resnet50" : name);
            throw new UsageException(Problem.of("a network needs its weights")
                    .at("--encoder " + name)
                    .fix("Name the file with --weights; spatho brings and fetches none. handcrafted needs none"));
        }
        if (!isNetwork && weights.isPresent()) {
            throw new UsageException(Problem.of("handcrafted features have no weights")
                    .at("--weights")
                    .fix("Name the --encoder"));
        }
    }

    private TileEncoder encoder() {
        if (config.isEmpty() && name.equals(HANDCRAFTED)) {
            return Encoders.handcrafted(umPerPixel.orElse(USUAL_UM_PER_PIXEL));
        }
        EncoderSettings settings = config.map(EncoderSettings::read).orElseGet(() -> Encoders.settings(name));
        return Encoders.network(
                settings,
                weights.orElseThrow(),
                TrustedScripts.of(trusted),
                DeviceRequest.parse(device),
                Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
    }
}
