package io.spatho.stgpt.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.nn.DeviceWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tensors of a network are trained, which stay, and how both make the weights that the network computes with: as they are, or
 * with the product of two trained adapters added.
 */
final class TunedWeights {

    static final String LEFT = ".lora_b";
    static final String RIGHT = ".lora_a";

    private final Map<String, NamedTensor> tensors;
    private final Map<String, NamedTensor> trained = new LinkedHashMap<>();
    private final List<String> adapted = new ArrayList<>();
    private final Optional<LoraSettings> lora;

    TunedWeights(NetworkLayout layout, FinetuneSettings settings) {
        this.tensors = layout.tensors();
        this.lora = settings.lora();
        tensors.forEach((name, tensor) -> {
            boolean fresh = layout.fresh().contains(name);
            boolean frozen = !fresh && FrozenParts.isFrozen(settings.frozen(), name);
            if (lora.isEmpty() ? !frozen : fresh) {
                trained.put(name, tensor.renamed(name));
            } else if (!frozen && lora.isPresent() && lora.get().adapts(name)) {
                adapt(name, tensor, lora.get(), settings.seed());
            }
        });
        if (trained.isEmpty()) {
            throw new IllegalArgumentException("nothing is left to train");
        }
    }

    private void adapt(String name, NamedTensor tensor, LoraSettings settings, long seed) {
        int outputs = Math.toIntExact(tensor.shape()[0]);
        int inputs = Math.toIntExact(tensor.shape()[1]);
        int rank = settings.rank();
        long[] right = {rank, inputs};
        long[] left = {outputs, rank};
        double bound = 1 / Math.sqrt(inputs);
        trained.put(
                name + RIGHT,
                new NamedTensor(name + RIGHT, right, NetworkLayout.uniform(seed, name + RIGHT, rank * inputs, bound)));
        trained.put(name + LEFT, new NamedTensor(name + LEFT, left, new float[outputs * rank]));
        adapted.add(name);
    }

    /** The tensors that training moves, under their first values. */
    List<NamedTensor> initial() {
        return List.copyOf(trained.values());
    }

    /** Numbers that training moves. */
    long trainedNumbers() {
        return trained.values().stream().mapToLong(NamedTensor::count).sum();
    }

    /** Numbers of the network altogether, without adapters. */
    long numbers() {
        return tensors.values().stream().mapToLong(NamedTensor::count).sum();
    }

    /** Puts the tensors that stay on a device. */
    Map<String, NDArray> placeFrozen(DeviceWeights device) {
        Map<String, NDArray> placed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (!trained.containsKey(name)) {
                placed.put(name, device.put(tensor));
            }
        });
        return placed;
    }

    /** The weights that the network computes with, by name; what has adapters is recorded as a sum. */
    Map<String, NDArray> assemble(Map<String, NDArray> frozen, NDList moved, TensorScope scope) {
        Map<String, NDArray> all = new LinkedHashMap<>(frozen);
        int next = 0;
        for (String name : trained.keySet()) {
            all.put(name, moved.get(next++));
        }
        for (String name : adapted) {
            NDArray product = all.get(name + LEFT).matMul(all.get(name + RIGHT));
            all.put(
                    name,
                    all.get(name).add(Scaling.by(product, lora.orElseThrow().scale(), scope)));
        }
        return all;
    }

    /** The network's tensors after training, under the names that the checkpoint has for them. */
    Map<String, NamedTensor> merged(List<NamedTensor> moved) {
        Map<String, NamedTensor> byName = new LinkedHashMap<>();
        moved.forEach(tensor -> byName.put(tensor.name(), tensor));
        Map<String, NamedTensor> merged = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            NamedTensor now = byName.getOrDefault(name, tensor);
            if (adapted.contains(name)) {
                now = sum(tensor, byName.get(name + LEFT), byName.get(name + RIGHT));
            }
            merged.put(tensor.name(), now.renamed(tensor.name()));
        });
        return merged;
    }

    private NamedTensor sum(NamedTensor base, NamedTensor left, NamedTensor right) {
        int rank = Math.toIntExact(right.shape()[0]);
        int inputs = Math.toIntExact(right.shape()[1]);
        float[] values = base.values().clone();
        float[] b = left.values();
        float[] a = right.values();
        double scale = lora.orElseThrow().scale();
        for (int row = 0; row < values.length / inputs; row++) {
            for (int column = 0; column < inputs; column++) {
                double product = 0;
                for (int i = 0; i < rank; i++) {
                    product += (double) b[row * rank + i] * a[i * inputs + column];
                }
                values[row * inputs + column] += (float) (scale * product);
            }
        }
        return new NamedTensor(base.name(), base.shape(), values);
    }
}
