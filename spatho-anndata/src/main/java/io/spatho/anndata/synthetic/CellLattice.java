package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;
import java.util.function.Consumer;

/**
 * The places where cells can be: a hexagonal lattice of 7.6 µm whose points are jittered by at most 1.3 µm along each axis, so that two
 * centres are never closer than 3.9 µm. Each structure leaves a part of the points empty, which gives it its density.
 *
 * <p>Every point can be computed by itself, in any order and on any thread. Nothing is stored.
 */
final class CellLattice {

    private static final double PITCH = 7.6;
    private static final double ROW_HEIGHT = PITCH * 0.8660254037844386;
    private static final double JITTER = 1.3;

    private final TissueModel tissue;
    private final long seed;
    private final double left;
    private final double top;
    private final int columns;
    private final int rows;

    /** The lattice over a square of the given half width around the middle of the section. */
    CellLattice(TissueModel tissue, long seed, double halfWidth) {
        this.tissue = tissue;
        this.seed = seed;
        this.left = -halfWidth;
        this.top = -halfWidth;
        this.columns = (int) Math.ceil(2 * halfWidth / PITCH);
        this.rows = (int) Math.ceil(2 * halfWidth / ROW_HEIGHT);
        Math.multiplyExact(columns, rows);
    }

    TissueModel tissue() {
        return tissue;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    int size() {
        return rows * columns;
    }

    private CounterRandom random(int index) {
        return CounterRandom.of(seed, "synthetic.cell", index);
    }

    /** The x of a point in micrometres. */
    double x(int index) {
        return x(index, random(index).nextDouble());
    }

    /** The y of a point in micrometres. */
    double y(int index) {
        CounterRandom random = random(index);
        random.nextLong();
        return y(index, random.nextDouble());
    }

    private double x(int index, double draw) {
        int row = index / columns;
        double shift = (row & 1) == 0 ? 0.25 : 0.75;
        return left + (index % columns + shift) * PITCH + JITTER * (2 * draw - 1);
    }

    private double y(int index, double draw) {
        int row = index / columns;
        return top + (row + 0.5) * ROW_HEIGHT + JITTER * (2 * draw - 1);
    }

    /** The cell at a point, or {@code null} when the point is empty. */
    Cell cell(int index, TypeMixture mixture) {
        CounterRandom random = random(index);
        double x = x(index, random.nextDouble());
        double y = y(index, random.nextDouble());
        double room = random.nextDouble();
        if (room > Structure.LYMPHOID_AGGREGATE.packing()) {
            return null;
        }
        Place place = tissue.at(x, y);
        if (place.lumen() || room > place.structure().packing()) {
            return null;
        }
        return new Cell(index, x, y, place, mixture.type(place, random.nextDouble()));
    }

    /** Hands over every cell whose centre is within {@code reach} of a point, row after row. */
    void around(double x, double y, double reach, TypeMixture mixture, Consumer<Cell> visitor) {
        inBox(x - reach, y - reach, x + reach, y + reach, mixture, cell -> {
            double dx = cell.x() - x;
            double dy = cell.y() - y;
            if (dx * dx + dy * dy <= reach * reach) {
                visitor.accept(cell);
            }
        });
    }

    /** Hands over every cell whose centre is in a rectangle, and some around it, row after row. */
    void inBox(double x0, double y0, double x1, double y1, TypeMixture mixture, Consumer<Cell> visitor) {
        int firstRow = Math.max(0, (int) Math.floor((y0 - JITTER - top) / ROW_HEIGHT - 0.5));
        int lastRow = Math.min(rows - 1, (int) Math.ceil((y1 + JITTER - top) / ROW_HEIGHT - 0.5));
        int firstColumn = Math.max(0, (int) Math.floor((x0 - JITTER - left) / PITCH - 0.75));
        int lastColumn = Math.min(columns - 1, (int) Math.ceil((x1 + JITTER - left) / PITCH - 0.25));
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                Cell cell = cell(row * columns + column, mixture);
                if (cell != null) {
                    visitor.accept(cell);
                }
            }
        }
    }
}
