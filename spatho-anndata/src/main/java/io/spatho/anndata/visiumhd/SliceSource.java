package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.visium.Bins;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads bins of any multiple of the finest size, or segmented objects, from {@code feature_slice.h5}. */
final class SliceSource {

    private static final double USUAL_UM = 8;
    private static final double SAME = 1e-6;
    private static final String FILTERED = "/masks/filtered";

    private final SliceFile slices;
    private final double[] map;
    private final double umPerPixel;

    private SliceSource(SliceFile slices) {
        this.slices = slices;
        this.map = slices.toPixels();
        double[] middle = pixel(slices.rows() / 2.0, slices.columns() / 2.0);
        double[] right = pixel(slices.rows() / 2.0, slices.columns() / 2.0 + 1);
        double[] below = pixel(slices.rows() / 2.0 + 1, slices.columns() / 2.0);
        double area = (right[0] - middle[0]) * (below[1] - middle[1]) - (right[1] - middle[1]) * (below[0] - middle[0]);
        this.umPerPixel = slices.pitch() / Math.sqrt(Math.abs(area));
        if (!(umPerPixel > 0) || Double.isInfinite(umPerPixel)) {
            throw new InputException(Problem.of("the transform of the feature slices folds the plane")
                    .at(slices.file())
                    .expected("bins of some area", "bins of none"));
        }
    }

    static Optional<Path> find(BundleFolder folder) {
        return folder.find(List.of("feature_slice\\.h5", "([^/]*[_.-])?feature_slice\\.h5"));
    }

    static HdCase read(BundleFolder folder, Path file, SpaceRangerOptions options, List<String> warnings) {
        try (SliceFile slices = SliceFile.open(folder.use("feature_slice", file))) {
            String format = slices.layoutFormat();
            if (!format.isEmpty() && !format.equals("1.0")) {
                warnings.add("the slide layout has format " + format + " instead of 1.0");
            }
            SliceSource source = new SliceSource(slices);
            return options.bins().isGrid()
                    ? source.bins(options, warnings)
                    : source.segments(options.bins().kind() == Bins.Kind.NUCLEI);
        }
    }

    /** x and y of a place between bins, in pixels. */
    private double[] pixel(double row, double column) {
        double w = map[6] * column + map[7] * row + map[8];
        return new double[] {
            (map[0] * column + map[1] * row + map[2]) / w, (map[3] * column + map[4] * row + map[5]) / w
        };
    }

    private HdCase bins(SpaceRangerOptions options, List<String> warnings) {
        double wanted = options.bins().kind() == Bins.Kind.SIZE ? options.bins().um() : USUAL_UM;
        int factor = (int) Math.rint(wanted / slices.pitch());
        int size = (int) Math.rint(factor * slices.pitch());
        if (factor < 1 || Math.abs(factor * slices.pitch() - wanted) > SAME || Math.abs(size - wanted) > SAME) {
            throw new InputException(Problem.of("there are no bins of that size")
                    .at(slices.file())
                    .expected(wanted + " um", "multiples of " + slices.pitch() + " um")
                    .fix("Choose one of them with --bin-size."));
        }
        int across = (slices.columns() + factor - 1) / factor;
        int count = Math.multiplyExact((slices.rows() + factor - 1) / factor, across);
        GenePanel features = slices.features();
        SliceCounts counts = SliceCounts.read(
                slices, features.size(), count, factor == 1, (row, column) -> row / factor * across + column / factor);
        boolean[] inTissue = tissue(count, factor, across, warnings);
        int[] kept = IntStream.range(0, count)
                .filter(bin -> counts.has(bin) && (options.raw() || inTissue[bin]))
                .toArray();
        requireSome(kept.length);
        long[] bins = IntStream.of(kept)
                .mapToLong(bin -> BinName.of(bin / across, bin % across))
                .toArray();
        String[] names =
                Arrays.stream(bins).mapToObj(bin -> BinName.name(size, bin)).toArray(String[]::new);
        double[] x = new double[bins.length];
        double[] y = new double[bins.length];
        double[] first = pixel(0, 0);
        double[] last = pixel(factor - 1.0, factor - 1.0);
        for (int i = 0; i < bins.length; i++) {
            double[] corner = pixel((double) BinName.row(bins[i]) * factor, (double) BinName.column(bins[i]) * factor);
            x[i] = corner[0] + (last[0] - first[0]) / 2;
            y[i] = corner[1] + (last[1] - first[1]) / 2;
        }
        Table obs = BinnedSource.table(
                names, IntStream.of(kept).map(bin -> inTissue[bin] ? 1 : 0).toArray(), bins);
        Map<String, String> facts = new TreeMap<>();
        facts.put("observations", "bins of feature slices");
        facts.put("matrix", options.matrix());
        return result(features, counts, kept, withClusters(obs, bins, size, factor), x, y, size, facts);
    }

    private boolean[] tissue(int count, int factor, int across, List<String> warnings) {
        boolean[] inTissue = new boolean[count];
        if (!slices.has(FILTERED)) {
            warnings.add("feature_slice.h5 does not say which bins lie in tissue; all with counts were taken");
            Arrays.fill(inTissue, true);
            return inTissue;
        }
        SliceFile.Layer mask = slices.layer(FILTERED);
        for (int i = 0; i < mask.row().length; i++) {
            if (mask.data()[i] != 0) {
                inTissue[mask.row()[i] / factor * across + mask.column()[i] / factor] = true;
            }
        }
        return inTissue;
    }

    private Table withClusters(Table obs, long[] bins, int size, int factor) {
        String path = String.format(
                Locale.ROOT, "/secondary_analysis/clustering/square_%03dum_gene_expression_graphclust", size);
        if (!slices.has(path) || slices.scale(path) != factor) {
            return obs;
        }
        SliceFile.Layer layer = slices.layer(path, factor);
        BinIndex index = BinIndex.of(slices.file(), size, bins);
        int[] clusters = new int[bins.length];
        for (int i = 0; i < layer.row().length; i++) {
            int place = index.place(BinName.of(layer.row()[i], layer.column()[i]));
            if (place >= 0) {
                clusters[place] = (int) layer.data()[i];
            }
        }
        int[] numbers =
                Arrays.stream(clusters).filter(c -> c > 0).sorted().distinct().toArray();
        int[] codes = Arrays.stream(clusters)
                .map(c -> c > 0 ? Arrays.binarySearch(numbers, c) : -1)
                .toArray();
        List<String> names = Arrays.stream(numbers).mapToObj(Integer::toString).toList();
        return obs.with("platform_cluster", new Column.Categories(codes, names, false));
    }

    private HdCase segments(boolean nuclei) {
        String path = "/segmentations/" + (nuclei ? "nucleus" : "cell") + "_segmentation_mask";
        if (!slices.has(path)) {
            throw new InputException(Problem.of("the run holds no segmentation of that kind")
                    .at(slices.file())
                    .expected("group " + path, "none")
                    .fix("Choose a bin size in micrometres with --bin-size."));
        }
        SliceFile.Layer mask = slices.layer(path);
        int[] cells = new int[mask.data().length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (int) mask.data()[i];
        }
        int[] numbers = Arrays.stream(cells)
                .filter(cell -> cell > 0)
                .sorted()
                .distinct()
                .toArray();
        int[] groups = new int[Math.multiplyExact(slices.rows(), slices.columns())];
        Arrays.fill(groups, -1);
        double[][] sums = new double[3][numbers.length];
        for (int i = 0; i < cells.length; i++) {
            int cell = cells[i] > 0 ? Arrays.binarySearch(numbers, cells[i]) : -1;
            if (cell >= 0) {
                groups[mask.row()[i] * slices.columns() + mask.column()[i]] = cell;
                double[] centre = pixel(mask.row()[i], mask.column()[i]);
                sums[0][cell] += centre[0];
                sums[1][cell] += centre[1];
                sums[2][cell]++;
            }
        }
        GenePanel features = slices.features();
        SliceCounts counts = SliceCounts.read(
                slices,
                features.size(),
                numbers.length,
                false,
                (row, column) -> groups[row * slices.columns() + column]);
        int[] kept = IntStream.range(0, numbers.length).filter(counts::has).toArray();
        requireSome(kept.length);
        String[] ids = IntStream.of(kept)
                .mapToObj(cell -> Segments.name(numbers[cell]))
                .toArray(String[]::new);
        double binArea = slices.pitch() * slices.pitch();
        Table obs = Table.ofRows(kept.length)
                .with("cell_id", new Column.Strings(ids))
                .with(
                        nuclei ? "nucleus_area" : "cell_area",
                        new Column.Doubles(IntStream.of(kept)
                                .mapToDouble(cell -> sums[2][cell] * binArea)
                                .toArray()));
        double[] x = IntStream.of(kept)
                .mapToDouble(cell -> sums[0][cell] / sums[2][cell])
                .toArray();
        double[] y = IntStream.of(kept)
                .mapToDouble(cell -> sums[1][cell] / sums[2][cell])
                .toArray();
        Map<String, String> facts = Map.of("observations", "segmentation mask of feature slices");
        return result(features, counts, kept, obs, x, y, Double.NaN, facts);
    }

    private void requireSome(int count) {
        if (count == 0) {
            throw new InputException(Problem.of("the feature slices have no counts")
                    .at(slices.file())
                    .expected("groups under /feature_slices", "none that count"));
        }
    }

    private HdCase result(
            GenePanel features,
            SliceCounts counts,
            int[] kept,
            Table obs,
            double[] x,
            double[] y,
            double sizeUm,
            Map<String, String> facts) {
        Map<String, String> attributes =
                slices.software().isEmpty() ? Map.of() : Map.of("software_version", slices.software());
        FeatureBarcodeMatrix matrix = new FeatureBarcodeMatrix(
                slices.file(), features, obs.strings("cell_id"), counts.matrix(kept), attributes);
        return new HdCase(matrix, obs, y, x, umPerPixel, sizeUm, "", List.of(), facts);
    }
}
