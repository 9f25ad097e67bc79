package io.spatho.anndata.cosmx;

import io.spatho.anndata.csv.CsvBlocks;
import io.spatho.anndata.csv.CsvCounts;
import io.spatho.anndata.csv.NumberText;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.Positions;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the flat files of a CosMx slide.
 *
 * <p>Observations are the cells of {@code *_exprMat_file.csv} in file order that {@code *_metadata_file.csv} describes; {@code cell_ID} 0,
 * what lies outside of all cells, is left out. Ids are {@code <cell_ID>_<fov>}. Positions are global pixels times the size of a pixel (see
 * {@link PixelSize}), else slide millimetres, else local pixels shifted by the field's position; the y axis is left as the files have it.
 * Negative probes are the modality {@code negative_control_probe}, system controls and false codes {@code system_control}. Errors: a
 * cell twice, a cell without metadata beyond one in ten, broken numbers, each an {@link InputException}. Source: NanoString, CosMx SMI data
 * file descriptions; AtoMx SIP flat file exports 1.3 and 2.0.
 */
public final class CosmxReader {

    private static final Set<String> NO_FEATURES = Set.of("cell", "cell_id", "slide_ID", "assay_type", "version");
    private static final double MOST_UNDESCRIBED = 0.1;
    private static final double UM_PER_MM = 1000;

    private CosmxReader() {}

    /** Whether a folder holds a table of counts by {@code fov} and {@code cell_ID} beside a table of cells. */
    public static boolean isBundle(BundleFolder folder) {
        return CosmxFiles.find(folder).looksRight();
    }

    /** What the reader looks for. */
    public static List<BundlePart> parts(BundleFolder folder) {
        CosmxFiles files = CosmxFiles.find(folder);
        return List.of(
                BundlePart.of("matrix", true, "*_exprMat_file.csv", files.counts()),
                BundlePart.of("cells", true, "*_metadata_file.csv", files.cells()),
                BundlePart.of("fov_positions", false, "*_fov_positions_file.csv", files.fields()),
                BundlePart.of("transcripts", false, "*_tx_file.csv", files.molecules()),
                BundlePart.of("cell_boundaries", false, "*-polygons.csv", files.polygons()));
    }

    /** The dataset in a slide's folder. */
    public static SpatialDataset read(BundleFolder folder, Workers workers) {
        CosmxFiles files = CosmxFiles.find(folder);
        List<String> warnings = new ArrayList<>();
        Path countsFile = folder.use("matrix", required(folder, files.counts(), "*_exprMat_file.csv"));
        Path cellsFile = folder.use("cells", required(folder, files.cells(), "*_metadata_file.csv"));
        CsvCounts counts = counts(countsFile, workers);
        CellTable cells = CellTable.read(cellsFile, workers);
        long[] keys = keys(countsFile, counts);
        CellKey.index(countsFile, keys);
        int[] kept = described(countsFile, keys, CellKey.index(cellsFile, cells.keys()), cells, warnings);
        long[] chosen = Arrays.stream(kept).mapToLong(row -> keys[row]).toArray();
        CellKey table = CellKey.index(cellsFile, cells.keys());
        CellTable obs = cells.select(Arrays.stream(chosen).mapToInt(table::row).toArray());
        FieldTable fields = files.fields()
                .map(file -> FieldTable.read(folder.use("fov_positions", file), workers))
                .orElse(FieldTable.NONE);
        double um = PixelSize.of(cells, fields, warnings);
        String[] ids = Arrays.stream(chosen).mapToObj(CellKey::id).toArray(String[]::new);
        boolean all = kept.length == keys.length;
        FeatureBarcodeMatrix matrix = new FeatureBarcodeMatrix(
                countsFile,
                features(counts.features()),
                ids,
                all ? counts.matrix() : counts.matrix().selectRows(kept),
                Map.of());
        FeatureBarcodeMatrix.Split split = matrix.split("");
        Table named = Table.ofRows(ids.length).with("cell_id", new Column.Strings(ids));
        double[] x = positions(obs, named, fields.xPixel(), "X", um);
        double[] y = positions(obs, named, fields.yPixel(), "Y", um);
        CellKey rows = CellKey.index(countsFile, chosen);
        List<OutlineSource> outlines = files.polygons()
                .map(file -> List.<OutlineSource>of(
                        new CosmxPolygons(folder.use("cell_boundaries", file), rows, fields, um, workers)))
                .orElse(List.of());
        Optional<MoleculeSource> molecules = files.molecules()
                .map(file -> new CosmxMolecules(folder.use("transcripts", file), rows, fields, um, workers));
        if (molecules.isPresent()) {
            warnings.add("the z of transcripts is the number of their plane times an assumed 0.8 um");
        }
        CaseMetadata metadata = new CaseMetadata(
                Platform.COSMX,
                "",
                folder.name(),
                um,
                Double.NaN,
                folder.sources(workers),
                List.of(SpatialTransform.scale("slide_um", "global_pixel", 1 / um)),
                Map.of("background_rows_left_out", Integer.toString(counts.leftOut())),
                warnings);
        return SpatialDataset.builder(metadata, split.counts(), split.panel(), columns(named, obs), x, y)
                .modalities(split.modalities())
                .outlines(outlines)
                .molecules(molecules)
                .build();
    }

    private static Path required(BundleFolder folder, Optional<Path> file, String name) {
        return file.orElseThrow(() -> new InputException(Problem.of("a file of the CosMx slide is missing")
                .at(folder.root())
                .expected(name, "none")));
    }

    private static CsvCounts counts(Path file, Workers workers) {
        int[] keys;
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            keys = new int[] {blocks.position("fov"), blocks.position("cell_ID")};
        }
        return CsvCounts.read(file, keys, NO_FEATURES, key -> !key[1].equals("0"), workers);
    }

    private static long[] keys(Path file, CsvCounts counts) {
        long[] keys = new long[counts.matrix().rows()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = CellKey.of(file, row, number(counts.keys()[0][row]), number(counts.keys()[1][row]));
        }
        return keys;
    }

    private static double number(String text) {
        try {
            return NumberText.parse(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The rows of counts whose cell the table describes. */
    private static int[] described(Path file, long[] keys, CellKey table, CellTable cells, List<String> warnings) {
        int[] kept = new int[keys.length];
        int size = 0;
        String example = "";
        for (int row = 0; row < keys.length; row++) {
            if (table.row(keys[row]) >= 0) {
                kept[size++] = row;
            } else if (example.isEmpty()) {
                example = CellKey.id(keys[row]);
            }
        }
        int without = keys.length - size;
        if (without > MOST_UNDESCRIBED * keys.length) {
            throw new InputException(Problem.of(without + " of " + keys.length
                            + " cells of the matrix are not in the table, such as " + example)
                    .at(cells.file())
                    .expected("every cell of " + file.getFileName(), size + " of them")
                    .fix("Matrix and table must come from the same slide."));
        }
        if (without > 0) {
            warnings.add(
                    without + " of " + keys.length + " cells of the matrix have no row in the table of cells, such as "
                            + example + ", and were left out");
        }
        if (cells.keys().length > size) {
            warnings.add((cells.keys().length - size) + " of " + cells.keys().length
                    + " cells of the table have no counts and were left out");
        }
        return Arrays.copyOf(kept, size);
    }

    private static GenePanel features(List<String> names) {
        return new GenePanel(
                "", names, names, names.stream().map(CosmxReader::type).toList());
    }

    /** The type that a feature's name shows. */
    static String type(String name) {
        if (name.startsWith("NegPrb") || name.startsWith("Negative")) {
            return "Negative Control Probe";
        }
        if (name.startsWith("SystemControl") || name.startsWith("FalseCode")) {
            return "System Control";
        }
        return "Gene Expression";
    }

    private static double[] positions(
            CellTable obs, Table named, Map<Integer, Double> fields, String axis, double umPerPixel) {
        String global = "Center" + axis + "_global_px";
        String local = "Center" + axis + "_local_px";
        String slide = axis.equals("X") ? "x_slide_mm" : "y_slide_mm";
        if (obs.column(global).isPresent()) {
            return scaled(obs, named, global, umPerPixel);
        }
        if (obs.column(slide).isPresent()) {
            return scaled(obs, named, slide, UM_PER_MM);
        }
        if (obs.column(local).isPresent() && !fields.isEmpty()) {
            double[] um = scaled(obs, named, local, umPerPixel);
            for (int row = 0; row < um.length; row++) {
                int fov = (int) (obs.keys()[row] >>> 32);
                Double corner = fields.get(fov);
                if (corner == null) {
                    throw new InputException(Problem.of("field of view " + fov + " has no position")
                            .at(obs.file())
                            .expected("every field in *_fov_positions_file.csv", "not this one"));
                }
                um[row] += corner * umPerPixel;
            }
            return um;
        }
        throw new InputException(Problem.of("the cells have no position on the slide")
                .at(obs.file())
                .expected(global + ", " + slide + ", or " + local + " with *_fov_positions_file.csv", "none of these"));
    }

    private static double[] scaled(CellTable obs, Table named, String column, double factor) {
        Table one = named.with(column, obs.table().column(column));
        double[] values = Positions.requireFinite(obs.file(), one, column);
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    private static Table columns(Table named, CellTable obs) {
        Map<String, Column> columns = new LinkedHashMap<>(named.columns());
        obs.table().columns().forEach((name, column) -> {
            boolean position = name.startsWith("Center") && name.endsWith("_global_px");
            if (!position) {
                columns.putIfAbsent(name.equals("cell_id") ? "platform_cell_id" : name, column);
            }
        });
        return Table.of(named.rows(), columns);
    }
}
