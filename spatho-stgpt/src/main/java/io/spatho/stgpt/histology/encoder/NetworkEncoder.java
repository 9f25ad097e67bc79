package io.spatho.stgpt.histology.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.histology.tile.FieldPixels;
import io.spatho.stgpt.nn.StateDict;
import io.spatho.stgpt.nn.TrustedScripts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The vector of a pathology network, which stays frozen, of pictures of its own size.
 *
 * <p>Bytes become {@code (v / 255 - mean) / deviation} per channel. Agrees with timm 1.0 and torchvision 0.29 within 1e-4 in float32.
 * Safe for several threads. Determinism: on a processor depends on the fields of a batch alone. Memory: the weights in float32 on the
 * device, and a batch's activations for each thread.
 */
final class NetworkEncoder implements TileEncoder {

    private static final int BATCH_ON_PROCESSOR = 4;
    private static final int BATCH_ON_GPU = 128;

    private final EncoderSettings settings;
    private final TorchEngine engine;
    private final Device device;
    private final Precision precision;
    private final PictureNetwork network;
    private final ModelReference reference;
    private final float[][] scaled = new float[3][256];

    private NetworkEncoder(
            EncoderSettings settings,
            TorchEngine engine,
            Device device,
            Precision precision,
            PictureNetwork network,
            ModelReference reference) {
        this.settings = settings;
        this.engine = engine;
        this.device = device;
        this.precision = precision;
        this.network = network;
        this.reference = reference;
        for (int channel = 0; channel < 3; channel++) {
            for (int value = 0; value < 256; value++) {
                scaled[channel][value] = (value / 255f - settings.mean()[channel]) / settings.deviation()[channel];
            }
        }
    }

    static NetworkEncoder open(
            EncoderSettings settings,
            Path weights,
            TrustedScripts trusted,
            DeviceRequest request,
            Precision precision) {
        Checkpoint checkpoint = trusted.read(weights);
        StateDict dict = StateDict.of(checkpoint);
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request);
        EncoderSettings.Network layers = settings.network();
        requireWidth(settings, dict, weights);
        PictureNetwork network;
        if (layers instanceof EncoderSettings.Transformer vit) {
            network = VisionTransformer.of(vit, settings.input(), dict, engine, device);
        } else {
            network = ResidualNetwork.of((EncoderSettings.Residual) layers, dict, engine, device);
        }
        try {
            requireTaken(dict, settings, weights);
            ModelReference reference = new ModelReference(
                    settings.name(),
                    weights.getFileName().toString(),
                    Fingerprint.ofFile(weights).sha256());
            return new NetworkEncoder(settings, engine, device, precision, network, reference);
        } catch (IOException e) {
            network.close();
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(weights), e);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** One error for weights of another network, by the width of its first layer, before every single tensor is compared. */
    private static void requireWidth(EncoderSettings settings, StateDict dict, Path file) {
        boolean isTransformer = settings.network() instanceof EncoderSettings.Transformer;
        String first = settings.network() instanceof EncoderSettings.Transformer vit
                ? vit.prefix() + "patch_embed.proj.weight"
                : "conv1.weight";
        long expected = settings.network() instanceof EncoderSettings.Transformer vit ? vit.width() : 64;
        long[] shape = dict.shape(first);
        if (shape.length == 4 && shape[0] == expected) {
            return;
        }
        long found = shape.length == 4 ? shape[0] : -1;
        String others = EncoderSettings.presets().stream()
                .filter(preset -> preset.network() instanceof EncoderSettings.Transformer vit && vit.width() == found)
                .map(EncoderSettings::name)
                .collect(Collectors.joining(", "));
        throw new InputException(Problem.of("the weights are not those of " + settings.name())
                .at(file)
                .expected(
                        first + (isTransformer ? " of width " : " with outputs ") + expected,
                        found < 0 ? "no such tensor" : "width " + found)
                .fix(
                        others.isEmpty()
                                ? "Name the network that the file belongs to (--encoder), or describe it (--encoder-config)"
                                : "A network of this width is " + others + ": name it with --encoder"));
    }

    /** A file may hold a classifier, counters of batch norm and what only training uses, but no layer that would be left out. */
    private static void requireTaken(StateDict dict, EncoderSettings settings, Path file) {
        List<String> left = dict.untaken().stream()
                .filter(name -> !name.endsWith(".num_batches_tracked")
                        && !name.matches("(?:.*\\.)?(?:fc|head|mask_token|decoder|proj_contrast)(?:\\..*)?"))
                .toList();
        if (!left.isEmpty()) {
            throw new InputException(Problem.of(
                            "the weights have " + left.size() + " tensors that " + settings.name() + " does not")
                    .at(file)
                    .expected(
                            "the layers of " + settings.name(),
                            String.join(", ", left.subList(0, Math.min(4, left.size()))))
                    .fix("Name the network that the file belongs to (--encoder), or describe it (--encoder-config)"));
        }
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<String> features() {
        return IntStream.range(0, settings.network().outputs())
                .mapToObj(i -> "f" + i)
                .toList();
    }

    @Override
    public int pixels(double fieldUm) {
        return settings.input();
    }

    @Override
    public double fieldUm() {
        return settings.fieldUm();
    }

    @Override
    public int batch() {
        return device.isGpu() ? BATCH_ON_GPU : BATCH_ON_PROCESSOR;
    }

    @Override
    public DenseMatrix encode(List<FieldPixels> fields) {
        int side = settings.input();
        FloatBuffer pixels = pixels(fields, side);
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            NDArray pictures =
                    scope.manager().create(pixels, new Shape(fields.size(), 3, side, side), DataType.FLOAT32);
            float[] vectors = network.vectors(pictures, scope, precision).toFloatArray();
            for (float value : vectors) {
                if (!Float.isFinite(value)) {
                    throw new InputException(Problem.of("the network gives no finite number")
                            .at("encoder " + settings.name())
                            .expected("finite vectors", value)
                            .fix("Check the weights for NaN, or compute in float32"));
                }
            }
            return new DenseMatrix(fields.size(), vectors.length / fields.size(), vectors);
        }
    }

    private FloatBuffer pixels(List<FieldPixels> fields, int side) {
        FloatBuffer pixels = ByteBuffer.allocateDirect(4 * 3 * side * side * fields.size())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        float[] plane = new float[side * side];
        for (FieldPixels field : fields) {
            if (field.side() != side) {
                throw new IllegalArgumentException("a picture of " + field.side() + " pixels instead of " + side);
            }
            for (int channel = 0; channel < 3; channel++) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = scaled[channel][field.rgb()[3 * i + channel] & 0xff];
                }
                pixels.put(plane);
            }
        }
        return pixels.flip();
    }

    @Override
    public Optional<ModelReference> model() {
        return Optional.of(reference);
    }

    @Override
    public boolean isOnGpu() {
        return device.isGpu();
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofText(reference.fingerprint() + CanonicalJson.line(settings.document()) + precision)
                .sha256();
    }

    @Override
    public void close() {
        network.close();
    }
}
