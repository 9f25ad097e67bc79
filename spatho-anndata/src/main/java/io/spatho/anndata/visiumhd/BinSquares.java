package io.spatho.anndata.visiumhd;

import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import java.util.stream.IntStream;

/** Bins as squares around their centres, sides along the axes of the full-resolution image. */
final class BinSquares implements OutlineSource {

    private static final int CORNERS = 4;
    private static final int[] RIGHT = {-1, 1, 1, -1};
    private static final int[] DOWN = {-1, -1, 1, 1};

    private final double[] xUm;
    private final double[] yUm;
    private final double half;

    /**
     * Squares.
     *
     * @param sizeUm their side
     */
    BinSquares(double[] xUm, double[] yUm, double sizeUm) {
        this.xUm = xUm;
        this.yUm = yUm;
        this.half = sizeUm / 2;
    }

    @Override
    public String name() {
        return "bin_boundaries";
    }

    @Override
    public Outlines read() {
        int n = xUm.length;
        float[] x = new float[Math.multiplyExact(CORNERS, n)];
        float[] y = new float[x.length];
        for (int bin = 0; bin < n; bin++) {
            for (int corner = 0; corner < CORNERS; corner++) {
                x[CORNERS * bin + corner] = (float) (xUm[bin] + RIGHT[corner] * half);
                y[CORNERS * bin + corner] = (float) (yUm[bin] + DOWN[corner] * half);
            }
        }
        int[] starts = IntStream.rangeClosed(0, n).map(bin -> CORNERS * bin).toArray();
        return new Outlines(IntStream.range(0, n).toArray(), starts, x, y);
    }
}
