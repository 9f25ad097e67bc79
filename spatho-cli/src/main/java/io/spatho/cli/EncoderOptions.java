package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.histology.encoder.EncoderSettings;
import io.spatho.stgpt.histology.encoder.Encoders;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.nn.TrustedScripts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which encoder looks at pictures, with which weights and where. */
final class EncoderOptions {

    private static final String HANDCRAFTED = "handcrafted";

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

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            defaultValue = "float32",
            description = "Number format of products: float32, float16 or bfloat16 (default: ${DEFAULT-VALUE}).")
    private String precision;

    /** Refuses choices that do not go together, before anything is opened. */
    void require() {
        RunSettings.requireOneOf("--precision", precision, List.of("float32", "float16", "bfloat16"));
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

    /** Adds the choices to a configuration. */
    void describe(ObjectNode choices) {
        config.ifPresentOrElse(
                file -> choices.put("encoder_config", RunSettings.name(file)), () -> choices.put("encoder", name));
        weights.ifPresent(file -> choices.put("weights", RunSettings.name(file)));
        if (!trusted.isEmpty()) {
            trusted.forEach(choices.putArray("trust_model")::add);
        }
        choices.put("precision", precision);
    }

    /** The files that it reads. */
    List<SourceFile> inputs() {
        List<SourceFile> inputs = new ArrayList<>();
        weights.ifPresent(file -> inputs.add(PreparedCase.source("weights", file)));
        config.ifPresent(file -> inputs.add(PreparedCase.source("encoder_config", file)));
        return inputs;
    }

    /** Opens it; a hand-crafted one looks at pictures of that many micrometres per pixel. */
    TileEncoder open(double umPerPixel) {
        if (config.isEmpty() && name.equals(HANDCRAFTED)) {
            return Encoders.handcrafted(umPerPixel);
        }
        EncoderSettings settings = config.map(EncoderSettings::read).orElseGet(() -> Encoders.settings(name));
        return Encoders.network(
                settings,
                weights.orElseThrow(),
                TrustedScripts.of(trusted),
                device.request(),
                Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
    }
}
