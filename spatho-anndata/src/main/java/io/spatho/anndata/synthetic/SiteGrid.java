package io.spatho.anndata.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * Sites on a jittered square grid around the origin, at most one in each grid square. A site reaches less than 1.2 grid steps from
 * the middle of its square, so that the nine squares around a point hold every site that can cover it.
 */
final class SiteGrid {

    private final double step;
    private final int half;
    private final Site[] sites;

    /** Decides what stands in a grid square. */
    @FunctionalInterface
    interface Planting {
        /** The site of the square whose middle is given, or {@code null} for none. */
        Site plant(double middleX, double middleY, long square);
    }

    SiteGrid(double step, double reach, Planting planting) {
        this.step = step;
        this.half = (int) Math.ceil(reach / step) + 2;
        int side = 2 * half;
        this.sites = new Site[Math.multiplyExact(side, side)];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int square = row * side + column;
                sites[square] = planting.plant((column - half + 0.5) * step, (row - half + 0.5) * step, square);
            }
        }
    }

    /** All sites, row after row. */
    List<Site> sites() {
        List<Site> present = new ArrayList<>();
        for (Site site : sites) {
            if (site != null) {
                present.add(site);
            }
        }
        return present;
    }

    /** The site of a kind that lies deepest at a point, or {@code null} when no square nearby holds one. */
    Site deepest(double x, double y, Structure kind) {
        Site best = null;
        double depth = Double.NEGATIVE_INFINITY;
        int column = (int) Math.floor(x / step) + half;
        int row = (int) Math.floor(y / step) + half;
        int side = 2 * half;
        for (int r = Math.max(0, row - 1); r <= Math.min(side - 1, row + 1); r++) {
            for (int c = Math.max(0, column - 1); c <= Math.min(side - 1, column + 1); c++) {
                Site site = sites[r * side + c];
                if (site != null && site.structure() == kind && site.depth(x, y) > depth) {
                    best = site;
                    depth = site.depth(x, y);
                }
            }
        }
        return best;
    }
}
