package io.spatho.anndata.xenium;

import io.spatho.core.dataset.Outlines;
import java.util.Arrays;

/**
 * Collects the vertices of a boundary file row by row and joins them to polygons by cell and label, never by position.
 *
 * <p>Rows of one polygon need not lie together. Where labels tell polygons apart, all rows of a cell and label are one polygon.
 * Without labels a ring that comes back to its first vertex is complete, and further rows of the same cell begin another one: so
 * the nuclei of a cell with several stay apart in the early 2.0 files that lack {@code label_id}. The closing vertex is dropped.
 *
 * <p>The result ascends by observation, within it by label. Memory: the vertices and 20 bytes for each stretch of rows of the same
 * polygon; one copy more where stretches are out of order.
 */
final class OutlineRows {

    private static final int FIRST_CAPACITY = 1 << 12;
    private static final int SMALLEST_CLOSED = 4;

    private final boolean labelled;
    private float[] x = new float[FIRST_CAPACITY];
    private float[] y = new float[FIRST_CAPACITY];
    private int size;
    private int[] owners = new int[FIRST_CAPACITY];
    private long[] labels = new long[FIRST_CAPACITY];
    private int[] starts = new int[FIRST_CAPACITY];
    private int stretches;
    private long unknown;
    private long broken;

    OutlineRows(boolean labelled) {
        this.labelled = labelled;
    }

    /** Adds a vertex of an observation's polygon; a negative observation is counted and left out. */
    void add(int observation, long label, float vertexX, float vertexY) {
        if (observation < 0) {
            unknown++;
            return;
        }
        long itsLabel = labelled ? label : 0;
        if (stretches == 0 || owners[stretches - 1] != observation || labels[stretches - 1] != itsLabel) {
            startStretch(observation, itsLabel);
        }
        if (size == x.length) {
            x = Arrays.copyOf(x, grown(size));
            y = Arrays.copyOf(y, grown(size));
        }
        x[size] = vertexX;
        y[size++] = vertexY;
    }

    private void startStretch(int observation, long label) {
        if (stretches == owners.length) {
            owners = Arrays.copyOf(owners, grown(stretches));
            labels = Arrays.copyOf(labels, grown(stretches));
            starts = Arrays.copyOf(starts, grown(stretches));
        }
        owners[stretches] = observation;
        labels[stretches] = label;
        starts[stretches++] = size;
    }

    private static int grown(int capacity) {
        return (int) Math.min(Integer.MAX_VALUE - 8, capacity + (capacity >> 1) + 16L);
    }

    /** Vertices of cells that are not in the dataset. */
    long unknown() {
        return unknown;
    }

    /** Vertices of cells that are. */
    int known() {
        return size;
    }

    /** Polygons left out because they had fewer than three distinct vertices or one that is no number; counted by {@link #finish}. */
    long broken() {
        return broken;
    }

    /** The polygons; the rows are used up. */
    Outlines finish() {
        int[] order = order();
        Rings rings = new Rings(order == null);
        for (int i = 0; i < stretches; i++) {
            int stretch = order == null ? i : order[i];
            boolean first = i == 0 || !same(stretch, order == null ? i - 1 : order[i - 1]);
            if (first) {
                rings.close();
                rings.owner = owners[stretch];
            }
            int end = stretch + 1 < stretches ? starts[stretch + 1] : size;
            for (int vertex = starts[stretch]; vertex < end; vertex++) {
                rings.add(x[vertex], y[vertex]);
            }
        }
        rings.close();
        return rings.outlines();
    }

    private boolean same(int a, int b) {
        return owners[a] == owners[b] && labels[a] == labels[b];
    }

    /** The stretches by observation, label and place in the file; {@code null} when that is how they lie. */
    private int[] order() {
        boolean ascending = true;
        for (int i = 1; i < stretches && ascending; i++) {
            ascending = compare(i - 1, i) < 0;
        }
        if (ascending) {
            return null;
        }
        Integer[] order = new Integer[stretches];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, this::compare);
        int[] plain = new int[stretches];
        Arrays.setAll(plain, i -> order[i]);
        return plain;
    }

    private int compare(int a, int b) {
        int byOwner = Integer.compare(owners[a], owners[b]);
        int byLabel = byOwner == 0 ? Long.compare(labels[a], labels[b]) : byOwner;
        return byLabel == 0 ? Integer.compare(a, b) : byLabel;
    }

    /** Writes rings one after the other: over the rows themselves when those lie in order, since a ring never ends behind its rows. */
    private final class Rings {

        private final float[] ringX;
        private final float[] ringY;
        private int[] observations = new int[Math.max(16, stretches)];
        private int[] ringStarts = new int[Math.max(16, stretches) + 1];
        private int rings;
        private int start;
        private int end;
        private int owner;

        Rings(boolean inPlace) {
            ringX = inPlace ? x : new float[size];
            ringY = inPlace ? y : new float[size];
        }

        void add(float vertexX, float vertexY) {
            ringX[end] = vertexX;
            ringY[end++] = vertexY;
            if (!labelled && end - start >= SMALLEST_CLOSED && meets(end - 1)) {
                close();
            }
        }

        private boolean meets(int vertex) {
            return ringX[vertex] == ringX[start] && ringY[vertex] == ringY[start];
        }

        void close() {
            if (end == start) {
                return;
            }
            if (end - start > 1 && meets(end - 1)) {
                end--;
            }
            if (isBroken()) {
                broken++;
                end = start;
                return;
            }
            if (rings == observations.length) {
                observations = Arrays.copyOf(observations, grown(rings));
                ringStarts = Arrays.copyOf(ringStarts, grown(rings) + 1);
            }
            observations[rings] = owner;
            ringStarts[rings++] = start;
            start = end;
        }

        private boolean isBroken() {
            int distinct = 0;
            int second = start;
            for (int i = start; i < end; i++) {
                if (!Float.isFinite(ringX[i]) || !Float.isFinite(ringY[i])) {
                    return true;
                }
                if (distinct == 0) {
                    distinct = 1;
                } else if (distinct == 1 && !meets(i)) {
                    distinct = 2;
                    second = i;
                } else if (distinct == 2 && !meets(i) && (ringX[i] != ringX[second] || ringY[i] != ringY[second])) {
                    distinct = 3;
                }
            }
            return distinct < 3;
        }

        Outlines outlines() {
            int[] bounds = Arrays.copyOf(ringStarts, rings + 1);
            bounds[rings] = start;
            return new Outlines(
                    Arrays.copyOf(observations, rings),
                    bounds,
                    Arrays.copyOf(ringX, start),
                    Arrays.copyOf(ringY, start));
        }
    }
}
