package io.spatho.anndata.synthetic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes a made section as Space Ranger 3 writes a Visium HD run: {@code binned_outputs/square_008um} and {@code square_016um}, each with matrix,
 * positions of every bin, scale factors and a small picture, and a {@code feature_slice.h5} that holds its metadata but no slices.
 *
 * <p>Full-resolution pixels are half a micrometre; the first bin starts at pixel 200.
 *
 * <p>Source: https://www.10xgenomics.com/support/software/space-ranger/latest/analysis/outputs/output-overview (Space Ranger 3.0).
 */
final class VisiumHdBundleWriter {

    private static final MatrixFile MATRIX =
            new MatrixFile("spaceranger-3.0.0", "Visium HD (made data, not measured)", "synthetic");
    private static final double FRAME = 100;
    private static final double PICTURE_PIXEL = 2;
    private static final int LARGEST_PICTURE = 600;
    private static final double FIDUCIAL_DIAMETER = 330;
    private static final double WINDOW = 1.5;
    private static final int SMALLEST_BINS_IN_A_BIN = 4;

    private final SyntheticOptions options;
    private final Workers workers;
    private final BinGrid grid;
    private final CellLattice lattice;
    private final Panel panel;

    VisiumHdBundleWriter(SyntheticOptions options, Workers workers) {
        this.options = options;
        this.workers = workers;
        this.grid = BinGrid.of(options.observations(), options.seed(), workers);
        double half = WINDOW * grid.tissue().radius() + 5 * BinGrid.BIN;
        this.lattice = new CellLattice(grid.tissue(), options.seed(), half);
        this.panel = Panel.sequenced(options.genes(), false, options.seed());
    }

    /** Writes the bundle into an existing folder. */
    void write(Path folder) {
        writeBins(folder.resolve("binned_outputs/square_008um"), 1);
        writeBins(folder.resolve("binned_outputs/square_016um"), 2);
        writeFeatureSlice(folder.resolve("feature_slice.h5"));
    }

    private int[] bins(int factor) {
        int perRow = grid.columns() / factor;
        return IntStream.range(0, grid.rows() / factor * perRow)
                .filter(bin -> grid.underTissue(bin / perRow, bin % perRow, factor))
                .toArray();
    }

    private String barcode(int bin, int factor) {
        int perRow = grid.columns() / factor;
        int size = (int) (factor * BinGrid.BIN);
        return String.format(Locale.ROOT, "s_%03dum_%05d_%05d-1", size, bin / perRow, bin % perRow);
    }

    private void writeBins(Path folder, int factor) {
        Path spatial = folder.resolve("spatial");
        try {
            Files.createDirectories(spatial);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int[] bins = bins(factor);
        String[] names =
                Arrays.stream(bins).mapToObj(bin -> barcode(bin, factor)).toArray(String[]::new);
        double molecules = options.moleculesOn(Platform.VISIUM_HD);
        BinCounts counts = new BinCounts(grid, lattice, factor, bins, panel, options.seed(), molecules);
        Path matrix = folder.resolve("filtered_feature_bc_matrix.h5");
        long entries = MATRIX.write(matrix, panel.features(), names, counts, block -> {}, workers);
        if (options.matrixFolder()) {
            Path text = folder.resolve("filtered_feature_bc_matrix");
            MatrixFolder.write(text, MATRIX.software(), panel.features(), names, counts, entries, workers);
        }
        writePositions(spatial.resolve("tissue_positions.parquet"), factor);
        writePicture(spatial, factor);
    }

    private void writePositions(Path file, int factor) {
        int rows = grid.rows() / factor;
        try (TableSink sink =
                new ParquetTables().create(file, Map.of(), positions(0, factor).select(new int[0]))) {
            for (int row = 0; row < rows; row++) {
                sink.append(positions(row, factor));
            }
        }
    }

    private Table positions(int row, int factor) {
        int count = grid.columns() / factor;
        String[] barcodes = new String[count];
        int[] underTissue = new int[count];
        int[] rows = new int[count];
        int[] columns = new int[count];
        double[] pixelRows = new double[count];
        double[] pixelColumns = new double[count];
        double size = factor * BinGrid.BIN;
        for (int column = 0; column < count; column++) {
            barcodes[column] = barcode(row * count + column, factor);
            underTissue[column] = grid.underTissue(row, column, factor) ? 1 : 0;
            rows[column] = row;
            columns[column] = column;
            pixelRows[column] = ((row + 0.5) * size + FRAME) / SlidePictures.PIXEL;
            pixelColumns[column] = ((column + 0.5) * size + FRAME) / SlidePictures.PIXEL;
        }
        return Table.ofRows(count)
                .with("barcode", new Column.Strings(barcodes))
                .with("in_tissue", new Column.Ints(underTissue))
                .with("array_row", new Column.Ints(rows))
                .with("array_col", new Column.Ints(columns))
                .with("pxl_row_in_fullres", new Column.Doubles(pixelRows))
                .with("pxl_col_in_fullres", new Column.Doubles(pixelColumns));
    }

    private void writePicture(Path spatial, int factor) {
        double width = grid.columns() * BinGrid.BIN + 2 * FRAME;
        double height = grid.rows() * BinGrid.BIN + 2 * FRAME;
        HistologyPainter painter = new HistologyPainter(lattice, grid.edge(), grid.left() - FRAME, grid.top() - FRAME);
        SlidePictures pictures = new SlidePictures(painter, width, height);
        int side = (int) Math.min(LARGEST_PICTURE, Math.rint(Math.max(width, height) / PICTURE_PIXEL));
        pictures.write(spatial.resolve("tissue_lowres_image.png"), side, workers);
        double size = factor * BinGrid.BIN;
        ObjectNode scales = CanonicalJson.object()
                .put("spot_diameter_fullres", size / SlidePictures.PIXEL)
                .put("bin_size_um", size)
                .put("microns_per_pixel", SlidePictures.PIXEL)
                .put("regist_target_img_scalef", pictures.scale(side))
                .put("tissue_lowres_scalef", pictures.scale(side))
                .put("fiducial_diameter_fullres", FIDUCIAL_DIAMETER / SlidePictures.PIXEL)
                .put("tissue_hires_scalef", pictures.scale(side));
        SlidePictures.writeScales(spatial.resolve("scalefactors_json.json"), scales);
    }

    /** The metadata that other readers ask of a run: the grid of 2 µm spots and where its spots lie in the full-resolution picture. */
    private void writeFeatureSlice(Path file) {
        double step = BinGrid.BIN / SMALLEST_BINS_IN_A_BIN / SlidePictures.PIXEL;
        double first = FRAME / SlidePictures.PIXEL + step / 2;
        ObjectNode transforms = CanonicalJson.object();
        transforms.set("spot_colrow_to_microscope_colrow", matrix(step, first));
        transforms.set("microscope_colrow_to_spot_colrow", matrix(1 / step, -first / step));
        ObjectNode layout = CanonicalJson.object().put("file_format", "1.0").put("slide_name", "synthetic");
        layout.set("transform_matrices", transforms);
        ObjectNode metadata = CanonicalJson.object()
                .put("sample_id", "synthetic")
                .put("sample_desc", "Made data, not measured")
                .put("slide_name", "synthetic")
                .put("nrows", grid.rows() * SMALLEST_BINS_IN_A_BIN)
                .put("ncols", grid.columns() * SMALLEST_BINS_IN_A_BIN)
                .put("spot_pitch", BinGrid.BIN / SMALLEST_BINS_IN_A_BIN)
                .put("hd_layout_json", CanonicalJson.line(layout));
        metadata.set("transform_matrices", transforms);
        try (Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            writer.root().attribute("filetype", "feature_slice");
            writer.root().attribute("version", "0.1.0");
            writer.root().attribute("software_version", MATRIX.software());
            writer.root().attribute("metadata_json", CanonicalJson.line(metadata));
            writer.finish();
        }
    }

    private static ArrayNode matrix(double step, double first) {
        ArrayNode matrix = CanonicalJson.array();
        matrix.add(CanonicalJson.array().add(step).add(0.0).add(first));
        matrix.add(CanonicalJson.array().add(0.0).add(step).add(first));
        matrix.add(CanonicalJson.array().add(0.0).add(0.0).add(1.0));
        return matrix;
    }

    /** Writes structure and nearest cell's type of every 8 µm bin under tissue. */
    void writeTruth(Path file) {
        int[] bins = bins(1);
        TypeMixture mixture = new TypeMixture();
        TruthFile.write(file, "barcode,structure,cell_type", bins.length, i -> {
            double x = grid.left() + (bins[i] % grid.columns() + 0.5) * BinGrid.BIN;
            int row = bins[i] / grid.columns();
            double y = grid.top() + (row + 0.5) * BinGrid.BIN;
            Nearest nearest = new Nearest(x, y);
            lattice.around(x, y, 2 * BinGrid.BIN, mixture, nearest::see);
            String structure = grid.tissue().at(x, y).structure().id();
            return barcode(bins[i], 1) + "," + structure + "," + nearest.type();
        });
    }

    /** Remembers the cell nearest to a point. */
    private static final class Nearest {

        private final double x;
        private final double y;
        private double squared = Double.POSITIVE_INFINITY;
        private String type = "none";

        Nearest(double x, double y) {
            this.x = x;
            this.y = y;
        }

        void see(Cell cell) {
            double dx = cell.x() - x;
            double dy = cell.y() - y;
            if (dx * dx + dy * dy < squared) {
                squared = dx * dx + dy * dy;
                type = cell.type().id();
            }
        }

        String type() {
            return type;
        }
    }
}
