package io.spatho.anndata.xenium;

import io.spatho.anndata.tree.ArrayRows;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.zarr.ZarrSource;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Outlines in {@code cells.zarr.zip}: {@code polygon_sets/0} for nuclei and {@code /1} for cells since 2.0, each with the cell of
 * every polygon; {@code polygon_vertices} with one polygon a cell and set before.
 */
final class OutlineArchive implements OutlineSource {

    private static final int NUCLEI = 0;
    private static final int CELLS = 1;
    private static final String OLD_VERTICES = "/polygon_vertices";
    private static final String OLD_COUNTS = "/polygon_num_vertices";

    private final String name;
    private final Path file;
    private final CellIndex cells;
    private final int set;
    private volatile List<String> warnings = List.of();

    OutlineArchive(String name, Path file, CellIndex cells) {
        this.name = name;
        this.file = file;
        this.cells = cells;
        this.set = set(name);
    }

    private static int set(String name) {
        return name.equals(XeniumFiles.NUCLEUS_OUTLINES) ? NUCLEI : CELLS;
    }

    /** Whether an archive holds outlines of a kind. */
    static boolean holds(Path file, String name) {
        try (ZarrSource tree = ZarrSource.open(file)) {
            return tree.isDataset("/polygon_sets/" + set(name) + "/vertices") || tree.isDataset(OLD_VERTICES);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public Outlines read() {
        OutlineRows rows = new OutlineRows(true);
        try (ZarrSource tree = ZarrSource.open(file)) {
            String[] ids = CellsArchive.ids(tree);
            int[] observations = new int[ids.length];
            Arrays.setAll(observations, i -> cells.row(ids[i]));
            if (tree.isDataset(OLD_VERTICES)) {
                readOld(tree, observations, rows);
            } else {
                readSet(tree, observations, rows);
            }
        }
        Outlines outlines = rows.finish();
        warnings = OutlineFile.findings(file, rows);
        return outlines;
    }

    private void readSet(ArrayTree tree, int[] observations, OutlineRows rows) {
        String group = "/polygon_sets/" + set;
        ArrayRows vertices = tree.rows(group + "/vertices");
        int[] counts = tree.ints(group + "/num_vertices");
        long[] owners = tree.longs(group + "/cell_index");
        requireLength(tree, group + "/num_vertices", vertices.rows(), counts.length);
        requireLength(tree, group + "/cell_index", vertices.rows(), owners.length);
        int width = (int) Math.min(Integer.MAX_VALUE, vertices.columns());
        for (int first = 0; first < counts.length; ) {
            int many = Math.min(vertices.rowsAtATime(), counts.length - first);
            float[] block = vertices.floats(first, many);
            for (int i = 0; i < many; i++) {
                int polygon = first + i;
                requireInside(
                        tree, group + "/cell_index element " + polygon, owners[polygon], observations.length - 1L);
                requireInside(tree, group + "/num_vertices element " + polygon, counts[polygon], width / 2);
                add(rows, observations[(int) owners[polygon]], polygon, block, i * width, counts[polygon]);
            }
            first += many;
        }
    }

    private void readOld(ArrayTree tree, int[] observations, OutlineRows rows) {
        long[] shape = tree.shape(OLD_VERTICES);
        int[] counts = tree.ints(OLD_COUNTS);
        int n = observations.length;
        if (shape.length != 3 || shape[0] <= set || shape[1] != n || shape[2] > Integer.MAX_VALUE) {
            throw CellsArchive.fault(
                    tree, OLD_VERTICES, "outlines have another shape", "2 x " + n + " x K", Arrays.toString(shape));
        }
        requireLength(tree, OLD_COUNTS, shape[0] * n, counts.length);
        int width = (int) shape[2];
        float[] vertices = tree.floats(OLD_VERTICES);
        for (int cell = 0; cell < n; cell++) {
            int polygon = set * n + cell;
            requireInside(tree, OLD_COUNTS + " element " + polygon, counts[polygon], width / 2);
            add(rows, observations[cell], cell, vertices, polygon * width, counts[polygon]);
        }
    }

    private static void add(OutlineRows rows, int observation, int polygon, float[] values, int from, int count) {
        for (int vertex = 0; vertex < count; vertex++) {
            rows.add(observation, polygon, values[from + 2 * vertex], values[from + 2 * vertex + 1]);
        }
    }

    private static void requireLength(ArrayTree tree, String path, long expected, long found) {
        if (expected != found) {
            throw CellsArchive.fault(tree, path, "an array has another length", expected + " elements", found);
        }
    }

    private static void requireInside(ArrayTree tree, String where, long value, long largest) {
        if (value < 0 || value > largest) {
            throw CellsArchive.fault(tree, where, "a number is out of range", "0 to " + largest, value);
        }
    }
}
