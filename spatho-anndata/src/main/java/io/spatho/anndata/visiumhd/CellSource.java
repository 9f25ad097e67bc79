package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.MatrixFiles;
import io.spatho.anndata.visium.ScaleFactors;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads {@code segmented_outputs/}: counts of segmented cells, placed at the centroids of their outlines. */
final class CellSource {

    static final String BASE = "segmented_outputs/";

    private CellSource() {}

    static Optional<Path> outlines(BundleFolder folder, String kind) {
        return folder.find(List.of(Pattern.quote(BASE) + "([^/]*[_.-])?" + kind + "_segmentations\\.geojson(\\.gz)?"));
    }

    static MatrixFiles matrix(BundleFolder folder, String stem) {
        return MatrixFiles.find(folder, BASE, stem);
    }

    static boolean isPresent(BundleFolder folder, SpaceRangerOptions options) {
        return matrix(folder, options.cellMatrix()).isPresent()
                && outlines(folder, "cell").isPresent();
    }

    static HdCase read(
            BundleFolder folder,
            List<BinFolder> bins,
            SpaceRangerOptions options,
            Workers workers,
            List<String> warnings) {
        double umPerPixel = umPerPixel(folder, bins);
        Path file = outlines(folder, "cell")
                .orElseThrow(() -> new InputException(Problem.of("the outlines of the cells are missing")
                        .at(folder.root())
                        .expected(BASE + "cell_segmentations.geojson", "none")));
        FeatureBarcodeMatrix matrix =
                matrix(folder, options.cellMatrix()).read(folder, BASE + options.cellMatrix(), workers);
        Map<Long, Integer> rows = rows(matrix);
        folder.use("cell_boundaries", file);
        double[] area = new double[matrix.barcodes().length];
        double[] x = new double[area.length];
        double[] y = new double[area.length];
        Arrays.fill(x, Double.NaN);
        Segments.forEach(file, false, (cell, rings) -> {
            Integer row = rows.get(cell);
            if (row != null) {
                requireFirst(file, cell, x[row]);
                double[] centroid = Segments.centroid(rings);
                area[row] = centroid[0] * umPerPixel * umPerPixel;
                x[row] = centroid[1];
                y[row] = centroid[2];
            }
        });
        int[] kept = IntStream.range(0, x.length)
                .filter(row -> !Double.isNaN(x[row]))
                .toArray();
        requireSome(file, kept.length, x.length, warnings);
        String[] ids =
                IntStream.of(kept).mapToObj(row -> matrix.barcodes()[row]).toArray(String[]::new);
        FeatureBarcodeMatrix selected = kept.length == x.length
                ? matrix
                : new FeatureBarcodeMatrix(
                        matrix.file(), matrix.features(), ids, matrix.matrix().selectRows(kept), matrix.attributes());
        Table obs = Table.ofRows(ids.length)
                .with("cell_id", new Column.Strings(ids))
                .with(
                        "cell_area",
                        new Column.Doubles(
                                IntStream.of(kept).mapToDouble(row -> area[row]).toArray()));
        return new HdCase(
                selected,
                obs,
                IntStream.of(kept).mapToDouble(row -> y[row]).toArray(),
                IntStream.of(kept).mapToDouble(row -> x[row]).toArray(),
                umPerPixel,
                Double.NaN,
                BASE,
                sources(folder, file, rows(selected), umPerPixel),
                Map.of("matrix", options.cellMatrix(), "observations", "segmented cells"));
    }

    private static List<OutlineSource> sources(
            BundleFolder folder, Path cells, Map<Long, Integer> rows, double umPerPixel) {
        List<OutlineSource> sources = new ArrayList<>();
        sources.add(new SegmentOutlines("cell_boundaries", cells, false, rows, umPerPixel));
        outlines(folder, "nucleus")
                .ifPresent(nuclei -> sources.add(new SegmentOutlines(
                        "nucleus_boundaries", folder.use("nucleus_boundaries", nuclei), false, rows, umPerPixel)));
        return sources;
    }

    private static Map<Long, Integer> rows(FeatureBarcodeMatrix matrix) {
        Map<Long, Integer> rows = new HashMap<>();
        for (int row = 0; row < matrix.barcodes().length; row++) {
            long cell = Segments.number(matrix.barcodes()[row]);
            if (cell < 0 || rows.put(cell, row) != null) {
                throw new InputException(Problem.of("a cell has no clear number")
                        .at(matrix.file() + " barcode " + matrix.barcodes()[row])
                        .expected("each a name such as " + Segments.name(1) + " of its own", matrix.barcodes()[row]));
            }
        }
        return rows;
    }

    private static void requireFirst(Path file, long cell, double before) {
        if (!Double.isNaN(before)) {
            throw new InputException(Problem.of("cell " + cell + " stands there twice")
                    .at(file)
                    .expected("each cell_id once", "two features"));
        }
    }

    private static void requireSome(Path file, int found, int expected, List<String> warnings) {
        if (found == 0) {
            throw new InputException(Problem.of("no cell of the matrix has an outline")
                    .at(file)
                    .expected("a feature for each cell", "none")
                    .fix("Matrix and outlines must come from the same run."));
        }
        if (found < expected) {
            warnings.add((expected - found) + " of " + expected + " cells of the matrix have no outline in "
                    + file.getFileName() + " and were left out");
        }
    }

    /** Micrometres per pixel from the scale factors of the cells, else from those of any bins. */
    static double umPerPixel(BundleFolder folder, List<BinFolder> bins) {
        Optional<ScaleFactors> own = ScaleFactors.find(folder, BASE)
                .map(file -> ScaleFactors.read(folder.use("scale_factors", file)))
                .filter(scale -> !Double.isNaN(scale.micronsPerPixel()));
        if (own.isPresent()) {
            return own.get().micronsPerPixel();
        }
        if (bins.isEmpty()) {
            throw new InputException(Problem.of("the scale of the image is unknown")
                    .at(folder.root())
                    .expected("microns_per_pixel in " + BASE + "spatial/scalefactors_json.json", "none"));
        }
        folder.use("scale_factors", bins.get(0).scale().file());
        return VisiumHdReader.micrometresPerPixel(bins.get(0).scale());
    }
}
