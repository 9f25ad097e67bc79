package io.spatho.anndata.merscope;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.Coordinate;

/**
 * Cell boundaries as older software writes them: one HDF5 file per field of view with {@code
 * featuredata/<cell>/zIndex_<plane>/p_<part>/coordinates} of 1 x n x 2 or n x 2 micrometres.
 */
final class Hdf5Boundaries implements OutlineSource {

    private static final String ROOT = "/featuredata";
    private static final Pattern PLANE = Pattern.compile("zIndex_(\\d{1,4})");
    private static final int PLANES = 7;

    private final List<Path> files;
    private final String[] cells;

    Hdf5Boundaries(List<Path> files, String[] cells) {
        this.files = List.copyOf(files);
        this.cells = cells;
    }

    @Override
    public String name() {
        return "cell_boundaries";
    }

    @Override
    public Outlines read() {
        Map<String, Integer> rows = Identifiers.requireUnique(files.get(0), "cell", cells);
        // the instrument takes seven planes; a file does not say it before all its cells were visited
        PlaneChoice choice = new PlaneChoice(cells.length, 0, PLANES - 1);
        for (Path file : files) {
            try (Hdf5Source source = Hdf5Source.open(file)) {
                if (!source.isGroup(ROOT)) {
                    throw new InputException(Problem.of("the boundaries are missing")
                            .at(file)
                            .expected("group " + ROOT, String.join(", ", source.children("/"))));
                }
                for (String cell : source.children(ROOT)) {
                    Integer row = rows.get(cell);
                    if (row != null) {
                        planes(source, file, ROOT + "/" + cell, row, choice);
                    }
                }
            }
        }
        return choice.outlines();
    }

    private static void planes(Hdf5Source source, Path file, String path, int row, PlaneChoice choice) {
        for (String name : source.children(path)) {
            Matcher matcher = PLANE.matcher(name);
            if (!matcher.matches() || !source.isGroup(path + "/" + name)) {
                continue;
            }
            List<Coordinate[]> rings = new ArrayList<>();
            for (String part : source.children(path + "/" + name)) {
                String coordinates = path + "/" + name + "/" + part + "/coordinates";
                if (part.startsWith("p_") && source.isDataset(coordinates)) {
                    rings.add(ring(source, file, coordinates));
                }
            }
            if (!rings.isEmpty()) {
                choice.offer(row, Integer.parseInt(matcher.group(1)), rings);
            }
        }
    }

    private static Coordinate[] ring(Hdf5Source source, Path file, String path) {
        long[] shape = source.shape(path);
        boolean sound = (shape.length == 2 && shape[1] == 2) || (shape.length == 3 && shape[0] == 1 && shape[2] == 2);
        double[] flat = sound ? source.doubles(path) : new double[0];
        Coordinate[] ring = new Coordinate[flat.length / 2];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Coordinate(flat[2 * i], flat[2 * i + 1]);
            sound &= Math.abs(ring[i].x) <= 1e9 && Math.abs(ring[i].y) <= 1e9;
        }
        if (!sound) {
            throw new InputException(Problem.of("an outline is no list of finite positions")
                    .at(file + ":" + path)
                    .expected("n x 2 numbers", Arrays.toString(shape)));
        }
        return ring;
    }
}
