package io.spatho.anndata.synthetic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes a made section as Space Ranger 2 writes a Visium run: {@code filtered_feature_bc_matrix.h5} and {@code spatial/} with
 * positions of every spot of the slide, scale factors and two pictures.
 *
 * <p>The matrix lists spots in the order of their barcodes, the positions in that of rows and columns, as real runs do. Pixels are half a
 * micrometre.
 *
 * <p>Source: https://www.10xgenomics.com/support/software/space-ranger/latest/analysis/outputs/spatial-outputs (Space Ranger 2.1).
 */
final class VisiumBundleWriter {

    private static final MatrixFile MATRIX =
            new MatrixFile("spaceranger-2.1.0", "Visium (made data, not measured)", "synthetic");
    private static final double FRAME = 700;
    private static final double FIDUCIAL = 1.6153846153846154;
    private static final double WINDOW = 1.5;
    private static final int LOW_RESOLUTION = 600;
    private static final int HIGH_RESOLUTION = 1200;

    private final SyntheticOptions options;
    private final Workers workers;
    private final SpotGrid grid;
    private final CellLattice lattice;
    private final String[] barcodes;
    private final int[] spots;
    private final Panel panel;
    private final SpotCounts counts;

    VisiumBundleWriter(SyntheticOptions options, Workers workers) {
        this.options = options;
        this.workers = workers;
        this.grid = new SpotGrid(options.observations(), options.seed());
        double half = WINDOW * grid.tissue().radius() + SpotGrid.PITCH;
        this.lattice = new CellLattice(grid.tissue(), options.seed(), half);
        this.barcodes = new String[grid.size()];
        Arrays.setAll(barcodes, spot -> CellNames.spot(spot, options.seed()));
        this.spots = IntStream.range(0, grid.size())
                .filter(grid::underTissue)
                .boxed()
                .sorted(Comparator.comparing(spot -> barcodes[spot]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.panel = Panel.sequenced(options.genes(), true, options.seed());
        double molecules = options.moleculesOn(Platform.VISIUM);
        this.counts = new SpotCounts(grid, lattice, spots, panel, options.seed(), molecules);
    }

    /** Writes the bundle into an existing folder. */
    void write(Path folder) {
        Path spatial = folder.resolve("spatial");
        try {
            Files.createDirectories(spatial);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] names = Arrays.stream(spots).mapToObj(spot -> barcodes[spot]).toArray(String[]::new);
        Path matrix = folder.resolve("filtered_feature_bc_matrix.h5");
        long entries = MATRIX.write(matrix, panel.features(), names, counts, block -> {}, workers);
        if (options.matrixFolder()) {
            Path text = folder.resolve("filtered_feature_bc_matrix");
            MatrixFolder.write(text, MATRIX.software(), panel.features(), names, counts, entries, workers);
        }
        writePositions(spatial.resolve("tissue_positions.csv"));
        writePictures(spatial);
    }

    private void writePositions(Path file) {
        GzipText.plain(file, out -> {
            out.write("barcode,in_tissue,array_row,array_col,pxl_row_in_fullres,pxl_col_in_fullres\n");
            for (int spot = 0; spot < grid.size(); spot++) {
                long pixelRow = Math.round((grid.y(spot) + grid.height() / 2 + FRAME) / SlidePictures.PIXEL);
                long pixelColumn = Math.round((grid.x(spot) + grid.width() / 2 + FRAME) / SlidePictures.PIXEL);
                out.write(barcodes[spot] + "," + (grid.underTissue(spot) ? 1 : 0) + "," + grid.row(spot) + ","
                        + grid.column(spot) + "," + pixelRow + "," + pixelColumn + "\n");
            }
        });
    }

    private void writePictures(Path spatial) {
        double left = -grid.width() / 2 - FRAME;
        double top = -grid.height() / 2 - FRAME;
        HistologyPainter painter = new HistologyPainter(lattice, grid.edge(), left, top);
        SlidePictures pictures = new SlidePictures(painter, grid.width() + 2 * FRAME, grid.height() + 2 * FRAME);
        pictures.write(spatial.resolve("tissue_lowres_image.png"), LOW_RESOLUTION, workers);
        pictures.write(spatial.resolve("tissue_hires_image.png"), HIGH_RESOLUTION, workers);
        double diameter = SpotGrid.SPOT_DIAMETER / SlidePictures.PIXEL;
        ObjectNode scales = CanonicalJson.object()
                .put("spot_diameter_fullres", diameter)
                .put("fiducial_diameter_fullres", diameter * FIDUCIAL)
                .put("tissue_hires_scalef", pictures.scale(HIGH_RESOLUTION))
                .put("tissue_lowres_scalef", pictures.scale(LOW_RESOLUTION));
        SlidePictures.writeScales(spatial.resolve("scalefactors_json.json"), scales);
    }

    /** Writes the structure at the centre of every spot under tissue, the commonest cell type under it and that type's share. */
    void writeTruth(Path file) {
        TypeMixture mixture = new TypeMixture();
        TruthFile.write(file, "barcode,structure,cell_type,share,low_quality", spots.length, row -> {
            int spot = spots[row];
            Map<CellType, Integer> types = new HashMap<>();
            double reach = SpotGrid.SPOT_DIAMETER / 2;
            lattice.around(
                    grid.x(spot), grid.y(spot), reach, mixture, cell -> types.merge(cell.type(), 1, Integer::sum));
            String structure =
                    grid.tissue().at(grid.x(spot), grid.y(spot)).structure().id();
            int all = types.values().stream().mapToInt(Integer::intValue).sum();
            String commonest = types.entrySet().stream()
                    .max(Map.Entry.<CellType, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(entry -> entry.getKey().id() + ","
                            + CanonicalJson.number(Math.rint(100.0 * entry.getValue() / all) / 100))
                    .orElse("none,0");
            return barcodes[spot] + "," + structure + "," + commonest + "," + counts.poor(spot);
        });
    }
}
