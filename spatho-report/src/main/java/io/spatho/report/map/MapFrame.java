package io.spatho.report.map;

import io.spatho.report.content.Cells;
import io.spatho.report.content.RegionOutline;
import java.util.List;

/**
 * The part of the slide that a map shows. x grows to the right and y downwards, as in the slide's picture.
 *
 * @param left x of the left edge in micrometres
 * @param top y of the upper edge in micrometres
 * @param scale points of the page per micrometre
 * @param width width in points
 * @param height height in points
 */
public record MapFrame(double left, double top, double scale, double width, double height) {

    private static final double WIDEST = 740;
    private static final double TALLEST = 640;
    private static final double MARGIN = 0.02;

    /** The frame that holds all cells and regions; no larger than 740 x 640 points. */
    public static MapFrame around(Cells cells, List<RegionOutline> outlines, double marginUm) {
        double[] box = {
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (int i = 0; i < cells.size(); i++) {
            extend(box, cells.x()[i], cells.y()[i]);
        }
        for (RegionOutline outline : outlines) {
            for (double[] ring : outline.rings()) {
                for (int i = 0; i < ring.length; i += 2) {
                    extend(box, ring[i], ring[i + 1]);
                }
            }
        }
        if (box[0] > box[2]) {
            return new MapFrame(0, 0, 1, 1, 1);
        }
        double side = Math.max(box[2] - box[0], box[3] - box[1]);
        double margin = Math.max(1, marginUm + MARGIN * side);
        double widthUm = box[2] - box[0] + 2 * margin;
        double heightUm = box[3] - box[1] + 2 * margin;
        double scale = Math.min(WIDEST / widthUm, TALLEST / heightUm);
        return new MapFrame(
                box[0] - margin,
                box[1] - margin,
                scale,
                Math.max(1, Math.ceil(widthUm * scale)),
                Math.max(1, Math.ceil(heightUm * scale)));
    }

    private static void extend(double[] box, double x, double y) {
        if (Double.isFinite(x) && Double.isFinite(y)) {
            box[0] = Math.min(box[0], x);
            box[1] = Math.min(box[1], y);
            box[2] = Math.max(box[2], x);
            box[3] = Math.max(box[3], y);
        }
    }

    /** The place of an x on the page. */
    public double toX(double um) {
        return (um - left) * scale;
    }

    /** The place of a y on the page. */
    public double toY(double um) {
        return (um - top) * scale;
    }

    /** A round length, 1, 2 or 5 times a power of ten micrometres, that takes about a fifth of the width. */
    public double scaleBarUm() {
        double wanted = width / scale / 4;
        double power = 1e-3;
        while (power * 10 <= wanted) {
            power *= 10;
        }
        return power * (wanted >= 5 * power ? 5 : wanted >= 2 * power ? 2 : 1);
    }
}
