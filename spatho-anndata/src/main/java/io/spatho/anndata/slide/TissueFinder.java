package io.spatho.anndata.slide;

import io.spatho.core.parallel.Workers;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the tissue of a stained slide on bright glass.
 *
 * <p>Method: the mean over red, green and blue of the optical density {@code -ln((v + 1) / 256)} of each square, as its square root (which
 * keeps pale tissue apart from glass where dense nuclei are many); box smoothing; Otsu's threshold on 256 bins; closing, filling of small
 * holes, dropping of small pieces, a margin. A slide without contrast has no tissue; a slide without glass has nothing else. Determinism:
 * depends on pixels and settings alone. Cost: one pass over the level that is closest to the mask's resolution.
 *
 * <p>Source: N. Otsu, IEEE Trans. SMC 9 (1979) 62; optical density after A. Ruifrok and D. Johnston (2001).
 */
public final class TissueFinder {

    private static final int BINS = 256;
    private static final double DENSEST = Math.sqrt(-Math.log(1 / 256.0));
    private static final int ROWS_IN_A_BLOCK = 64;

    private TissueFinder() {}

    /** The mask of a slide whose largest level has pixels of {@code umPerPixel} micrometres. */
    public static TissueMask find(Slide slide, double umPerPixel, TissueSettings settings, Workers workers) {
        double step = Math.max(1, settings.squareUm() / umPerPixel);
        int width = (int) Math.ceil(slide.width() / step);
        int height = (int) Math.ceil(slide.height() / step);
        float[] density = densities(slide, step, width, height, workers);
        double side = step * umPerPixel;
        int reach = (int) Math.rint((settings.smoothingUm() / side - 1) / 2);
        float[] smooth = reach > 0 ? smoothed(density, width, height, reach) : density;
        long[] histogram = new long[BINS];
        for (float value : smooth) {
            histogram[bin(value)]++;
        }
        OtsuThreshold otsu = OtsuThreshold.of(histogram);
        double glass = density(otsu.lowerMean());
        BitSet bits = new BitSet(width * height);
        double threshold = Double.NaN;
        if (glass > settings.densestGlass()) {
            bits.set(0, width * height);
        } else if (density(otsu.upperMean()) - glass >= settings.leastContrast()) {
            threshold = density(otsu.bin() + 0.5);
            for (int i = 0; i < smooth.length; i++) {
                bits.set(i, bin(smooth[i]) > otsu.bin());
            }
            bits = shaped(bits, width, height, side, settings);
        }
        return new TissueMask(width, height, step, umPerPixel, bits, threshold, settings);
    }

    private static int bin(float root) {
        return (int) Math.min(BINS - 1, root / DENSEST * BINS);
    }

    private static double density(double bin) {
        double root = (bin + 0.5) / BINS * DENSEST;
        return root * root;
    }

    private static BitSet shaped(BitSet bits, int width, int height, double side, TissueSettings settings) {
        MaskShapes shapes = new MaskShapes(width, height);
        double closing = settings.closingUm() / side;
        BitSet closed = shapes.shrunk(shapes.grown(bits, closing), closing);
        double area = side * side;
        BitSet filled = shapes.inverted(shapes.withoutSmall(shapes.inverted(closed), settings.smallestHole() / area));
        BitSet kept = shapes.withoutSmall(filled, settings.smallestPiece() / area);
        return shapes.grown(kept, settings.marginUm() / side);
    }

    private static float[] densities(Slide slide, double step, int width, int height, Workers workers) {
        float[] ofValue = new float[BINS];
        for (int value = 0; value < BINS; value++) {
            ofValue[value] = (float) -Math.log((value + 1) / 256.0);
        }
        float[] density = new float[width * height];
        int blocks = (height + ROWS_IN_A_BLOCK - 1) / ROWS_IN_A_BLOCK;
        List<Boolean> done = workers.map(blocks, block -> {
            int from = block * ROWS_IN_A_BLOCK;
            int rows = Math.min(ROWS_IN_A_BLOCK, height - from);
            byte[] rgb = slide.sample(new Sampling(0, from * step, step, step, width, rows))
                    .rgb();
            for (int i = 0; i < width * rows; i++) {
                float sum =
                        ofValue[rgb[3 * i] & 0xff] + ofValue[rgb[3 * i + 1] & 0xff] + ofValue[rgb[3 * i + 2] & 0xff];
                density[from * width + i] = (float) Math.sqrt(sum / 3);
            }
            return Boolean.TRUE;
        });
        if (done.size() != blocks) {
            throw new IllegalStateException("blocks are missing");
        }
        return density;
    }

    /** Box mean in both directions; edges are repeated. */
    private static float[] smoothed(float[] values, int width, int height, int reach) {
        float[] across = new float[values.length];
        for (int y = 0; y < height; y++) {
            box(values, across, y * width, 1, width, reach);
        }
        float[] both = new float[values.length];
        for (int x = 0; x < width; x++) {
            box(across, both, x, width, height, reach);
        }
        return both;
    }

    private static void box(float[] from, float[] to, int start, int stride, int count, int reach) {
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            sum += from[start + stride * Math.max(0, Math.min(count - 1, i))];
        }
        for (int i = 0; i < count; i++) {
            to[start + stride * i] = (float) (sum / (2 * reach + 1));
            sum += from[start + stride * Math.min(count - 1, i + reach + 1)]
                    - from[start + stride * Math.max(0, i - reach)];
        }
    }
}
