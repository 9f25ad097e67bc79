package io.spatho.anndata.visiumhd;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * The counts of feature slices, summed over groups of bins slice by slice, so that the matrix of the finest bins is never held.
 *
 * <p>Memory: 8 bytes for each sum, twice while the matrix is made, and 4 for each group.
 */
final class SliceCounts {

    private static final int MOST_SUMS = Integer.MAX_VALUE - 8;

    private final int features;
    private final int[] perGroup;
    private final int[] sliceFeatures;
    private final int[] sliceEnds;
    private int[] groups = new int[1 << 12];
    private float[] sums = new float[1 << 12];
    private int size;

    private SliceCounts(int features, int groupCount, int[] sliceFeatures) {
        this.features = features;
        this.perGroup = new int[groupCount];
        this.sliceFeatures = sliceFeatures;
        this.sliceEnds = new int[sliceFeatures.length];
    }

    /** The group of a bin. */
    @FunctionalInterface
    interface Grouping {
        /** The number of a bin's group, -1 for none. */
        int group(int row, int column);
    }

    /**
     * Sums all slices.
     *
     * @param single whether a group is one bin, which then may have one value per feature only
     */
    static SliceCounts read(SliceFile slices, int features, int groupCount, boolean single, Grouping grouping) {
        int[] numbers = slices.slices(features);
        SliceCounts counts = new SliceCounts(features, groupCount, numbers);
        double[] scratch = new double[groupCount];
        int[] touched = new int[groupCount];
        for (int s = 0; s < numbers.length; s++) {
            String path = "/feature_slices/" + numbers[s];
            SliceFile.Layer layer = slices.layer(path);
            int count = 0;
            for (int i = 0; i < layer.row().length; i++) {
                float value = layer.data()[i];
                if (!(value >= 0 && value <= Float.MAX_VALUE)) {
                    throw fault(slices, path, i, "a count is not a count", value);
                }
                int group = grouping.group(layer.row()[i], layer.column()[i]);
                if (group < 0 || value == 0) {
                    continue;
                }
                if (scratch[group] == 0) {
                    touched[count++] = group;
                } else if (single) {
                    throw fault(slices, path, i, "a bin stands there twice", "two values");
                }
                scratch[group] += value;
            }
            counts.add(scratch, touched, count);
            counts.sliceEnds[s] = counts.size;
        }
        return counts;
    }

    private static InputException fault(SliceFile slices, String path, int element, String what, Object found) {
        return new InputException(Problem.of(what)
                .at(slices.file() + ":" + path + " element " + element)
                .expected("one number of at least 0 for each bin", found));
    }

    private void add(double[] scratch, int[] touched, int count) {
        if (size > MOST_SUMS - count) {
            throw new InputException(
                    Problem.of("too many counts for one matrix").expected("at most " + MOST_SUMS, "more"));
        }
        if (size + count > groups.length) {
            int capacity = (int) Math.min(MOST_SUMS, Math.max(size + count, 2L * groups.length));
            groups = Arrays.copyOf(groups, capacity);
            sums = Arrays.copyOf(sums, capacity);
        }
        for (int i = 0; i < count; i++) {
            groups[size] = touched[i];
            sums[size++] = (float) scratch[touched[i]];
            perGroup[touched[i]]++;
            scratch[touched[i]] = 0;
        }
    }

    /** Whether a group has any count. */
    boolean has(int group) {
        return perGroup[group] > 0;
    }

    /** The matrix of chosen groups x features. */
    CsrMatrix matrix(int[] chosen) {
        int[] rows = new int[perGroup.length];
        Arrays.fill(rows, -1);
        long[] starts = new long[chosen.length + 1];
        for (int row = 0; row < chosen.length; row++) {
            rows[chosen[row]] = row;
            starts[row + 1] = starts[row] + perGroup[chosen[row]];
        }
        int[] columns = new int[Math.toIntExact(starts[chosen.length])];
        float[] values = new float[columns.length];
        long[] next = Arrays.copyOf(starts, chosen.length);
        int from = 0;
        for (int s = 0; s < sliceEnds.length; s++) {
            for (int i = from; i < sliceEnds[s]; i++) {
                int row = rows[groups[i]];
                if (row >= 0) {
                    // slices ascend, so the columns of a row do
                    columns[(int) next[row]] = sliceFeatures[s];
                    values[(int) next[row]++] = sums[i];
                }
            }
            from = sliceEnds[s];
        }
        return new CsrMatrix(chosen.length, features, starts, columns, values);
    }
}
