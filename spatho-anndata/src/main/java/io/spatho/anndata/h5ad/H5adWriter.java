package io.spatho.anndata.h5ad;

import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes a dataset as {@code case.h5ad}, which anndata, scanpy and squidpy open unchanged.
 *
 * <p>{@code X} holds the counts (CSR, float32); {@code obs} the observations' columns with {@code x_um} and {@code y_um} after them
 * and the cell ids as index; {@code obsm["spatial"]} the positions; {@code uns["modalities"]} what is not gene expression;
 * {@code uns["spatho"]} where the case came from; {@code uns["spatial"]} the pictures for squidpy.
 *
 * <p>Units: micrometres. Determinism: same dataset, same bytes, for any number of threads. Cost: linear; chunks are compressed on
 * the workers. Errors: an {@link io.spatho.core.error.InputException} for a column name that h5ad cannot hold or a picture that
 * cannot be decoded, a {@link io.spatho.core.error.ResourceException} when the disk refuses; then no file is left.
 */
public final class H5adWriter {

    private H5adWriter() {}

    /** Writes a dataset and nothing else. */
    public static void write(SpatialDataset dataset, Path file, Workers workers) {
        write(dataset, H5adExtras.NONE, file, workers);
    }

    /** Writes a dataset with graphs, layers and further results. */
    public static void write(SpatialDataset dataset, H5adExtras extras, Path file, Workers workers) {
        try (Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            write(dataset, extras, writer.root());
            writer.finish();
        }
    }

    static SpatialDataset stream(TreeGroup root, Function<CountSink, SpatialDataset> read) {
        Encoding.ANNDATA.mark(root);
        SparseElement counts = new SparseElement(root, "X");
        SpatialDataset dataset = read.apply(counts);
        if (!counts.isBegun()) {
            counts.begin(dataset.size(), dataset.panel());
            counts.append(dataset.counts());
        }
        counts.end();
        rest(dataset, H5adExtras.NONE, root);
        return dataset;
    }

    static void write(SpatialDataset dataset, H5adExtras extras, TreeGroup root) {
        extras.requireShapes(dataset.size(), dataset.panel().size());
        Encoding.ANNDATA.mark(root);
        SparseElement.write(root, "X", dataset.counts());
        rest(dataset, extras, root);
    }

    private static void rest(SpatialDataset dataset, H5adExtras extras, TreeGroup root) {
        DataFrameElement.writeIndexedBy(root, "obs", "cell_id", obs(dataset));
        DataFrameElement.write(
                root, "var", dataset.panel().uniqueNames().toArray(String[]::new), FeatureTable.of(dataset.panel()));
        obsm(root, dataset);
        sparse(root, "obsp", extras.obsp());
        sparse(root, "layers", extras.layers());
        TreeGroup varm = Encoding.dict(root, "varm");
        extras.varm().forEach((name, matrix) -> dense(varm, name, matrix));
        Encoding.dict(root, "varp");
        uns(root, dataset, extras);
    }

    private static Table obs(SpatialDataset dataset) {
        Table obs = dataset.obs();
        if (!(obs.column("cell_id") instanceof Column.Strings)) {
            obs = obs.with("cell_id", new Column.Strings(obs.strings("cell_id")));
        }
        return obs.with("x_um", new Column.Doubles(dataset.xUm())).with("y_um", new Column.Doubles(dataset.yUm()));
    }

    private static void obsm(TreeGroup root, SpatialDataset dataset) {
        TreeGroup obsm = Encoding.dict(root, "obsm");
        int n = dataset.size();
        double[] positions = new double[2 * n];
        for (int i = 0; i < n; i++) {
            positions[2 * i] = dataset.xUm()[i];
            positions[2 * i + 1] = dataset.yUm()[i];
        }
        Encoding.ARRAY.mark(obsm.doubles("spatial", positions, n, 2));
        dataset.obsm().forEach((name, matrix) -> dense(obsm, name, matrix));
    }

    private static void dense(TreeGroup group, String name, DenseMatrix matrix) {
        Encoding.ARRAY.mark(group.floats(name, matrix.values(), matrix.rows(), matrix.columns()));
    }

    private static void sparse(TreeGroup root, String name, Map<String, CsrMatrix> matrices) {
        TreeGroup group = Encoding.dict(root, name);
        matrices.forEach((key, matrix) -> SparseElement.write(group, key, matrix));
    }

    private static void uns(TreeGroup root, SpatialDataset dataset, H5adExtras extras) {
        TreeGroup uns = Encoding.dict(root, "uns");
        MetadataElement.write(uns, dataset);
        PlotElement.write(uns, dataset);
        TreeGroup modalities = Encoding.dict(uns, "modalities");
        for (Modality modality : dataset.modalities()) {
            TreeGroup group = Encoding.dict(modalities, modality.name());
            Encoding.text(group, "panel_name", modality.features().name());
            SparseElement.write(group, "X", modality.matrix());
            DataFrameElement.write(
                    group,
                    "var",
                    modality.features().uniqueNames().toArray(String[]::new),
                    FeatureTable.of(modality.features()));
        }
        Map<String, Table> tables = new TreeMap<>(dataset.tables());
        tables.putAll(extras.tables());
        tables.forEach((name, table) -> DataFrameElement.writeNumbered(uns, name, table));
        extras.texts().forEach((name, text) -> Encoding.text(uns, name, text));
    }
}
