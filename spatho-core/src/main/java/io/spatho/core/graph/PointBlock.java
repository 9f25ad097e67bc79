package io.spatho.core.graph;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;

/**
 * A few points with one array per dimension, so that the JVM compares a query with many of them at once, multiplying and adding in one
 * instruction as x86-64 processors since 2013 and ARM's do. Four dimensions at once: with six arrays more the JVM gives up on vectors.
 *
 * <p>Dimensions and places are padded with zeros to whole steps; the half norm of an unfilled place is infinite, so it ranks last.
 */
final class PointBlock {

    private static final int DIMENSIONS_AT_ONCE = 4;
    private static final int PLACES_AT_ONCE = 16;

    private final int[] members;
    private final float[][] values;
    private final float[] halfNorms;

    /** The points named of a matrix. */
    PointBlock(DenseMatrix points, int[] members) {
        this.members = members;
        int places = Math.multiplyExact((members.length + PLACES_AT_ONCE - 1) / PLACES_AT_ONCE, PLACES_AT_ONCE);
        this.values = new float[paddedDimensions(points.columns())][places];
        this.halfNorms = new float[places];
        Arrays.fill(halfNorms, Float.POSITIVE_INFINITY);
        for (int place = 0; place < members.length; place++) {
            double squares = 0;
            for (int d = 0; d < points.columns(); d++) {
                float value = points.get(members[place], d);
                values[d][place] = value;
                squares += (double) value * value;
            }
            halfNorms[place] = (float) (squares / 2);
        }
    }

    /** A point as {@link #rank} wants it: padded. */
    static float[] query(DenseMatrix points, int point) {
        float[] query = new float[paddedDimensions(points.columns())];
        System.arraycopy(points.values(), point * points.columns(), query, 0, points.columns());
        return query;
    }

    private static int paddedDimensions(int dimensions) {
        return (dimensions + DIMENSIONS_AT_ONCE - 1) / DIMENSIONS_AT_ONCE * DIMENSIONS_AT_ONCE;
    }

    /** The number of points. */
    int size() {
        return members.length;
    }

    /** The point at a place. */
    int point(int place) {
        return members[place];
    }

    /** The number of places, unfilled ones included. */
    int places() {
        return halfNorms.length;
    }

    /** {@code |x|^2 / 2 - q.x} for every x, ascending with the distance from q. */
    void rank(float[] query, float[] ranks) {
        System.arraycopy(halfNorms, 0, ranks, 0, halfNorms.length);
        for (int d = 0; d < values.length; d += DIMENSIONS_AT_ONCE) {
            subtract(ranks, halfNorms.length, query, d, values[d], values[d + 1], values[d + 2], values[d + 3]);
        }
    }

    private static void subtract(
            float[] ranks, int places, float[] query, int d, float[] a, float[] b, float[] c, float[] e) {
        float qa = -query[d];
        float qb = -query[d + 1];
        float qc = -query[d + 2];
        float qe = -query[d + 3];
        for (int j = 0; j < places; j++) {
            ranks[j] = Math.fma(qa, a[j], Math.fma(qb, b[j], Math.fma(qc, c[j], Math.fma(qe, e[j], ranks[j]))));
        }
    }
}
