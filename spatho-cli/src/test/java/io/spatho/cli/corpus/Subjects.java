package io.spatho.cli.corpus;

import io.spatho.anndata.arrow.ArrowTables;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.geojson.GeoJsonRegions;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.cli.TestCheckpoints;
import io.spatho.core.annotate.MarkerPanelReader;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import io.spatho.core.table.TableSink;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a sound input of every kind, small and by this program's own writers. */
final class Subjects {

    private static final int OBSERVATIONS = 50;
    private static final int GENES = 26;

    private static final String REGIONS = """
            {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a%d", "properties":
             {"classification": {"name": "%s"}}, "geometry": {"type": "Polygon", "coordinates":
             [[[0, 0], [10, 0], [10, 10], [0, 0]], [[4, 2], [6, 2], [6, 4], [4, 2]]]}}, {"type": "Feature", "id": "b",
             "properties": {"name": "x"}, "geometry": {"type": "MultiPolygon", "coordinates":
             [[[[20, 0], [30, 0], [30, 10.5], [20, 0]]]]}}]}
            """;

    private final Path folder;
    private final long seed;
    private final Workers workers;
    private final List<Subject> subjects = new ArrayList<>();

    private Subjects(Path folder, long seed, Workers workers) {
        this.folder = folder;
        this.seed = seed;
        this.workers = workers;
    }

    /** The inputs of one seed; those of another have the same names and other cells. */
    static List<Subject> make(Path folder, long seed, Workers workers) throws IOException {
        Subjects made = new Subjects(folder, seed, workers);
        made.bundles();
        made.annData();
        made.tables();
        made.drawings();
        made.checkpoint();
        SpatialDataset dataset = Bundles.open(folder.resolve("h5ad").resolve("case.h5ad"), BundleOptions.of(workers));
        made.subjects.addAll(MoreSubjects.make(folder, seed, dataset, workers, made::open));
        return made.subjects;
    }

    private SyntheticOptions options() {
        return SyntheticOptions.of(OBSERVATIONS, GENES, seed);
    }

    private void bundles() throws IOException {
        bundle("xenium", Platform.XENIUM, options().withTranscripts(true));
        Path text = bundle("xenium-text", Platform.XENIUM, options().withMatrixFolder(true));
        Files.delete(text.resolve("cell_feature_matrix.h5"));
        Files.delete(text.resolve("cells.parquet"));
        bundle("visium", Platform.VISIUM, options());
        bundle("visium-hd", Platform.VISIUM_HD, options());
    }

    private Path bundle(String name, Platform platform, SyntheticOptions options) {
        Path good = folder.resolve(name);
        SyntheticBundles.write(platform, options, good, workers);
        subjects.add(new Subject(name, good, "", this::open, true));
        return good;
    }

    /** The digest, with the number of warnings behind it. */
    private String open(Path input) {
        SpatialDataset dataset = Bundles.open(input, BundleOptions.of(workers));
        return ContentDigest.of(dataset) + " " + dataset.metadata().warnings().size();
    }

    private void annData() throws IOException {
        Path good = Files.createDirectories(folder.resolve("h5ad"));
        SpatialDataset dataset = Bundles.open(folder.resolve("visium"), BundleOptions.of(workers));
        SpatialDataset bare = SpatialDataset.builder(
                        dataset.metadata(),
                        dataset.counts(),
                        dataset.panel(),
                        dataset.obs(),
                        dataset.xUm(),
                        dataset.yUm())
                .build();
        H5adWriter.write(bare, good.resolve("case.h5ad"), workers);
        subjects.add(new Subject("h5ad", good, "case.h5ad", this::open, true));
    }

    private void tables() throws IOException {
        table("parquet", new ParquetTables(), "cells.parquet", ParquetTable::read);
        ArrowTables arrow = new ArrowTables();
        table("arrow", arrow, "cells.arrow", arrow::read);
    }

    private interface TableReader {
        Table read(Path file);
    }

    private void table(String name, TableFormat format, String file, TableReader reader) throws IOException {
        Path good = Files.createDirectories(folder.resolve(name));
        Table table = Table.ofRows(3)
                .with("cell_id", new Column.Strings(new String[] {"a-" + seed, "b-1", "c-1"}))
                .with("x", new Column.Doubles(new double[] {1, Double.NaN, seed}))
                .with("counts", new Column.Ints(new int[] {4, 5, 6}))
                .with("kind", new Column.Categories(new int[] {0, 1, -1}, List.of("a", "b"), true));
        try (TableSink sink = format.create(good.resolve(file), Map.of("key", "value"), table)) {
            sink.append(table);
        }
        subjects.add(new Subject(name, good, file, input -> ContentDigest.of(reader.read(input)), false));
    }

    private void drawings() throws IOException {
        Path regions = Files.createDirectories(folder.resolve("regions"));
        Files.writeString(regions.resolve("regions.geojson"), REGIONS.formatted(seed, "Tumour " + seed));
        subjects.add(new Subject(
                "regions",
                regions,
                "regions.geojson",
                input -> ContentDigest.of(GeoJsonRegions.read(input, RegionUnit.um())),
                false));
        Path panel = Files.createDirectories(folder.resolve("panel"));
        Files.writeString(
                panel.resolve("markers.csv"),
                "compartment,gene\nEpithelium,EPCAM\nEpithelium,KRT8\n\"T, cell\",CD3E\nB cell,MS4A" + seed + "\n");
        subjects.add(new Subject(
                "panel", panel, "markers.csv", input -> ContentDigest.ofText(MarkerPanelReader.read(input)), false));
    }

    private void checkpoint() throws IOException {
        Path good = folder.resolve("checkpoint");
        TestCheckpoints.write(good, List.of("EPCAM", "CD3E", "MS4A" + seed), "");
        subjects.add(
                new Subject("checkpoint", good, "", input -> ContentDigest.of(CheckpointFolder.open(input)), false));
    }
}
