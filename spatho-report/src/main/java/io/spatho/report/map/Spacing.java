package io.spatho.report.map;

import io.spatho.report.content.Cells;

/** How far apart observations lie, so that their discs can be drawn to touch. */
final class Spacing {

    private static final double CELLS_PER_TILE = 4;
    private static final double TOUCHING = 0.62;

    private Spacing() {}

    /**
     * A disc radius in micrometres: half of the spot or bin where its size is known, else what makes neighbouring discs touch,
     * from the number of observations per occupied tile.
     */
    static double radiusUm(Cells cells, double observationSizeUm) {
        if (observationSizeUm > 0 && Double.isFinite(observationSizeUm)) {
            return Math.max(observationSizeUm / 2, estimate(cells) * 0.5);
        }
        return estimate(cells);
    }

    private static double estimate(Cells cells) {
        double[] box = {
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        int count = 0;
        for (int i = 0; i < cells.size(); i++) {
            double x = cells.x()[i];
            double y = cells.y()[i];
            if (Double.isFinite(x + y)) {
                count++;
                box[0] = Math.min(box[0], x);
                box[1] = Math.min(box[1], y);
                box[2] = Math.max(box[2], x);
                box[3] = Math.max(box[3], y);
            }
        }
        double width = box[2] - box[0];
        double height = box[3] - box[1];
        if (count < 2 || !(width > 0 && height > 0)) {
            return Math.max(5, Math.max(width, height) / Math.max(2, 2.0 * count));
        }
        double tile = Math.sqrt(width * height / count * CELLS_PER_TILE);
        return TOUCHING * Math.sqrt(occupied(cells, box, tile) * tile * tile / count);
    }

    private static int occupied(Cells cells, double[] box, double tile) {
        int columns = (int) Math.min(4096, (box[2] - box[0]) / tile + 1);
        int rows = (int) Math.min(4096, (box[3] - box[1]) / tile + 1);
        boolean[] hit = new boolean[columns * rows];
        int count = 0;
        for (int i = 0; i < cells.size(); i++) {
            double x = cells.x()[i];
            double y = cells.y()[i];
            if (!Double.isFinite(x + y)) {
                continue;
            }
            int column = (int) Math.min(columns - 1.0, (x - box[0]) / tile);
            int row = (int) Math.min(rows - 1.0, (y - box[1]) / tile);
            if (!hit[row * columns + column]) {
                hit[row * columns + column] = true;
                count++;
            }
        }
        return count;
    }
}
