package io.spatho.anndata.spatialdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.anndata.zarr.ZarrSource;
import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/** The store's parts by our own readers, DuckDB and JTS; docs/interop/check_spatialdata.py asks spatialdata itself. */
class SpatialDataWriterTest {

    @TempDir
    Path folder;

    private SpatialDataset open(Platform platform) {
        Path bundle = folder.resolve("bundle");
        try (Workers workers = new Workers(1)) {
            SyntheticBundles.write(platform, SyntheticOptions.of(60, 26, 7), bundle, workers);
            return Bundles.open(bundle, BundleOptions.of(workers));
        }
    }

    private Path write(SpatialDataset dataset, String name, int threads) {
        Path store = folder.resolve(name);
        try (Workers workers = new Workers(threads)) {
            SpatialDataWriter.write(dataset, store, workers);
        }
        return store;
    }

    private static SpatialDataset withParts(SpatialDataset dataset) {
        return dataset.toBuilder()
                .outlines(List.of(outlines("cell_boundaries", dataset), outlines("nucleus_boundaries", dataset)))
                .molecules(Optional.of(new MadeMolecules()))
                .build();
    }

    /** A triangle of area 8 around each of the first ten observations, a second one for observation 0, and one without area. */
    private static OutlineSource outlines(String name, SpatialDataset dataset) {
        int[] observations = new int[12];
        int[] starts = new int[13];
        float[] x = new float[35];
        float[] y = new float[35];
        for (int polygon = 0; polygon < 12; polygon++) {
            int row = polygon < 10 ? polygon : 0;
            observations[polygon] = row;
            int vertices = polygon < 11 ? 3 : 2;
            starts[polygon + 1] = starts[polygon] + vertices;
            float[] dx = {0, 4, 0};
            float[] dy = {0, 0, 4};
            for (int i = 0; i < vertices; i++) {
                x[starts[polygon] + i] = (float) dataset.xUm()[row] + dx[i] + (polygon < 10 ? 0 : 10);
                y[starts[polygon] + i] = (float) dataset.yUm()[row] + dy[i];
            }
        }
        Outlines made = new Outlines(observations, starts, x, y);
        return new OutlineSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Outlines read() {
                return made;
            }
        };
    }

    /** Three batches of 100 molecules. */
    private static final class MadeMolecules implements MoleculeSource {

        private final List<String> features = new ArrayList<>();

        @Override
        public void forEachBatch(double leastQuality, Consumer<MoleculeBatch> consumer) {
            int n = 100;
            for (int batch = 0; batch < 3; batch++) {
                long[] ids = new long[n + 7];
                int[] observations = new int[n + 7];
                int[] genes = new int[n + 7];
                float[] places = new float[n + 7];
                for (int i = 0; i < n; i++) {
                    ids[i] = (long) batch * n + i;
                    observations[i] = i % 4 == 0 ? -1 : i % 10;
                    genes[i] = (batch + i) % (batch + 2);
                    places[i] = i;
                    while (features.size() <= genes[i]) {
                        features.add("gene " + features.size());
                    }
                }
                consumer.accept(new MoleculeBatch(
                        n, ids, observations, genes, places, places, places, places, new boolean[n + 7]));
            }
        }

        @Override
        public List<String> features() {
            return features;
        }
    }

    private static List<List<Object>> query(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getObject(i));
                }
                rows.add(row);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    private static Geometry geometry(Object hex) {
        try {
            return new WKBReader().read(WKBReader.hexToBytes(hex.toString()));
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static List<List<Object>> shapes(Path store, String name, String columns) {
        return query("SELECT hex(geometry), __index_level_0__, " + columns + " FROM read_parquet('"
                + store.resolve("shapes").resolve(name).resolve("shapes.parquet") + "')");
    }

    @Test
    void cellsBecomeCirclesOutlinesPolygonsMoleculesPoints() {
        SpatialDataset dataset = withParts(open(Platform.XENIUM));
        Path store = write(dataset, "x.zarr", 2);
        List<List<Object>> circles = shapes(store, "cell_circles", "radius");
        assertThat(circles).hasSize(dataset.size());
        for (int row = 0; row < circles.size(); row++) {
            Geometry point = geometry(circles.get(row).get(0));
            assertThat(point.getCoordinate().x).isEqualTo(dataset.xUm()[row]);
            assertThat(point.getCoordinate().y).isEqualTo(dataset.yUm()[row]);
            assertThat(circles.get(row).get(1)).isEqualTo(dataset.cellIds()[row]);
            assertThat((double) circles.get(row).get(2)).isPositive();
        }
        List<List<Object>> cells = shapes(store, "cell_boundaries", "cell_id");
        assertThat(cells).hasSize(10);
        assertThat(geometry(cells.get(0).get(0)).getGeometryType()).isEqualTo("MultiPolygon");
        assertThat(geometry(cells.get(0).get(0)).getArea()).isCloseTo(16, within(1e-2));
        assertThat(geometry(cells.get(1).get(0)).getArea()).isCloseTo(8, within(1e-2));
        List<List<Object>> nuclei = shapes(store, "nucleus_boundaries", "cell_id");
        assertThat(nuclei).hasSize(11);
        assertThat(nuclei.get(10).get(1)).isEqualTo(dataset.cellIds()[0] + "_2");
        assertThat(nuclei.get(10).get(2)).isEqualTo(dataset.cellIds()[0]);
        List<List<Object>> molecules = query("SELECT count(*), count(DISTINCT feature_name), sum(transcript_id),"
                + " count(*) FILTER (cell_id = 'UNASSIGNED') FROM read_parquet('"
                + store.resolve("points/transcripts/points.parquet") + "/*.parquet')");
        assertThat(molecules.get(0)).map(Object::toString).containsExactly("300", "4", "44850", "75");
    }

    @Test
    void whatIsOddInOutlinesAndMoleculesIsPassedOn() throws IOException {
        SpatialDataset dataset = open(Platform.XENIUM);
        Path table = folder.resolve("bundle").resolve("cell_boundaries.csv");
        String cell = dataset.cellIds()[0];
        Files.deleteIfExists(folder.resolve("bundle").resolve("cell_boundaries.parquet"));
        Files.writeString(
                table,
                "cell_id,vertex_x,vertex_y\n%1$s,0,0\n%1$s,4,0\n%1$s,0,4\nnobody,0,0\nnobody,1,0\nnobody,0,1\n"
                        .formatted(cell));
        try (Workers workers = new Workers(1)) {
            SpatialDataset written = SpatialDataWriter.stream(
                    folder.resolve("odd.zarr"),
                    workers,
                    counts -> Bundles.open(folder.resolve("bundle"), BundleOptions.of(workers)));
            assertThat(written.metadata().warnings())
                    .anyMatch(warning -> warning.contains("cell_boundaries.csv") && warning.contains("left out"));
        }
    }

    @Test
    void binsBecomeSquares() {
        SpatialDataset dataset = open(Platform.VISIUM_HD);
        Path store = write(dataset, "hd.zarr", 1);
        double side = dataset.metadata().observationSizeUm();
        List<List<Object>> bins = shapes(store, "bins", "cell_id");
        assertThat(bins).hasSize(dataset.size());
        for (int row = 0; row < bins.size(); row++) {
            Geometry square = geometry(bins.get(row).get(0));
            assertThat(square.getArea()).isCloseTo(side * side, within(1e-6));
            assertThat(square.getCentroid().getX()).isCloseTo(dataset.xUm()[row], within(1e-6));
        }
    }

    @Test
    void theTableAnnotatesTheSpotsUnderNamesThatAreAccepted() {
        SpatialDataset spots = open(Platform.VISIUM);
        SpatialDataset dataset = spots.toBuilder()
                .obs(spots.obs()
                        .with(
                                "Area (µm²)",
                                spots.obs().column(spots.obs().names().get(1)))
                        .with("REGION", spots.obs().column("cell_id")))
                .build();
        try (ZarrSource source = ZarrSource.open(write(dataset, "v.zarr", 1))) {
            assertThat(source.strings("tables/table/obs/cell_id")).isEqualTo(dataset.cellIds());
            assertThat(source.texts("tables/table/obs", "column-order")).contains("Area__µm__", "REGION_2", "region");
            assertThat(source.strings("tables/table/obs/region/categories")).containsExactly("spots");
            assertThat(source.string("tables/table/uns/spatialdata_attrs/instance_key"))
                    .isEqualTo("cell_id");
            assertThat(source.text("tables/table", "spatialdata-encoding-type")).contains("ngff:regions_table");
            JsonNode format = source.json("/", "spatialdata_attrs").orElseThrow();
            assertThat(format.path("version").asText()).isEqualTo("0.2");
        }
    }

    @Test
    void picturesArePyramidsWithTheirPlaceOnTheSlide() {
        SpatialDataset dataset = open(Platform.VISIUM);
        assertThat(dataset.images()).isNotEmpty();
        try (ZarrSource source = ZarrSource.open(write(dataset, "v.zarr", 1))) {
            var image = dataset.images().get(0);
            String path = "images/" + image.name() + "_image";
            assertThat(source.shape(path + "/s0")).containsExactly(3, image.size().height, image.size().width);
            JsonNode ome = source.json(path, "ome").orElseThrow();
            JsonNode global = ome.at("/multiscales/0/coordinateTransformations/0");
            assertThat(global.at("/output/name").asText()).isEqualTo("global");
            assertThat(global.at("/scale/2").asDouble())
                    .isCloseTo(1 / image.fromMicrometres().a(), within(1e-12));
        }
    }

    @Test
    void theBytesDoNotDependOnThreads() throws IOException {
        SpatialDataset dataset = withParts(open(Platform.XENIUM));
        Map<String, byte[]> one = contents(write(dataset, "one.zarr", 1));
        Map<String, byte[]> three = contents(write(dataset, "three.zarr", 3));
        assertThat(three.keySet()).isEqualTo(one.keySet());
        one.forEach((name, bytes) -> assertThat(three.get(name)).as(name).isEqualTo(bytes));
    }

    private static Map<String, byte[]> contents(Path store) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(store.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
