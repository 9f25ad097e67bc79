package io.spatho.anndata.h5ad;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads AnnData files: our own contract back to the dataset it was written from, and other tools' files as written by anndata
 * 0.7 and newer.
 *
 * <p>Of another tool's file the raw counts are searched in {@code layers["counts"]}, {@code X} and {@code raw.X}; features that are
 * not gene expression become modalities; positions come from {@code obsm["spatial"]} in the unit that the caller names. Ids are
 * {@code obs["cell_id"]} where that is text without repeats, else the observations' names.
 *
 * <p>Units: micrometres. Cost: linear; a dense {@code X} is read some rows at a time. Errors: an
 * {@link io.spatho.core.error.InputException} that names file and element and says what to do.
 */
public final class H5adReader {

    private static final String CELL_ID = "cell_id";

    private final ArrayTree source;
    private final MetadataReader metadata;
    private final DataFrameReader frames;
    private final ExtrasReader extras;

    private H5adReader(ArrayTree source) {
        this.source = source;
        this.metadata = new MetadataReader(source);
        this.frames = new DataFrameReader(source);
        this.extras = new ExtrasReader(source);
    }

    /** Reads the dataset of a file of our own contract. */
    public static SpatialDataset read(Path file, Workers workers) {
        return read(file, CoordinateUnit.DECLARED, workers);
    }

    /** Reads the dataset of any AnnData file; the unit counts only where the file does not declare one. */
    public static SpatialDataset read(Path file, CoordinateUnit unit, Workers workers) {
        try (ArrayTree source = Hdf5Source.open(file, workers)) {
            return read(source, unit);
        }
    }

    /** Reads the dataset of an AnnData object in HDF5 or Zarr; the unit counts only where the file does not declare one. */
    public static SpatialDataset read(ArrayTree source, CoordinateUnit unit) {
        return new H5adReader(source).dataset(unit);
    }

    /** Reads the dataset with everything else that {@link H5adExtras} can hold. */
    public static H5adContents readAll(Path file, CoordinateUnit unit, Workers workers) {
        try (ArrayTree source = Hdf5Source.open(file, workers)) {
            H5adReader reader = new H5adReader(source);
            SpatialDataset dataset = reader.dataset(unit);
            return new H5adContents(
                    dataset, reader.extras.read(dataset.size(), dataset.panel().size()));
        }
    }

    private SpatialDataset dataset(CoordinateUnit unit) {
        try {
            return metadata.isContract() ? contract() : foreign(unit);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    Problem.of("the file's parts do not fit together: " + e.getMessage())
                            .at(source.file())
                            .fix("The file may be damaged; write it again with anndata or from the bundle"),
                    e);
        }
    }

    private SpatialDataset contract() {
        Table obs = frames.read("obs").table();
        for (String column : List.of(CELL_ID, "x_um", "y_um")) {
            if (!obs.has(column)) {
                throw Faults.broken(source, "obs", "the contract's column is missing", column, obs.names());
            }
        }
        CsrMatrix counts = new SparseReader(source).read("X");
        GenePanel panel = new FeatureReader(source).read("var", metadata.panelName());
        requireRows("X", obs.rows(), counts.rows());
        requireRows("var", counts.columns(), panel.size());
        if (!panel.fingerprint().sha256().equals(metadata.panelFingerprint())) {
            throw Faults.broken(
                    source,
                    "var",
                    "the genes are not those that the file was written with",
                    metadata.panelFingerprint(),
                    panel.fingerprint().sha256());
        }
        requireUnique(obs.strings(CELL_ID), "obs/cell_id");
        double[] x = obs.doubles("x_um");
        double[] y = obs.doubles("y_um");
        return SpatialDataset.builder(metadata.read(), counts, panel, without(obs, "x_um", "y_um"), x, y)
                .modalities(modalities(obs.rows()))
                .obsm(extras.dense("obsm", obs.rows()))
                .images(metadata.images())
                .build();
    }

    private static Table without(Table table, String... dropped) {
        Set<String> names = new HashSet<>(Arrays.asList(dropped));
        Table kept = Table.ofRows(table.rows());
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            if (!names.contains(column.getKey())) {
                kept = kept.with(column.getKey(), column.getValue());
            }
        }
        return kept;
    }

    private List<Modality> modalities(int observations) {
        List<Modality> modalities = new ArrayList<>();
        for (String name : metadata.modalities()) {
            String path = "uns/modalities/" + name;
            CsrMatrix matrix = new SparseReader(source).read(path + "/X");
            GenePanel panel = new FeatureReader(source).read(path + "/var", source.string(path + "/panel_name"));
            requireRows(path + "/X", observations, matrix.rows());
            requireRows(path + "/var", matrix.columns(), panel.size());
            modalities.add(new Modality(name, panel, matrix));
        }
        return modalities;
    }

    private SpatialDataset foreign(CoordinateUnit unit) {
        DataFrameReader.Frame frame = frames.read("obs");
        int n = frame.index().length;
        PositionReader.Positions positions = new PositionReader(source, n).read(unit);
        Table obs = withIds(frame);
        CountsReader.Counts counts = new CountsReader(source).read();
        requireRows("X", n, counts.matrix().rows());
        FeatureSplit split = FeatureSplit.of(counts.panel(), counts.matrix());
        List<String> warnings = new ArrayList<>(counts.warnings());
        frame.unread().forEach(name -> warnings.add("obs column " + name + " has an encoding that was not read"));
        CaseMetadata described = new CaseMetadata(
                Platform.H5AD, "", sampleName(), Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), warnings);
        return SpatialDataset.builder(described, split.counts(), split.panel(), obs, positions.x(), positions.y())
                .modalities(split.modalities())
                .obsm(extras.dense("obsm", n))
                .build();
    }

    private String sampleName() {
        String name = source.file().getFileName().toString();
        return name.endsWith(".h5ad") ? name.substring(0, name.length() - ".h5ad".length()) : name;
    }

    /** The columns with the ids in front. */
    private Table withIds(DataFrameReader.Frame frame) {
        Table table = frame.table();
        String[] ids = frame.index();
        if (table.has(CELL_ID) && table.column(CELL_ID) instanceof Column.Strings named && isUnique(named.values())) {
            ids = named.values();
        }
        requireUnique(ids, "obs");
        Table result = Table.ofRows(table.rows()).with(CELL_ID, new Column.Strings(ids));
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            if (!column.getKey().equals(CELL_ID)) {
                result = result.with(column.getKey(), column.getValue());
            }
        }
        return result;
    }

    private static boolean isUnique(String[] ids) {
        return !Arrays.asList(ids).contains(null)
                && Set.copyOf(Arrays.asList(ids)).size() == ids.length;
    }

    private void requireUnique(String[] ids, String path) {
        Set<String> seen = new HashSet<>(ids.length * 2);
        for (int row = 0; row < ids.length; row++) {
            if (ids[row] == null || !seen.add(ids[row])) {
                throw Faults.missing(
                        source,
                        path,
                        "observation " + row + " has "
                                + (ids[row] == null ? "no name" : "the name of another, " + ids[row]),
                        "Make the names unique: adata.obs_names_make_unique(), then save it again");
            }
        }
    }

    private void requireRows(String path, int expected, int found) {
        if (expected != found) {
            throw Faults.broken(source, path, "tables and matrix disagree in length", expected, found);
        }
    }
}
