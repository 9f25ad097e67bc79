package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;

/**
 * A smooth random field on the plane with values in [-1, 1] and features of the size of one unit: random values on the integer
 * lattice, joined by Perlin's fifth-degree fade (Perlin 2002). A value depends on seed, name and place only.
 */
final class SmoothNoise {

    private static final long STEP_X = 0x9E3779B97F4A7C15L;
    private static final long STEP_Y = 0xC2B2AE3D27D4EB4FL;

    private final long key;

    SmoothNoise(long seed, String name) {
        this.key = CounterRandom.of(seed, name, 0).nextLong();
    }

    double at(double x, double y) {
        double cellX = Math.floor(x);
        double cellY = Math.floor(y);
        long column = (long) cellX;
        long row = (long) cellY;
        double u = fade(x - cellX);
        double v = fade(y - cellY);
        double bottom = corner(column, row) * (1 - u) + corner(column + 1, row) * u;
        double top = corner(column, row + 1) * (1 - u) + corner(column + 1, row + 1) * u;
        return bottom * (1 - v) + top * v;
    }

    private static double fade(double t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }

    private double corner(long column, long row) {
        long z = key ^ (column * STEP_X + row * STEP_Y);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) * 0x1.0p-63;
    }
}
