package io.spatho.anndata.spatialdata;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.zarr.ZarrGroup;
import io.spatho.anndata.zarr.ZarrWriter;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Writes a dataset as a SpatialData store that {@code spatialdata.read_zarr} opens.
 *
 * <p>{@code tables/table} is the dataset as AnnData (see {@link io.spatho.anndata.h5ad.H5adWriter}) and annotates the observations'
 * shapes by {@code cell_id}; {@code shapes} are the observations (circles for cells and spots, squares for bins) and the outlines of
 * cells and nuclei that the case has; {@code points/transcripts} are its molecules, streamed; {@code images} its low-resolution
 * pictures. The coordinate system {@code global} is micrometres; {@code downscaled_<picture>} are a picture's pixels. Columns whose
 * names spatialdata refuses get others.
 *
 * <p>Units: micrometres. Determinism: same dataset, same bytes, for any number of threads. Cost: linear; molecules are never held
 * together, but a million of them for each thread. Errors: an {@link io.spatho.core.error.InputException} where outlines, molecules or pictures cannot be read, a {@link
 * io.spatho.core.error.ResourceException} when the disk refuses; then nothing is left.
 *
 * <p>Source: the container format 0.2 of spatialdata 0.7.
 */
public final class SpatialDataWriter {

    private SpatialDataWriter() {}

    /** Writes a store, replacing one that is there. */
    public static void write(SpatialDataset dataset, Path store, Workers workers) {
        stream(store, workers, counts -> dataset);
    }

    /**
     * Writes a store while the dataset is read, so that its counts need not fit memory; the same bytes as when it was read before.
     *
     * @param read reads the dataset; it may hand its counts to the sink and give back a dataset without them
     * @return the dataset as it was read
     */
    public static SpatialDataset stream(Path store, Workers workers, Function<CountSink, SpatialDataset> read) {
        try (ZarrWriter writer = ZarrWriter.create(store, workers)) {
            ZarrGroup root = writer.root();
            ObjectNode format = JsonNodeFactory.instance.objectNode().put("version", "0.2");
            root.attribute("spatialdata_attrs", format.put("spatialdata_software_version", "0.7.3"));
            ZarrGroup images = root.group("images");
            ZarrGroup shapes = root.group("shapes");
            ZarrGroup points = root.group("points");
            SpatialDataset dataset = TableElement.stream(root.group("tables"), read);
            dataset.images().forEach(image -> ImageElement.write(images, image));
            new ShapesElements(dataset, shapes).write();
            dataset.molecules().ifPresent(source -> PointsElement.write(dataset, source, points, workers.threads()));
            writer.finish();
            return dataset;
        }
    }
}
