package io.spatho.anndata.synthetic;

import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A section cut to an exact number of cells: the innermost {@code n} cells by {@link TissueModel#level}.
 *
 * <p>Cells are numbered along the lattice, row after row. Coordinates that leave this package start near 0: add {@link #shiftX} and
 * {@link #shiftY}. Memory: about 16 bytes for a cell, plus 12 for a candidate while it is made.
 */
final class Section {

    private static final double AREA_OF_A_CELL = 88;
    private static final double MARGIN = 15;
    private static final double WINDOW = 1.5;
    private static final double LARGEST_LEVEL = 1.2;
    private static final int ROWS_IN_A_BLOCK = 16;

    private final CellLattice lattice;
    private final int[] places;
    private final BitSet occupied;
    private final double edge;
    private final double shiftX;
    private final double shiftY;

    private Section(CellLattice lattice, int[] places, double edge) {
        this.lattice = lattice;
        this.places = places;
        this.edge = edge;
        this.occupied = new BitSet(lattice.size());
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        for (int place : places) {
            occupied.set(place);
            minX = Math.min(minX, lattice.x(place));
            minY = Math.min(minY, lattice.y(place));
        }
        this.shiftX = MARGIN - Math.floor(minX);
        this.shiftY = MARGIN - Math.floor(minY);
    }

    /** A section of exactly {@code cells} cells. */
    static Section of(int cells, long seed, Workers workers) {
        double radius = Math.sqrt(cells * AREA_OF_A_CELL / Math.PI);
        while (true) {
            CellLattice lattice = new CellLattice(new TissueModel(seed, radius), seed, WINDOW * radius);
            List<Candidates> blocks = workers.map(blocks(lattice), block -> candidates(lattice, block));
            int found = blocks.stream().mapToInt(block -> block.places().length).sum();
            if (found > cells) {
                double edge = levelOf(cells, found, blocks);
                if (edge < LARGEST_LEVEL) {
                    return new Section(lattice, within(edge, cells, blocks), edge);
                }
            }
            radius *= 1.15;
        }
    }

    private static int blocks(CellLattice lattice) {
        return (lattice.rows() + ROWS_IN_A_BLOCK - 1) / ROWS_IN_A_BLOCK;
    }

    private record Candidates(int[] places, double[] levels) {}

    private static Candidates candidates(CellLattice lattice, int block) {
        int from = block * ROWS_IN_A_BLOCK * lattice.columns();
        int to = Math.min(lattice.rows(), (block + 1) * ROWS_IN_A_BLOCK) * lattice.columns();
        int[] places = new int[to - from];
        double[] levels = new double[to - from];
        TypeMixture mixture = new TypeMixture();
        int count = 0;
        for (int place = from; place < to; place++) {
            double level = lattice.tissue().level(lattice.x(place), lattice.y(place));
            if (level < LARGEST_LEVEL && lattice.cell(place, mixture) != null) {
                places[count] = place;
                levels[count] = level;
                count++;
            }
        }
        return new Candidates(Arrays.copyOf(places, count), Arrays.copyOf(levels, count));
    }

    private static double levelOf(int rank, int found, List<Candidates> blocks) {
        double[] levels = new double[found];
        int at = 0;
        for (Candidates block : blocks) {
            System.arraycopy(block.levels(), 0, levels, at, block.levels().length);
            at += block.levels().length;
        }
        Arrays.sort(levels);
        return levels[rank - 1];
    }

    private static int[] within(double edge, int cells, List<Candidates> blocks) {
        int[] chosen = new int[cells];
        int count = 0;
        for (Candidates block : blocks) {
            for (int i = 0; i < block.places().length && count < cells; i++) {
                if (block.levels()[i] <= edge) {
                    chosen[count++] = block.places()[i];
                }
            }
        }
        return chosen;
    }

    int cells() {
        return places.length;
    }

    /** The n-th cell, in the model's own coordinates. */
    Cell cell(int number, TypeMixture mixture) {
        return lattice.cell(places[number], mixture);
    }

    /** The lattice place of the n-th cell. */
    int place(int number) {
        return places[number];
    }

    boolean occupied(int place) {
        return occupied.get(place);
    }

    CellLattice lattice() {
        return lattice;
    }

    /** The level of {@link TissueModel#level} at which the section ends. */
    double edge() {
        return edge;
    }

    double shiftX() {
        return shiftX;
    }

    double shiftY() {
        return shiftY;
    }
}
