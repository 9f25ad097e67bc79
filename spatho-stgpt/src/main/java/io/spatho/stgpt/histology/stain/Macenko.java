package io.spatho.stgpt.histology.stain;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.Arrays;
import java.util.List;

/**
 * Brings H&amp;E pixels to one appearance: finds a slide's two stain colours and replaces them with the reference's.
 *
 * <p>Estimate: of optical densities {@code -ln((v + 1) / 240)}, those of pixels with no channel below 0.15; the plane of the two leading
 * eigenvectors of their covariance; the 1st and 99th percentile of the angle in it are the two colours, the one with more red being
 * haematoxylin; amounts by least squares, their 99th percentiles (over all pixels) as strengths. Estimate once for a slide, from many
 * tiles, so that tiles stay comparable. Determinism: depends on the pixels alone. Cost: a sort of the sample; per pixel three
 * exponentials. Source: M. Macenko et al., ISBI 2009, 1107; percentiles by linear interpolation as numpy's.
 */
public final class Macenko {

    private static final double LIGHT = 240;
    private static final double LEAST_DENSITY = 0.15;
    private static final double PERCENT = 1;
    private static final int FEWEST = 64;
    private static final double[] DENSITY = new double[256];

    static {
        for (int value = 0; value < 256; value++) {
            DENSITY[value] = -Math.log((value + 1) / LIGHT);
        }
    }

    private final StainVectors source;
    private final double[] solve;

    /** The normalisation of pixels stained in a known way. */
    public Macenko(StainVectors source) {
        this.source = source;
        this.solve = solver(source);
    }

    /** How the pixels are stained. */
    public StainVectors source() {
        return source;
    }

    /**
     * Finds how a slide is stained.
     *
     * @param tiles pixels of three bytes each
     * @throws InputException when fewer than 64 pixels are stained
     */
    public static StainVectors estimate(List<byte[]> tiles) {
        double[][] axes = plane(tiles);
        double[] angles = angles(tiles, axes);
        double[] low = direction(axes, percentile(angles, PERCENT));
        double[] high = direction(axes, percentile(angles, 100 - PERCENT));
        boolean isLowFirst = low[0] > high[0];
        double[] first = isLowFirst ? low : high;
        double[] second = isLowFirst ? high : low;
        StainVectors colors = new StainVectors(first, second, new double[] {1, 1});
        double[] solve = solver(colors);
        int pixels = tiles.stream().mapToInt(tile -> tile.length / 3).sum();
        double[][] amounts = new double[2][pixels];
        int at = 0;
        for (byte[] rgb : tiles) {
            for (int i = 0; i < rgb.length; i += 3) {
                amounts[0][at] = amount(solve, 0, rgb, i);
                amounts[1][at++] = amount(solve, 3, rgb, i);
            }
        }
        Arrays.sort(amounts[0]);
        Arrays.sort(amounts[1]);
        return new StainVectors(first, second, new double[] {
            percentile(amounts[0], 100 - PERCENT), percentile(amounts[1], 100 - PERCENT)
        });
    }

    /** The pixels as they would look on the reference slide; values above 255 become 254, fractions are cut off. */
    public byte[] normalized(byte[] rgb) {
        StainVectors to = StainVectors.REFERENCE;
        double first = to.strongest()[0] / source.strongest()[0];
        double second = to.strongest()[1] / source.strongest()[1];
        byte[] out = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += 3) {
            double h = amount(solve, 0, rgb, i) * first;
            double e = amount(solve, 3, rgb, i) * second;
            for (int channel = 0; channel < 3; channel++) {
                double value = LIGHT * Math.exp(-(to.haematoxylin()[channel] * h + to.eosin()[channel] * e));
                out[i + channel] = (byte) (value > 255 ? 254 : (int) value);
            }
        }
        return out;
    }

    private static double amount(double[] solve, int row, byte[] rgb, int at) {
        return solve[row] * DENSITY[rgb[at] & 0xff]
                + solve[row + 1] * DENSITY[rgb[at + 1] & 0xff]
                + solve[row + 2] * DENSITY[rgb[at + 2] & 0xff];
    }

    /** The pseudo-inverse of the two colours: 2 x 3. */
    private static double[] solver(StainVectors colors) {
        double[] h = colors.haematoxylin();
        double[] e = colors.eosin();
        double hh = dot(h, h);
        double he = dot(h, e);
        double ee = dot(e, e);
        double plane = hh * ee - he * he;
        double[] rows = new double[6];
        for (int channel = 0; channel < 3; channel++) {
            rows[channel] = (ee * h[channel] - he * e[channel]) / plane;
            rows[3 + channel] = (hh * e[channel] - he * h[channel]) / plane;
        }
        return rows;
    }

    private static boolean isStained(byte[] rgb, int at) {
        return DENSITY[rgb[at] & 0xff] >= LEAST_DENSITY
                && DENSITY[rgb[at + 1] & 0xff] >= LEAST_DENSITY
                && DENSITY[rgb[at + 2] & 0xff] >= LEAST_DENSITY;
    }

    /** The two leading eigenvectors of the covariance, the first one pointing where the stained pixels lie. */
    private static double[][] plane(List<byte[]> tiles) {
        double[] mean = new double[3];
        double[][] products = new double[3][3];
        long count = 0;
        for (byte[] rgb : tiles) {
            for (int i = 0; i < rgb.length; i += 3) {
                if (isStained(rgb, i)) {
                    count++;
                    for (int a = 0; a < 3; a++) {
                        double value = DENSITY[rgb[i + a] & 0xff];
                        mean[a] += value;
                        for (int b = 0; b <= a; b++) {
                            products[a][b] += value * DENSITY[rgb[i + b] & 0xff];
                        }
                    }
                }
            }
        }
        if (count < FEWEST) {
            throw new InputException(Problem.of("too little is stained to find the colours of the stains")
                    .expected("at least " + FEWEST + " pixels with an optical density of 0.15", count)
                    .fix("Leave stain normalisation out, or check that the slide is an H&E section"));
        }
        double[][] covariance = new double[3][3];
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b <= a; b++) {
                covariance[a][b] = products[a][b] / count - mean[a] / count * (mean[b] / count);
                covariance[b][a] = covariance[a][b];
            }
        }
        double[][] axes = SymmetricEigen.vectors(covariance);
        if (dot(axes[0], mean) < 0) {
            axes[0] = new double[] {-axes[0][0], -axes[0][1], -axes[0][2]};
        }
        return axes;
    }

    private static double[] angles(List<byte[]> tiles, double[][] axes) {
        int pixels = tiles.stream().mapToInt(tile -> tile.length / 3).sum();
        double[] angles = new double[pixels];
        int found = 0;
        for (byte[] rgb : tiles) {
            for (int i = 0; i < rgb.length; i += 3) {
                if (isStained(rgb, i)) {
                    double along = 0;
                    double aside = 0;
                    for (int channel = 0; channel < 3; channel++) {
                        double value = DENSITY[rgb[i + channel] & 0xff];
                        along += axes[0][channel] * value;
                        aside += axes[1][channel] * value;
                    }
                    angles[found++] = Math.atan2(aside, along);
                }
            }
        }
        double[] all = Arrays.copyOf(angles, found);
        Arrays.sort(all);
        return all;
    }

    private static double[] direction(double[][] axes, double angle) {
        double[] color = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            color[channel] = Math.cos(angle) * axes[0][channel] + Math.sin(angle) * axes[1][channel];
        }
        return color;
    }

    private static double percentile(double[] sorted, double percent) {
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
