package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * Gathers fine bins into polygons given in full-resolution pixels: a bin belongs to the polygon that its centre lies in, of several to the
 * first in the file.
 *
 * <p>Polygons without a bin that has counts are no observations. Cost: n log m for n bins and m polygons.
 */
final class PolygonSource {

    private static final int BINS_PER_BLOCK = 1 << 14;

    private final List<List<double[]>> polygons = new ArrayList<>();
    private final List<Long> cells = new ArrayList<>();
    private final STRtree tree = new STRtree();

    private PolygonSource() {}

    static HdCase read(BundleFolder folder, Path file, BinFolder bin, Workers workers, List<String> warnings) {
        GatheredSource.Fine fine = GatheredSource.fine(folder, bin, workers, warnings);
        BinTable.Chosen places = BinTable.choose(
                fine.positions(), fine.size(), fine.bins(), fine.matrix().file());
        PolygonSource source = new PolygonSource();
        source.load(file);
        int[] assigned = source.assign(places.pixelColumn(), places.pixelRow(), workers);
        int[] used = Arrays.stream(assigned)
                .filter(polygon -> polygon >= 0)
                .sorted()
                .distinct()
                .toArray();
        if (used.length == 0) {
            throw new InputException(Problem.of("no bin with counts lies in a polygon")
                    .at(file)
                    .expected("polygons in pixels of the full-resolution image", "none there")
                    .fix("Polygons in another unit must be scaled to these pixels."));
        }
        int[] groups = Arrays.stream(assigned)
                .map(polygon -> polygon < 0 ? -1 : Arrays.binarySearch(used, polygon))
                .toArray();
        CsrMatrix sums = RowGroups.sum(fine.matrix().matrix(), groups, used.length, workers);
        return source.observations(file, fine, bin, used, sums);
    }

    private HdCase observations(Path file, GatheredSource.Fine fine, BinFolder bin, int[] used, CsrMatrix sums) {
        String[] ids = new String[used.length];
        double[] x = new double[used.length];
        double[] y = new double[used.length];
        double[] area = new double[used.length];
        Map<Long, Integer> rows = new HashMap<>();
        for (int i = 0; i < used.length; i++) {
            long cell = cells.get(used[i]);
            double[] centroid = Segments.centroid(polygons.get(used[i]));
            ids[i] = Segments.name(cell);
            area[i] = centroid[0] * fine.umPerPixel() * fine.umPerPixel();
            x[i] = centroid[1];
            y[i] = centroid[2];
            if (rows.put(cell, i) != null) {
                throw new InputException(Problem.of("cell " + cell + " stands there twice")
                        .at(file)
                        .expected("each cell_id once", "two features"));
            }
        }
        FeatureBarcodeMatrix matrix = new FeatureBarcodeMatrix(
                fine.matrix().file(),
                fine.matrix().features(),
                ids,
                sums,
                fine.matrix().attributes());
        Table obs = Table.ofRows(ids.length)
                .with("cell_id", new Column.Strings(ids))
                .with("cell_area", new Column.Doubles(area));
        return new HdCase(
                matrix,
                obs,
                y,
                x,
                fine.umPerPixel(),
                Double.NaN,
                bin.base(),
                List.of(new SegmentOutlines("cell_boundaries", file, true, rows, fine.umPerPixel())),
                Map.of("gathered_from", bin.size(), "observations", "bins in given polygons"));
    }

    private void load(Path file) {
        Segments.forEach(file, true, (cell, rings) -> {
            Envelope box = new Envelope();
            for (double[] ring : rings) {
                for (int i = 0; i < ring.length; i += 2) {
                    box.expandToInclude(ring[i], ring[i + 1]);
                }
            }
            tree.insert(box, polygons.size());
            polygons.add(List.copyOf(rings));
            cells.add(cell);
        });
        tree.build();
    }

    private int[] assign(double[] x, double[] y, Workers workers) {
        int[] assigned = new int[x.length];
        workers.forRanges(x.length, BINS_PER_BLOCK, (from, to) -> {
            for (int bin = from; bin < to; bin++) {
                assigned[bin] = first(x[bin], y[bin]);
            }
        });
        return assigned;
    }

    private int first(double x, double y) {
        int best = -1;
        for (Object found : tree.query(new Envelope(x, x, y, y))) {
            int polygon = (Integer) found;
            if ((best < 0 || polygon < best) && isInside(polygons.get(polygon), x, y)) {
                best = polygon;
            }
        }
        return best;
    }

    private static boolean isInside(List<double[]> rings, double x, double y) {
        for (double[] ring : rings) {
            boolean inside = false;
            for (int i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
                boolean crosses = (ring[i + 1] > y) != (ring[j + 1] > y)
                        && x < (ring[j] - ring[i]) * (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) + ring[i];
                inside ^= crosses;
            }
            if (inside) {
                return true;
            }
        }
        return false;
    }
}
