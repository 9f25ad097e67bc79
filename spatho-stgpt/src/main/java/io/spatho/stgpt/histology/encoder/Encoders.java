package io.spatho.stgpt.histology.encoder;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.nn.TrustedScripts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The encoders there are. */
public final class Encoders {

    private static final String HANDCRAFTED = "handcrafted";

    private Encoders() {}

    /** All names: the hand-crafted one and the networks with known settings. */
    public static List<String> names() {
        return Stream.concat(
                        Stream.of(HANDCRAFTED),
                        EncoderSettings.presets().stream().map(EncoderSettings::name))
                .toList();
    }

    /** The settings of a network by name; a {@link UsageException} that lists the names for one that is not known. */
    public static EncoderSettings settings(String name) {
        return EncoderSettings.presets().stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(Problem.of("unknown encoder")
                        .at("--encoder")
                        .expected(String.join(", ", names()), name)
                        .fix("Describe another network with --encoder-config")));
    }

    /** The hand-crafted encoder, looking at fields with that many micrometres per pixel. */
    public static TileEncoder handcrafted(double umPerPixel) {
        return new HandcraftedEncoder(umPerPixel);
    }

    /**
     * A network with its weights.
     *
     * @param weights a safetensors file, a PyTorch state dict, or a TorchScript archive that is trusted
     * @throws io.spatho.core.error.InputException when the weights do not fit the network, in one line
     * @throws io.spatho.core.error.ResourceException when the device is not there
     */
    public static TileEncoder network(
            EncoderSettings settings, Path weights, TrustedScripts trusted, DeviceRequest device, Precision precision) {
        return NetworkEncoder.open(settings, weights, trusted, device, precision);
    }
}
