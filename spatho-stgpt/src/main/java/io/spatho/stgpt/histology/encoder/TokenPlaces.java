package io.spatho.stgpt.histology.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.engine.VisionOperators;
import io.spatho.stgpt.nn.StateDict;
import java.util.Arrays;

/**
 * What is added to a transformer's tokens for their place.
 *
 * @param first class token and registers, with their positions where they have any: 1 x n x width
 * @param grid positions of the patches: 1 x patches x width
 */
record TokenPlaces(NamedTensor first, NamedTensor grid) {

    /** The tensors as they are in the file: positions may be for another number of patches. */
    record Raw(NamedTensor token, NamedTensor registers, NamedTensor positions) {

        /**
         * The places for a picture of {@code side} x {@code side} patches; positions for another grid are resampled as timm's {@code
         * resample_abs_pos_embed}.
         */
        TokenPlaces places(
                EncoderSettings.Transformer settings,
                int side,
                VisionOperators operators,
                TorchEngine engine,
                Device device) {
            int width = settings.width();
            int others = 1 + settings.registers();
            float[] first = Arrays.copyOf(token.values(), others * width);
            System.arraycopy(registers.values(), 0, first, width, settings.registers() * width);
            float[] all = positions.values();
            int skipped = settings.positionsForAll() ? others * width : 0;
            for (int i = 0; i < skipped; i++) {
                first[i] += all[i];
            }
            float[] grid = Arrays.copyOfRange(all, skipped, all.length);
            int stored = (int) Math.sqrt(grid.length / (double) width);
            if (stored != side) {
                grid = resampled(grid, stored, side, settings, operators, engine, device);
            }
            return new TokenPlaces(
                    new NamedTensor("first", new long[] {1, others, width}, first),
                    new NamedTensor("grid", new long[] {1, (long) side * side, width}, grid));
        }
    }

    /** Takes the tensors; positions may cover any square grid. */
    static Raw take(EncoderSettings.Transformer settings, int side, StateDict dict) {
        int width = settings.width();
        int others = settings.positionsForAll() ? 1 + settings.registers() : 0;
        NamedTensor token = dict.take(settings.prefix() + "cls_token", 1, 1, width);
        NamedTensor registers = settings.registers() > 0
                ? dict.take(settings.prefix() + "reg_token", 1, settings.registers(), width)
                : NetworkWeights.none("reg_token");
        String name = settings.prefix() + "pos_embed";
        long[] shape = dict.shape(name);
        long patches = shape.length == 3 ? shape[1] - others : 0;
        long root = (long) Math.sqrt((double) patches);
        boolean isSquare = patches > 0 && root * root == patches;
        return new Raw(token, registers, dict.take(name, 1, others + (isSquare ? patches : (long) side * side), width));
    }

    private static float[] resampled(
            float[] grid,
            int from,
            int to,
            EncoderSettings.Transformer settings,
            VisionOperators operators,
            TorchEngine engine,
            Device device) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            NDArray stored = scope.manager()
                    .create(grid, new Shape(1, from, from, settings.width()))
                    .transpose(0, 3, 1, 2);
            NDArray made = operators.resampled(stored, to, settings.smooth());
            return made.transpose(0, 2, 3, 1).toFloatArray();
        }
    }
}
