package io.spatho.stgpt.expression;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.engine.ExpressionOperators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Patches that one call of the network looks at. Shorter ones are filled up with copies of their first observation, which attention does
 * not see, no square holds and no loss counts.
 */
final class PatchBatch {

    /** Most observations in a batch, unless one patch has more: part of a training's identity. */
    private static final int MOST = 256;

    private final List<int[]> patches;
    private final List<PatchGeometry> geometries;
    private final int length;

    PatchBatch(PlacedFeatures places, List<int[]> patches, double pitch) {
        this.patches = List.copyOf(patches);
        this.length = patches.stream().mapToInt(patch -> patch.length).max().orElse(0);
        this.geometries = patches.stream()
                .map(patch -> new PatchGeometry(at(places.x(), patch), at(places.y(), patch), pitch))
                .toList();
    }

    private static double[] at(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    /** How many patches of at most so many observations one batch holds. */
    static int patches(int patch) {
        return Math.max(1, MOST / patch);
    }

    /** How many batches so many patches make. */
    static int batches(int patches, int patch) {
        return (patches + patches(patch) - 1) / patches(patch);
    }

    /** The observations, patch after patch. */
    int[] rows() {
        return patches.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** The observations with the copies that fill patches up: patches x length. */
    private int[] filled() {
        int[] filled = new int[patches.size() * length];
        for (int i = 0; i < filled.length; i++) {
            int[] patch = patches.get(i / length);
            filled[i] = patch[i % length < patch.length ? i % length : 0];
        }
        return filled;
    }

    /** What the network takes. */
    ExpressionOperators.Patches tensors(
            PlacedFeatures places, List<FeatureScale> scales, Decoder decoder, NDArray absent, TensorScope scope) {
        NDArray features = features(places, scales, scope);
        boolean isFull = patches.stream().allMatch(patch -> patch.length == length);
        NDArray mask = isFull ? absent : mask(scope);
        NDArray kept = isFull ? absent : kept(scope);
        if (decoder == Decoder.LINEAR) {
            return new ExpressionOperators.Patches(features, mask, kept, absent, absent, absent, absent);
        }
        NDArray shifts = stacked(one -> one.shifts(length), 9 * length, length, scope);
        if (decoder == Decoder.HIST2ST) {
            NDArray graph = stacked(one -> one.graph(length), length, length, scope);
            return new ExpressionOperators.Patches(features, mask, kept, shifts, absent, absent, graph);
        }
        int squares = geometries.stream().mapToInt(one -> one.squares(1)).max().orElse(0);
        return new ExpressionOperators.Patches(
                features,
                mask,
                kept,
                shifts,
                stacked(one -> one.means(squares, length), squares, length, scope),
                stacked(one -> one.coarseShifts(squares), 9 * squares, squares, scope),
                stacked(one -> one.spread(length, squares), length, squares, scope));
    }

    private NDArray features(PlacedFeatures places, List<FeatureScale> scales, TensorScope scope) {
        int width = places.names().size();
        int[] rows = filled();
        float[] values = new float[scales.size() * rows.length * width];
        for (int scale = 0; scale < scales.size(); scale++) {
            scales.get(scale).put(places.features().get(scale), rows, values, scale * rows.length * width, width);
        }
        return tensor(values, scope, scales.size(), patches.size(), length, width);
    }

    private NDArray mask(TensorScope scope) {
        float[] mask = new float[patches.size() * length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % length < patches.get(i / length).length ? 0 : Float.NEGATIVE_INFINITY;
        }
        return tensor(mask, scope, patches.size(), 1, 1, length);
    }

    private NDArray kept(TensorScope scope) {
        long[] kept = LongStream.range(0, (long) patches.size() * length)
                .filter(i -> i % length < patches.get((int) (i / length)).length)
                .toArray();
        return scope.manager().create(kept).duplicate();
    }

    /** A matrix of each patch, one after the other. */
    private NDArray stacked(Function<PatchGeometry, float[]> part, int rows, int columns, TensorScope scope) {
        float[] values = new float[patches.size() * rows * columns];
        for (int i = 0; i < patches.size(); i++) {
            System.arraycopy(part.apply(geometries.get(i)), 0, values, i * rows * columns, rows * columns);
        }
        return tensor(values, scope, patches.size(), rows, columns);
    }

    /** The sums over squares {@code 2^halvings} times as wide as the pitch: squares of all patches x rows. */
    NDArray sums(int halvings, TensorScope scope) {
        int squares = geometries.stream().mapToInt(one -> one.squares(halvings)).sum();
        int rows = rows().length;
        float[] all = new float[squares * rows];
        int square = 0;
        int first = 0;
        for (PatchGeometry geometry : geometries) {
            geometry.putSums(halvings, all, square * rows + first, rows);
            square += geometry.squares(halvings);
            first += geometry.size();
        }
        return tensor(all, scope, squares, rows);
    }

    private static NDArray tensor(float[] values, TensorScope scope, long... shape) {
        return scope.manager().create(values, new Shape(shape)).duplicate();
    }
}
