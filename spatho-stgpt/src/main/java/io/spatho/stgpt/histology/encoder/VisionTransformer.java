package io.spatho.stgpt.histology.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.engine.VisionOperators;
import io.spatho.stgpt.nn.StateDict;
import java.util.ArrayList;
import java.util.List;

/**
 * A vision transformer with the norm before each part (A. Dosovitskiy et al., ICLR 2021; layout and names of timm 1.0's {@code
 * VisionTransformer}), with registers, packed SwiGLU, layer scale and, for CONCH v1.5, pooling by attention.
 */
final class VisionTransformer implements PictureNetwork {

    private static final double EPSILON = 1e-6;
    private static final double POOL_EPSILON = 1e-5;

    private final EncoderSettings.Transformer settings;
    private final VisionOperators operators;
    private final NetworkWeights weights;
    private final NDList patches;
    private final NDList blocks;
    private final NDList norm;
    private final NDList pooling;

    private VisionTransformer(
            EncoderSettings.Transformer settings, VisionOperators operators, NetworkWeights weights, Parts parts) {
        this.settings = settings;
        this.operators = operators;
        this.weights = weights;
        this.patches = weights.put(parts.patches);
        this.blocks = Operators.resident(weights.put(parts.blocks));
        this.norm = weights.put(parts.norm);
        this.pooling = Operators.resident(weights.put(parts.pooling));
    }

    /** The tensors of a network by what they do. */
    private record Parts(
            List<NamedTensor> patches, List<NamedTensor> blocks, List<NamedTensor> norm, List<NamedTensor> pooling) {}

    static VisionTransformer of(
            EncoderSettings.Transformer settings, int input, StateDict dict, TorchEngine engine, Device device) {
        int side = input / settings.patch();
        TokenPlaces.Raw raw = TokenPlaces.take(settings, side, dict);
        String prefix = settings.prefix();
        NamedTensor kernel =
                dict.take(prefix + "patch_embed.proj.weight", settings.width(), 3, settings.patch(), settings.patch());
        NamedTensor bias = dict.take(prefix + "patch_embed.proj.bias", settings.width());
        List<NamedTensor> blocks = new ArrayList<>();
        for (int layer = 0; layer < settings.depth(); layer++) {
            addBlock(blocks, dict, prefix + "blocks." + layer + ".", settings);
        }
        String norm = prefix + (settings.pooling() == EncoderSettings.Pooling.MEAN ? "fc_norm" : "norm");
        List<NamedTensor> last =
                List.of(dict.take(norm + ".weight", settings.width()), dict.take(norm + ".bias", settings.width()));
        List<NamedTensor> pooling =
                settings.pooling() == EncoderSettings.Pooling.ATTENTION ? attention(dict, settings) : List.of();
        dict.requireSound();
        VisionOperators operators = VisionOperators.load(engine, device);
        TokenPlaces places = raw.places(settings, side, operators, engine, device);
        return new VisionTransformer(
                settings,
                operators,
                new NetworkWeights(engine, device),
                new Parts(List.of(kernel, bias, places.first(), places.grid()), blocks, last, pooling));
    }

    private static void addBlock(
            List<NamedTensor> list, StateDict dict, String name, EncoderSettings.Transformer settings) {
        int width = settings.width();
        int inner = settings.gated() ? settings.hidden() / 2 : settings.hidden();
        addPair(list, dict, name + "norm1", width);
        addPair(list, dict, name + "attn.qkv", 3L * width, width);
        addPair(list, dict, name + "attn.proj", width, width);
        list.add(settings.layerScale() ? dict.take(name + "ls1.gamma", width) : NetworkWeights.none("ls1"));
        addPair(list, dict, name + "norm2", width);
        addPair(list, dict, name + "mlp.fc1", settings.hidden(), width);
        addPair(list, dict, name + "mlp.fc2", width, inner);
        list.add(settings.layerScale() ? dict.take(name + "ls2.gamma", width) : NetworkWeights.none("ls2"));
    }

    private static void addPair(List<NamedTensor> list, StateDict dict, String name, long... shape) {
        list.add(dict.take(name + ".weight", shape));
        list.add(dict.take(name + ".bias", shape[0]));
    }

    private static List<NamedTensor> attention(StateDict dict, EncoderSettings.Transformer settings) {
        int width = settings.attentionWidth();
        String name = "attn_pool_contrast.";
        List<NamedTensor> list = new ArrayList<>();
        list.add(dict.take(name + "query", 1, width));
        addPair(list, dict, name + "ln_k", settings.width());
        addPair(list, dict, name + "ln_q", width);
        list.add(dict.take(name + "to_q.weight", width, width));
        list.add(dict.take(name + "to_kv.weight", 2L * width, settings.width()));
        list.add(dict.take(name + "to_out.weight", width, width));
        addPair(list, dict, "ln_contrast", width);
        return list;
    }

    @Override
    public NDArray vectors(NDArray pictures, TensorScope scope, Precision precision) {
        NDArray tokens = operators.tokens(
                pictures, patches.get(0), patches.get(1), patches.get(2), patches.get(3), settings.patch(), precision);
        NDArray states = operators.transformer(tokens, blocks, settings.heads(), settings.gated(), EPSILON, precision);
        VisionOperators.Pooling way =
                switch (settings.pooling()) {
                    case CLASS -> VisionOperators.Pooling.CLASS;
                    case CLASS_AND_MEAN -> VisionOperators.Pooling.CLASS_AND_MEAN;
                    case MEAN -> VisionOperators.Pooling.MEAN;
                    case ATTENTION -> VisionOperators.Pooling.ALL;
                };
        NDArray pooled = operators.pool(states, norm.get(0), norm.get(1), 1 + settings.registers(), way, EPSILON);
        return way == VisionOperators.Pooling.ALL
                ? operators.attentionPool(pooled, pooling, settings.attentionHeads(), POOL_EPSILON, precision)
                : pooled;
    }

    @Override
    public void close() {
        weights.close();
        operators.close();
    }
}
