package io.spatho.anndata.spatialdata;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spatho.anndata.spatialdata.WellKnownBinary.Ring;
import io.spatho.anndata.zarr.ZarrGroup;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the observations as circles or squares and, where the case has them, the outlines of cells and nuclei. */
final class ShapesElements {

    private static final String KIND = "ngff:shapes";
    private static final String VERSION = "0.3";
    private static final String CELLS = "cell_boundaries";
    private static final String AREA = "cell_area";

    /** What is drawn for a cell whose area is not known. */
    private static final double CELL_RADIUS_UM = 5;

    private static final int FEWEST_VERTICES = 3;

    private final SpatialDataset dataset;
    private final String[] ids;
    private final ZarrGroup group;

    ShapesElements(SpatialDataset dataset, ZarrGroup group) {
        this.dataset = dataset;
        this.ids = dataset.cellIds();
        this.group = group;
    }

    /** The name of the element that the table annotates. */
    static String observations(SpatialDataset dataset) {
        return switch (dataset.metadata().platform()) {
            case VISIUM -> "spots";
            case VISIUM_HD -> dataset.metadata().observationSizeUm() > 0 ? "bins" : "cell_circles";
            default -> "cell_circles";
        };
    }

    void write() {
        double size = dataset.metadata().observationSizeUm();
        boolean squares = dataset.metadata().platform() == Platform.VISIUM_HD && size > 0;
        Bounds bounds = new Bounds();
        for (int i = 0; i < dataset.size(); i++) {
            bounds.add(dataset.xUm()[i], dataset.yUm()[i], squares ? size / 2 : 0);
        }
        ZarrGroup element = element(observations(dataset));
        try (GeoParquetWriter writer = GeoParquetWriter.create(
                element.folder().resolve("shapes.parquet"), !squares, bounds, squares ? "Polygon" : "Point")) {
            for (int i = 0; i < dataset.size(); i++) {
                double x = dataset.xUm()[i];
                double y = dataset.yUm()[i];
                byte[] geometry = squares ? WellKnownBinary.square(x, y, size / 2) : WellKnownBinary.point(x, y);
                writer.write(new Shape(geometry, radius(i, size), ids[i], ids[i]));
            }
        }
        dataset.outlines().forEach(this::outlines);
    }

    private ZarrGroup element(String name) {
        ZarrGroup element = group.group(name);
        Placement.ofMicrometres(dataset.images(), "x", "y")
                .mark(element, KIND, JsonNodeFactory.instance.objectNode().put("version", VERSION));
        return element;
    }

    /** Half the size of a spot; for a cell the radius of a circle of its area. */
    private double radius(int row, double size) {
        if (size > 0) {
            return size / 2;
        }
        if (dataset.obs().has(AREA)) {
            double radius = Math.sqrt(dataset.obs().column(AREA).number(row) / Math.PI);
            if (radius > 0 && Double.isFinite(radius)) {
                return radius;
            }
        }
        return CELL_RADIUS_UM;
    }

    /** All outlines of a cell make one shape, which has the cell's name; each nucleus is a shape of its own. */
    private void outlines(OutlineSource source) {
        Outlines outlines = source.read();
        boolean cells = source.name().equals(CELLS);
        List<List<Integer>> shapes = shapes(outlines, cells);
        if (shapes.isEmpty()) {
            return;
        }
        Bounds bounds = new Bounds();
        for (int i = 0; i < outlines.xUm().length; i++) {
            bounds.add(outlines.xUm()[i], outlines.yUm()[i], 0);
        }
        boolean several = shapes.stream().anyMatch(shape -> shape.size() > 1);
        ZarrGroup element = element(ValidNames.of(source.name()));
        try (GeoParquetWriter writer = GeoParquetWriter.create(
                element.folder().resolve("shapes.parquet"),
                false,
                bounds,
                several ? "Polygon,MultiPolygon" : "Polygon")) {
            Map<String, Integer> copies = new HashMap<>();
            for (List<Integer> shape : shapes) {
                String cell = ids[outlines.observations()[shape.get(0)]];
                int copy = copies.merge(cell, 1, Integer::sum);
                writer.write(new Shape(geometry(outlines, shape), 0, copy == 1 ? cell : cell + "_" + copy, cell));
            }
        }
    }

    /** The polygons of each shape, in the order of the file; those that enclose nothing are left out. */
    private static List<List<Integer>> shapes(Outlines outlines, boolean together) {
        Map<Integer, List<Integer>> known = new HashMap<>();
        List<List<Integer>> shapes = new ArrayList<>();
        for (int polygon = 0; polygon < outlines.size(); polygon++) {
            if (outlines.starts()[polygon + 1] - outlines.starts()[polygon] < FEWEST_VERTICES) {
                continue;
            }
            List<Integer> shape = together ? known.get(outlines.observations()[polygon]) : null;
            if (shape == null) {
                shape = new ArrayList<>(1);
                shapes.add(shape);
                known.put(outlines.observations()[polygon], shape);
            }
            shape.add(polygon);
        }
        return shapes;
    }

    private static byte[] geometry(Outlines outlines, List<Integer> polygons) {
        List<Ring> rings =
                polygons.stream().map(polygon -> ring(outlines, polygon)).toList();
        return rings.size() == 1 ? WellKnownBinary.polygon(rings.get(0)) : WellKnownBinary.polygons(rings);
    }

    private static Ring ring(Outlines outlines, int polygon) {
        int from = outlines.starts()[polygon];
        int n = outlines.starts()[polygon + 1] - from;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = outlines.xUm()[from + i];
            y[i] = outlines.yUm()[from + i];
        }
        return new Ring(x, y);
    }
}
