package io.spatho.report;

import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/** A made piece of tissue: seeds of regions with structures, cells around them, and outlines. */
final class MadeTissue {

    static final String[] STRUCTURES = {
        "Tumour", "Stroma", "Normal epithelium", "Smooth muscle", "Immune aggregate", "Necrosis", "Vessel wall"
    };
    private static final double SPACING_UM = 9;

    final double widthUm;
    final double heightUm;
    final double[] x;
    final double[] y;
    final int[] region;
    final int[] structureOfRegion;
    final double[] seedX;
    final double[] seedY;

    MadeTissue(int cells, int regions) {
        double area = cells * SPACING_UM * SPACING_UM / 0.72;
        widthUm = Math.sqrt(area * 1.45);
        heightUm = area / widthUm;
        CounterRandom random = CounterRandom.of(1, "made tissue", 0);
        seedX = new double[regions];
        seedY = new double[regions];
        structureOfRegion = new int[regions];
        for (int r = 0; r < regions; r++) {
            do {
                seedX[r] = random.nextDouble() * widthUm;
                seedY[r] = random.nextDouble() * heightUm;
            } while (!isTissue(seedX[r], seedY[r]));
            double band = seedY[r] / heightUm + 0.15 * Math.sin(6 * seedX[r] / widthUm);
            structureOfRegion[r] = band > 0.78
                    ? 3
                    : band < 0.25
                            ? 2
                            : random.nextDouble() < 0.45 ? 0 : 1 + 3 * (random.nextInt(3) / 2) + random.nextInt(2) * 0;
            if (random.nextDouble() < 0.08) {
                structureOfRegion[r] = 5 + random.nextInt(2);
            }
        }
        x = new double[cells];
        y = new double[cells];
        region = new int[cells];
        for (int i = 0; i < cells; i++) {
            do {
                x[i] = random.nextDouble() * widthUm;
                y[i] = random.nextDouble() * heightUm;
            } while (!isTissue(x[i], y[i]));
            region[i] = nearest(x[i], y[i]);
        }
    }

    private boolean isTissue(double px, double py) {
        double u = 2 * px / widthUm - 1;
        double v = 2 * py / heightUm - 1;
        double angle = Math.atan2(v, u);
        double reach = 0.92 + 0.06 * Math.sin(3 * angle + 1) + 0.04 * Math.sin(7 * angle);
        boolean isHole = Math.hypot(u - 0.35, 1.2 * (v + 0.2)) < 0.13;
        return Math.pow(Math.abs(u), 2.6) + Math.pow(Math.abs(v), 2.6) < Math.pow(reach, 2.6) && !isHole;
    }

    private int nearest(double px, double py) {
        double wobble = widthUm / Math.sqrt(seedX.length) * 0.12;
        double qx = px + wobble * Math.sin(9 * py / wobble / 7);
        double qy = py + wobble * Math.sin(9 * px / wobble / 8 + 1);
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int r = 0; r < seedX.length; r++) {
            double distance = Math.hypot(qx - seedX[r], qy - seedY[r]);
            if (distance < least) {
                least = distance;
                best = r;
            }
        }
        return best;
    }

    /** The outline of a region, seen from its centre, as x, y pairs. */
    List<double[]> outline(int r) {
        List<double[]> points = new ArrayList<>();
        double step = widthUm / 260;
        double cx = 0;
        double cy = 0;
        int n = 0;
        for (int i = 0; i < x.length; i++) {
            if (region[i] == r) {
                cx += x[i];
                cy += y[i];
                n++;
            }
        }
        cx /= n;
        cy /= n;
        for (int k = 0; k < 90; k++) {
            double angle = 2 * Math.PI * k / 90;
            double reach = step;
            while (reach < widthUm
                    && isTissue(cx + reach * Math.cos(angle), cy + reach * Math.sin(angle))
                    && nearest(cx + reach * Math.cos(angle), cy + reach * Math.sin(angle)) == r) {
                reach += step;
            }
            points.add(new double[] {cx + reach * Math.cos(angle), cy + reach * Math.sin(angle)});
        }
        points.add(points.get(0));
        return points;
    }
}
