package io.spatho.stgpt.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** One number for each cell, and the group that the cell lies in: means and medians of any choice of groups. */
final class CellValues {

    private final double[] values;
    private final int[] groupOf;
    private final int[] order;

    CellValues(double[] values, int[] groupOf) {
        this.values = values;
        this.groupOf = groupOf;
        this.order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The mean when each group counts as often as the array says. */
    double mean(int[] times) {
        double sum = 0;
        double count = 0;
        for (int i = 0; i < values.length; i++) {
            sum += times[groupOf[i]] * values[i];
            count += times[groupOf[i]];
        }
        return count > 0 ? sum / count : Double.NaN;
    }

    /** The median, the mean of the two middle values when there are two. */
    double median(int[] times) {
        long count = 0;
        for (int i : order) {
            count += times[groupOf[i]];
        }
        if (count == 0) {
            return Double.NaN;
        }
        long seen = 0;
        double lower = Double.NaN;
        for (int i : order) {
            seen += times[groupOf[i]];
            if (Double.isNaN(lower) && seen * 2 >= count) {
                lower = values[i];
                if (seen * 2 > count) {
                    return lower;
                }
            } else if (!Double.isNaN(lower) && times[groupOf[i]] > 0) {
                return (lower + values[i]) / 2;
            }
        }
        return lower;
    }
}
