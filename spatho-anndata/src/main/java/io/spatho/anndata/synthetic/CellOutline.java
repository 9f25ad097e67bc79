package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;

/**
 * The outline of a cell and of its nucleus, each a ring of 12 corners.
 *
 * <p>In each direction the cell ends where its ellipse does or a quarter of a micrometre before the line halfway to a neighbour, whichever
 * comes first. Every corner so lies in the cell's own Voronoi polygon, which is convex: outlines of two cells cannot overlap,
 * also after corners are rounded to quarters of a micrometre (which keeps files small). The nucleus is the same ring drawn towards the
 * centre.
 *
 * @param cellX corners of the cell, micrometres, in the section's shifted coordinates
 * @param nucleusX corners of the nucleus; empty when the cut missed it
 */
record CellOutline(double[] cellX, double[] cellY, double[] nucleusX, double[] nucleusY) {

    static final int CORNERS = 12;

    private static final double GAP = 0.25;
    private static final int REACH = 3;
    private static final double SHARE_WITHOUT_NUCLEUS = 0.03;
    private static final double GRID = 4;

    static CellOutline of(Section section, Cell cell, long seed) {
        double[] lengths = lengths(section, cell);
        CounterRandom random = nucleusRandom(cell.index(), seed);
        boolean nucleus = random.nextDouble() >= SHARE_WITHOUT_NUCLEUS;
        boolean lymphoid = cell.type().radius() < 5;
        double part = (lymphoid ? 0.72 : 0.5) + 0.12 * random.nextDouble();
        double[] none = new double[0];
        double x = cell.x() + section.shiftX();
        double y = cell.y() + section.shiftY();
        return new CellOutline(
                ring(x, lengths, 1, 0),
                ring(y, lengths, 1, 9),
                nucleus ? ring(x, lengths, part, 0) : none,
                nucleus ? ring(y, lengths, part, 9) : none);
    }

    private static CounterRandom nucleusRandom(int place, long seed) {
        return CounterRandom.of(seed, "synthetic.nucleus", place);
    }

    /** Whether the cell at a lattice place has a nucleus in the cut. */
    static boolean nucleated(int place, long seed) {
        return nucleusRandom(place, seed).nextDouble() >= SHARE_WITHOUT_NUCLEUS;
    }

    /** {@code turn} 0 gives cosines, 9 (three quarters of a turn) gives sines. */
    private static double[] ring(double centre, double[] lengths, double part, int turn) {
        double[] corners = new double[CORNERS];
        for (int i = 0; i < CORNERS; i++) {
            double at = centre + part * lengths[i] * COSINES[(i + turn) % CORNERS];
            corners[i] = Math.rint(at * GRID) / GRID;
        }
        return corners;
    }

    private static final double[] COSINES = cosines();

    private static double[] cosines() {
        double[] cosines = new double[CORNERS];
        for (int i = 0; i < CORNERS; i++) {
            cosines[i] = StrictMath.cos(2 * Math.PI * i / CORNERS);
        }
        return cosines;
    }

    private static double[] lengths(Section section, Cell cell) {
        double grain = section.lattice().tissue().grain(cell.x(), cell.y());
        double along = StrictMath.cos(grain);
        double acrossGrain = StrictMath.sin(grain);
        double elongation = cell.type().elongation();
        double[] lengths = new double[CORNERS];
        for (int i = 0; i < CORNERS; i++) {
            double u = COSINES[i] * along + COSINES[(i + 9) % CORNERS] * acrossGrain;
            double v = COSINES[(i + 9) % CORNERS] * along - COSINES[i] * acrossGrain;
            lengths[i] = cell.type().radius() / Math.sqrt(u * u / elongation + v * v * elongation);
        }
        CellLattice lattice = section.lattice();
        int row = cell.index() / lattice.columns();
        int column = cell.index() % lattice.columns();
        for (int r = Math.max(0, row - REACH); r <= Math.min(lattice.rows() - 1, row + REACH); r++) {
            for (int c = Math.max(0, column - REACH); c <= Math.min(lattice.columns() - 1, column + REACH); c++) {
                int place = r * lattice.columns() + c;
                if (place != cell.index() && section.occupied(place)) {
                    shorten(lengths, lattice.x(place) - cell.x(), lattice.y(place) - cell.y());
                }
            }
        }
        return lengths;
    }

    private static void shorten(double[] lengths, double dx, double dy) {
        double distance = Math.sqrt(dx * dx + dy * dy);
        double free = distance / 2 - GAP;
        for (int i = 0; i < CORNERS; i++) {
            double towards = (dx * COSINES[i] + dy * COSINES[(i + 9) % CORNERS]) / distance;
            if (lengths[i] * towards > free) {
                lengths[i] = free / towards;
            }
        }
    }

    boolean hasNucleus() {
        return nucleusX.length > 0;
    }

    /** The area of a ring in square micrometres. */
    static double area(double[] x, double[] y) {
        double twice = 0;
        for (int i = 0; i < x.length; i++) {
            int next = (i + 1) % x.length;
            twice += x[i] * y[next] - x[next] * y[i];
        }
        return Math.abs(twice) / 2;
    }

    /** The mean of a ring's corners. */
    static double middle(double[] corners) {
        double sum = 0;
        for (double corner : corners) {
            sum += corner;
        }
        return sum / corners.length;
    }
}
