package io.spatho.stgpt.finetune;

import java.util.List;

/**
 * Low-rank adapters: the weight W of a map stays and {@code (alpha / rank) B A} is added to it, of which only B (outputs x rank) and A
 * (rank x inputs) are trained (Hu et al. 2022). Exported weights hold the sum, so a merged checkpoint is read like any other.
 *
 * @param rank columns of B
 * @param alpha scale of the sum
 * @param targets maps of the transformer layers: in_proj (queries, keys and values), out_proj, linear1, linear2
 */
public record LoraSettings(int rank, double alpha, List<String> targets) {

    /** The maps that can have adapters. */
    public static final List<String> MAPS = List.of("in_proj", "out_proj", "linear1", "linear2");

    public LoraSettings {
        targets = List.copyOf(targets);
        if (rank < 1 || rank > 4096 || !(alpha > 0) || targets.isEmpty() || !MAPS.containsAll(targets)) {
            throw new IllegalArgumentException("rank " + rank + ", alpha " + alpha + ", targets " + targets);
        }
    }

    double scale() {
        return alpha / rank;
    }

    boolean adapts(String name) {
        return name.startsWith("transformer_encoder.layers.")
                && targets.stream()
                        .anyMatch(target ->
                                name.endsWith("." + target + ".weight") || name.endsWith("." + target + "_weight"));
    }
}
