package io.spatho.anndata.h5ad;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SlideImage;
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
 * Reads AnnData files: our own contract back to the dataset it was written from, and other tools' files as written by any
 * anndata since 0.5.
 *
 * <p>Of another tool's file the raw counts are searched in {@code layers["counts"]}, {@code X}, {@code raw.X} and the other layers,
 * and where they were found is stated as the platform field {@code counts}; features that are not gene expression become modalities; positions come from {@code obsm["spatial"]} in the unit that the caller names. Ids are
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
        String place = metadata.counts();
        String var = place.equals("raw/X") ? "raw/var" : "var";
        CsrMatrix matrix = new SparseReader(source).read(place);
        GenePanel features = new FeatureReader(source).read(var, metadata.panelName());
        requireRows(place, obs.rows(), matrix.rows());
        requireRows(var, matrix.columns(), features.size());
        FeatureSplit split = FeatureSplit.of(features, matrix);
        requirePanel(var, split.panel());
        ForeignCase.requireUnique(source, obs.strings(CELL_ID), "obs/cell_id");
        double[] x = obs.doubles("x_um");
        double[] y = obs.doubles("y_um");
        List<Modality> modalities = new ArrayList<>(split.modalities());
        modalities.addAll(modalities(obs.rows()));
        return SpatialDataset.builder(
                        metadata.read(), split.counts(), split.panel(), without(obs, "x_um", "y_um"), x, y)
                .modalities(modalities)
                .obsm(extras.dense("obsm", obs.rows()))
                .images(images())
                .build();
    }

    private void requirePanel(String var, GenePanel panel) {
        String found = panel.fingerprint().sha256();
        if (!found.equals(metadata.panelFingerprint())) {
            throw Faults.broken(
                    source,
                    var,
                    "the genes are not those that the file was written with",
                    metadata.panelFingerprint(),
                    found);
        }
    }

    /** The pictures as they came; where they came from another tool's file, its own arrays. */
    private List<SlideImage> images() {
        List<SlideImage> images = metadata.images();
        if (!images.isEmpty() || !source.isGroup("uns/spatial")) {
            return images;
        }
        Element.Dict spatial = new ElementReader(source).dict("uns/spatial");
        return new PictureReader().read(new Element.Dict(Map.of("spatial", spatial)), 1);
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
        AnnDataFile file = AnnDataReader.read(source);
        ForeignCase found = ForeignCase.read(source, file, unit);
        int n = found.obs().rows();
        CsrMatrix matrix = new SparseReader(source).read(found.counts().path());
        requireRows(found.counts().path(), n, matrix.rows());
        requireRows(found.counts().var(), matrix.columns(), found.features().size());
        FeatureSplit split = FeatureSplit.of(found.features(), matrix);
        PictureReader pictures = new PictureReader();
        List<SlideImage> images = pictures.read(file.uns(), unit.micrometres());
        CaseMetadata described = withWarnings(found.metadata(), pictures.warnings());
        return SpatialDataset.builder(described, split.counts(), split.panel(), found.obs(), found.x(), found.y())
                .modalities(split.modalities())
                .obsm(extras.dense(file.obsm(), n))
                .images(images)
                .build();
    }

    private static CaseMetadata withWarnings(CaseMetadata old, List<String> more) {
        List<String> warnings = new ArrayList<>(old.warnings());
        warnings.addAll(more);
        return new CaseMetadata(
                old.platform(),
                old.softwareVersion(),
                old.sampleName(),
                old.pixelSizeUm(),
                old.observationSizeUm(),
                old.sources(),
                old.transforms(),
                old.platformFields(),
                warnings);
    }

    private void requireRows(String path, int expected, int found) {
        if (expected != found) {
            throw Faults.broken(source, path, "tables and matrix disagree in length", expected, found);
        }
    }
}
