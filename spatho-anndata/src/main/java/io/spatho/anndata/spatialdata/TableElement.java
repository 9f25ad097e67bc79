package io.spatho.anndata.spatialdata;

import io.spatho.anndata.h5ad.AnnDataWriter;
import io.spatho.anndata.zarr.ZarrGroup;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Writes the dataset as the table that annotates the observations' shapes; names that spatialdata refuses are changed. */
final class TableElement {

    private static final String NAME = "table";
    private static final String REGION = "region";
    private static final String INSTANCE = "cell_id";

    private TableElement() {}

    /** Writes the table while it is read; returns the dataset as it was read. */
    static SpatialDataset stream(ZarrGroup tables, Function<CountSink, SpatialDataset> read) {
        ZarrGroup table = tables.group(NAME);
        AtomicReference<SpatialDataset> original = new AtomicReference<>();
        AnnDataWriter.stream(table, counts -> {
            SpatialDataset dataset = read.apply(counts);
            original.set(dataset);
            return renamed(dataset, ShapesElements.observations(dataset));
        });
        annotate(table, ShapesElements.observations(original.get()));
        return original.get();
    }

    private static void annotate(ZarrGroup table, String region) {
        table.attribute("spatialdata-encoding-type", "ngff:regions_table");
        table.attribute("region", region);
        table.attribute("region_key", REGION);
        table.attribute("instance_key", INSTANCE);
        table.attribute("version", "0.2");
        ZarrGroup attributes = table.existing("uns").group("spatialdata_attrs");
        attributes.attribute("encoding-type", "dict");
        attributes.attribute("encoding-version", "0.1.0");
        text(attributes, "region", region);
        text(attributes, "region_key", REGION);
        text(attributes, "instance_key", INSTANCE);
    }

    private static void text(ZarrGroup group, String name, String value) {
        var scalar = group.scalar(name, value);
        scalar.attribute("encoding-type", "string");
        scalar.attribute("encoding-version", "0.2.0");
    }

    private static SpatialDataset renamed(SpatialDataset dataset, String region) {
        Table obs = dataset.obs();
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(INSTANCE, new Column.Strings(dataset.cellIds()));
        columns.put(REGION, new Column.Categories(new int[obs.rows()], List.of(region), false));
        List<String> others =
                obs.names().stream().filter(name -> !name.equals(INSTANCE)).toList();
        ValidNames.of(others, List.of(INSTANCE, REGION, "x_um", "y_um"))
                .forEach((old, name) -> columns.put(name, obs.column(old)));
        Map<String, DenseMatrix> matrices = new LinkedHashMap<>();
        ValidNames.of(dataset.obsm().keySet(), List.of("spatial"))
                .forEach((old, name) -> matrices.put(name, dataset.obsm().get(old)));
        return dataset.toBuilder()
                .obs(Table.of(obs.rows(), columns))
                .obsm(matrices)
                .build();
    }
}
