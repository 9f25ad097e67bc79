package io.spatho.core.analysis;

import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.GridRings;
import io.spatho.core.graph.Libraries;
import io.spatho.core.graph.SpatialGraphSettings;
import io.spatho.core.graph.SpatialGraphSettings.Kind;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.RegionSettings;
import io.spatho.core.table.Column;
import io.spatho.core.text.Words;
import java.util.Arrays;

/**
 * The spatial graph of a dataset by the settings' rule, library by library.
 *
 * @param graph the graph, weights are micrometres
 * @param kind the rule in words
 * @param spacingUm median distance of adjacent observations: of grid neighbours, of Delaunay edges, or of the nearest six
 */
record SpatialGraph(Graph graph, String kind, double spacingUm) {

    private static final int SPACING_NEIGHBOURS = 6;

    static SpatialGraph of(
            SpatialDataset dataset, Libraries libraries, SpatialGraphSettings settings, Workers workers) {
        boolean array = dataset.obs().has("array_row") && dataset.obs().has("array_col");
        Platform platform = dataset.metadata().platform();
        boolean ofGrid = platform == Platform.VISIUM || platform == Platform.VISIUM_HD;
        Kind kind = settings.kind() != Kind.AUTO ? settings.kind() : array && ofGrid ? Kind.GRID : Kind.KNN;
        if (kind == Kind.GRID && !array) {
            throw new InputException(Problem.of("the observations have no places on a grid")
                    .expected("columns array_row and array_col", "neither or only one")
                    .fix("Use --spatial-graph knn, radius or delaunay"));
        }
        String within = libraries.size() > 1 ? " within each of " + libraries.size() + " libraries" : "";
        return switch (kind) {
            case GRID -> grid(dataset, libraries, settings, within);
            case RADIUS -> {
                double radius = settings.radiusUm().orElseThrow();
                Graph graph = libraries.joined(rows -> SpatialNeighbours.within(
                        pick(dataset.xUm(), rows), pick(dataset.yUm(), rows), radius, workers));
                String words = "all within " + Words.decimal(radius, 1) + " µm" + within;
                yield new SpatialGraph(graph, words, nearestSpacing(dataset, libraries, workers));
            }
            case DELAUNAY -> {
                double longest = settings.radiusUm().orElse(Double.POSITIVE_INFINITY);
                Graph graph = libraries.joined(rows ->
                        SpatialNeighbours.delaunay(pick(dataset.xUm(), rows), pick(dataset.yUm(), rows), longest));
                String words = "Delaunay triangulation"
                        + (settings.radiusUm().isPresent() ? " up to " + Words.decimal(longest, 1) + " µm" : "")
                        + within;
                yield new SpatialGraph(graph, words, RegionSettings.medianEdgeUm(graph));
            }
            default -> {
                Graph graph = nearest(dataset, libraries, settings.neighbours(), workers);
                yield new SpatialGraph(
                        graph,
                        settings.neighbours() + " nearest neighbours" + within,
                        RegionSettings.medianEdgeUm(graph));
            }
        };
    }

    private static Graph nearest(SpatialDataset dataset, Libraries libraries, int neighbours, Workers workers) {
        return libraries.joined(rows -> SpatialNeighbours.nearestGraph(
                pick(dataset.xUm(), rows), pick(dataset.yUm(), rows), neighbours, workers));
    }

    private static double nearestSpacing(SpatialDataset dataset, Libraries libraries, Workers workers) {
        return RegionSettings.medianEdgeUm(nearest(dataset, libraries, SPACING_NEIGHBOURS, workers));
    }

    private static SpatialGraph grid(
            SpatialDataset dataset, Libraries libraries, SpatialGraphSettings settings, String within) {
        int[] rows = integers(dataset, "array_row");
        int[] columns = integers(dataset, "array_col");
        boolean hexagonal = isHexagonal(dataset.metadata().platform(), rows, columns);
        Graph adjacent = libraries.joined(members -> {
            double[] x = pick(dataset.xUm(), members);
            double[] y = pick(dataset.yUm(), members);
            return hexagonal
                    ? SpatialNeighbours.hexagonal(pick(rows, members), pick(columns, members), x, y)
                    : SpatialNeighbours.square(pick(rows, members), pick(columns, members), x, y, settings.corners());
        });
        String words = (hexagonal ? "hexagonal grid" : "square grid" + (settings.corners() ? " with corners" : ""))
                + (settings.rings() > 1 ? ", " + settings.rings() + " rings" : "")
                + within;
        return new SpatialGraph(
                GridRings.within(adjacent, settings.rings(), dataset.xUm(), dataset.yUm()),
                words,
                RegionSettings.medianEdgeUm(adjacent));
    }

    /** Visium places its spots where row and column are both even or both odd; bins fill every place. */
    private static boolean isHexagonal(Platform platform, int[] rows, int[] columns) {
        if (platform == Platform.VISIUM || platform == Platform.VISIUM_HD) {
            return platform == Platform.VISIUM;
        }
        for (int i = 0; i < rows.length; i++) {
            if (((rows[i] ^ columns[i]) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int[] integers(SpatialDataset dataset, String column) {
        if (dataset.obs().column(column) instanceof Column.Ints ints) {
            return ints.values();
        }
        return Arrays.stream(dataset.obs().doubles(column))
                .mapToInt(value -> (int) Math.round(value))
                .toArray();
    }

    static double[] pick(double[] values, int[] rows) {
        return rows.length == values.length
                ? values
                : Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    static int[] pick(int[] values, int[] rows) {
        return rows.length == values.length
                ? values
                : Arrays.stream(rows).map(row -> values[row]).toArray();
    }
}
