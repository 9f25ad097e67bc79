package io.spatho.stgpt.histology.encoder;

/**
 * Texture of a grey picture: grey-level co-occurrence and local binary patterns.
 *
 * <p>Co-occurrence (R. Haralick et al., IEEE Trans. SMC 3, 1973): pairs of pixels at a distance in four directions (0, 45, 90 and 135
 * degrees; diagonal offsets rounded), both orders counted, as shares; contrast, homogeneity, energy, correlation as scikit-image's {@code
 * graycoprops}, the mean over directions. Patterns (T. Ojala et al., IEEE Trans. PAMI 24, 2002): rotation-invariant uniform ones of eight
 * neighbours at distance 1, bilinear between pixels, as scikit-image's {@code local_binary_pattern(…, "uniform")}; shares over pixels
 * that have all neighbours. Cost: linear in pixels.
 */
final class GrayTexture {

    /** Numbers of {@link #cooccurrence}. */
    static final int PROPERTIES = 4;

    /** Numbers of {@link #patterns}: 0 to 8 brighter neighbours in one run, and the rest. */
    static final int PATTERNS = 10;

    private static final int NEIGHBOURS = 8;
    private static final double HALF = Math.sqrt(0.5);

    private final int side;
    private final double[] gray;

    /** The luma of a picture as scikit-image's {@code rgb2gray}, times 255. */
    GrayTexture(byte[] rgb, int side) {
        this.side = side;
        this.gray = new double[side * side];
        for (int i = 0; i < gray.length; i++) {
            gray[i] =
                    0.2125 * (rgb[3 * i] & 0xff) + 0.7154 * (rgb[3 * i + 1] & 0xff) + 0.0721 * (rgb[3 * i + 2] & 0xff);
        }
    }

    /** Contrast, homogeneity, energy and correlation at a distance in pixels, of that many grey levels. */
    double[] cooccurrence(int distance, int levels) {
        int[] level = new int[gray.length];
        for (int i = 0; i < level.length; i++) {
            level[i] = Math.min(levels - 1, (int) (gray[i] * levels / 256));
        }
        int diagonal = (int) Math.rint(distance * HALF);
        int[][] offsets = {{0, distance}, {diagonal, diagonal}, {distance, 0}, {diagonal, -diagonal}};
        double[] sums = new double[PROPERTIES];
        for (int[] offset : offsets) {
            double[] one = properties(counts(level, offset, levels), levels);
            for (int i = 0; i < PROPERTIES; i++) {
                sums[i] += one[i] / offsets.length;
            }
        }
        return sums;
    }

    private long[] counts(int[] level, int[] offset, int levels) {
        long[] counts = new long[levels * levels];
        int from = Math.max(0, -offset[1]);
        int to = Math.min(side, side - offset[1]);
        for (int y = 0; y < side - offset[0]; y++) {
            int other = (y + offset[0]) * side + offset[1];
            for (int x = from; x < to; x++) {
                int a = level[y * side + x];
                int b = level[other + x];
                counts[a * levels + b]++;
                counts[b * levels + a]++;
            }
        }
        return counts;
    }

    private static double[] properties(long[] counts, int levels) {
        double total = 0;
        double mean = 0;
        for (int i = 0; i < counts.length; i++) {
            int level = i / levels;
            total += counts[i];
            mean += (double) counts[i] * level;
        }
        if (total == 0) {
            return new double[] {0, 1, 1, 1};
        }
        mean /= total;
        double contrast = 0;
        double homogeneity = 0;
        double moment = 0;
        double variance = 0;
        double covariance = 0;
        for (int i = 0; i < counts.length; i++) {
            double share = counts[i] / total;
            int a = i / levels;
            int b = i % levels;
            double square = (double) (a - b) * (a - b);
            contrast += share * square;
            homogeneity += share / (1 + square);
            moment += share * share;
            variance += share * (a - mean) * (a - mean);
            covariance += share * (a - mean) * (b - mean);
        }
        // The marginals are equal because both orders are counted.
        double correlation = variance < 1e-15 ? 1 : covariance / variance;
        return new double[] {contrast, homogeneity, Math.sqrt(moment), correlation};
    }

    /** The share of each uniform pattern. */
    double[] patterns() {
        double[] dy = new double[NEIGHBOURS];
        double[] dx = new double[NEIGHBOURS];
        for (int k = 0; k < NEIGHBOURS; k++) {
            dy[k] = Math.rint(-Math.sin(2 * Math.PI * k / NEIGHBOURS) * 1e5) / 1e5;
            dx[k] = Math.rint(Math.cos(2 * Math.PI * k / NEIGHBOURS) * 1e5) / 1e5;
        }
        double[] shares = new double[PATTERNS];
        long pixels = 0;
        for (int y = 1; y < side - 1; y++) {
            for (int x = 1; x < side - 1; x++) {
                shares[pattern(y, x, dy, dx)]++;
                pixels++;
            }
        }
        for (int i = 0; i < PATTERNS && pixels > 0; i++) {
            shares[i] /= pixels;
        }
        return shares;
    }

    private int pattern(int y, int x, double[] dy, double[] dx) {
        double centre = gray[y * side + x];
        int bits = 0;
        for (int k = 0; k < NEIGHBOURS; k++) {
            if (at(y + dy[k], x + dx[k]) - centre >= 0) {
                bits |= 1 << k;
            }
        }
        int turned = ((bits << 1) | (bits >> (NEIGHBOURS - 1))) & 0xff;
        return Integer.bitCount(bits ^ turned) <= 2 ? Integer.bitCount(bits) : NEIGHBOURS + 1;
    }

    private double at(double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        int bottom = (int) Math.ceil(y);
        int far = (int) Math.ceil(x);
        double upper = (1 - right) * gray[top * side + left] + right * gray[top * side + far];
        double lower = (1 - right) * gray[bottom * side + left] + right * gray[bottom * side + far];
        return (1 - down) * upper + down * lower;
    }
}
