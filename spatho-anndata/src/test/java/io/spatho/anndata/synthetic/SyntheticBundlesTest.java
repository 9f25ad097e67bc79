package io.spatho.anndata.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.geojson.GeoJsonRegions;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.UsageException;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.Region;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SyntheticBundlesTest {

    private static final Workers WORKERS = new Workers(2);

    @TempDir
    static Path folder;

    @BeforeAll
    static void make() {
        for (Platform platform : List.of(Platform.XENIUM, Platform.VISIUM, Platform.VISIUM_HD)) {
            SyntheticBundles.write(platform, options(platform), folder.resolve(platform.id()), WORKERS);
        }
    }

    @AfterAll
    static void stop() {
        WORKERS.close();
    }

    private static SyntheticOptions options(Platform platform) {
        int observations = platform == Platform.VISIUM ? 120 : 700;
        return SyntheticOptions.of(observations, 150, 4).withTranscripts(true).withMatrixFolder(true);
    }

    private static SpatialDataset open(Platform platform) {
        return Bundles.open(folder.resolve(platform.id()), BundleOptions.of(WORKERS));
    }

    @ParameterizedTest
    @EnumSource(names = {"XENIUM", "VISIUM", "VISIUM_HD"})
    void anyNumberOfThreadsGivesTheSameBytes(Platform platform) throws IOException {
        Path again = folder.resolve("again-" + platform.id());
        try (Workers workers = new Workers(platform == Platform.VISIUM ? 1 : 5)) {
            SyntheticBundles.write(platform, options(platform), again, workers);
        }
        Path first = folder.resolve(platform.id());
        SameContent.assertSameBytes(again, first);
        SameContent.assertSameFile(SyntheticBundles.truthOf(again), SyntheticBundles.truthOf(first));
    }

    @ParameterizedTest
    @EnumSource(names = {"XENIUM", "VISIUM", "VISIUM_HD"})
    void readersKnowTheBundleAndFindNothingOdd(Platform platform) {
        assertThat(Bundles.detect(folder.resolve(platform.id()))).isEqualTo(platform);
        SpatialDataset dataset = open(platform);
        assertThat(dataset.size()).isEqualTo(options(platform).observations());
        assertThat(dataset.panel().size()).isEqualTo(150);
        assertThat(dataset.metadata().warnings())
                .as("cells without molecules have no cluster, as in a real run")
                .allMatch(warning -> warning.endsWith("cells have no cluster in platform_cluster"));
        assertThat(truth(platform).keySet()).containsExactlyInAnyOrder(dataset.cellIds());
    }

    private static Map<String, String[]> truth(Platform platform) {
        try {
            Map<String, String[]> truth = new HashMap<>();
            List<String> lines = Files.readAllLines(SyntheticBundles.truthOf(folder.resolve(platform.id())));
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split(",", -1);
                truth.put(fields[0], fields);
            }
            return truth;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void xeniumTablesAgreeWithTheMatrix() {
        SpatialDataset dataset = open(Platform.XENIUM);
        double[] counted = dataset.obs().doubles("transcript_counts");
        for (int cell = 0; cell < dataset.size(); cell++) {
            assertThat(dataset.counts().rowSum(cell)).isEqualTo(counted[cell]);
        }
        assertThat(dataset.modalities())
                .extracting(modality -> modality.features().size())
                .containsExactlyInAnyOrder(Panel.CONTROL_PROBES, Panel.CONTROL_CODEWORDS, Panel.UNASSIGNED_CODEWORDS);
        Modality probes = dataset.modalities().stream()
                .filter(modality -> modality.name().contains("probe"))
                .findFirst()
                .orElseThrow();
        double[] control = dataset.obs().doubles("control_probe_counts");
        for (int cell = 0; cell < dataset.size(); cell++) {
            assertThat(probes.matrix().rowSum(cell)).isEqualTo(control[cell]);
        }
    }

    @Test
    void xeniumMatrixHasTheTenxLayout() {
        Path file = folder.resolve("xenium/cell_feature_matrix.h5");
        try (Hdf5Source matrix = Hdf5Source.open(file)) {
            assertThat(matrix.text("/", "filetype")).contains("matrix");
            assertThat(matrix.integers("/", "version")).containsExactly(2);
            assertThat(matrix.attributes("/"))
                    .contains("software_version", "library_ids", "original_gem_groups", "chemistry_description");
            assertThat(matrix.children("/matrix"))
                    .containsExactlyInAnyOrder("barcodes", "data", "indices", "indptr", "shape", "features");
            assertThat(matrix.children("/matrix/features"))
                    .containsExactlyInAnyOrder("_all_tag_keys", "feature_type", "genome", "id", "name");
            assertThat(matrix.elementSize("/matrix/barcodes")).isEqualTo(10);
            assertThat(matrix.elementSize("/matrix/data")).isEqualTo(4);
            assertThat(matrix.elementSize("/matrix/indices")).isEqualTo(8);
            assertThat(matrix.elementSize("/matrix/indptr")).isEqualTo(8);
            assertThat(matrix.ints("/matrix/shape")).containsExactly(150 + 76, 700);
        }
    }

    @Test
    void textAndHdf5HoldTheSameMatrix(@TempDir Path other) throws IOException {
        for (Platform platform : List.of(Platform.XENIUM, Platform.VISIUM)) {
            Path copy = other.resolve(platform.id());
            Path source = folder.resolve(platform.id());
            for (String name : SameContent.files(source)) {
                if (!name.endsWith(".h5")) {
                    Files.createDirectories(copy.resolve(name).getParent());
                    Files.copy(source.resolve(name), copy.resolve(name));
                }
            }
            CsrMatrix text = Bundles.open(copy, BundleOptions.of(WORKERS)).counts();
            CsrMatrix binary = open(platform).counts();
            assertThat(text.rowStarts()).isEqualTo(binary.rowStarts());
            assertThat(text.columnIndices()).isEqualTo(binary.columnIndices());
            assertThat(text.values()).isEqualTo(binary.values());
        }
    }

    @Test
    void transcriptsAddUpToTheMatrix() {
        Table transcripts = new ParquetTables().read(folder.resolve("xenium/transcripts.parquet"));
        SpatialDataset dataset = open(Platform.XENIUM);
        Map<String, Integer> perCell = new HashMap<>();
        String[] cells = transcripts.strings("cell_id");
        double[] quality = transcripts.doubles("qv");
        String[] categories = transcripts.strings("codeword_category");
        double[] numbers = transcripts.doubles("transcript_id");
        Set<Double> ids = new HashSet<>();
        for (int row = 0; row < transcripts.rows(); row++) {
            ids.add(numbers[row]);
            if (quality[row] >= 20 && categories[row].equals("predesigned_gene")) {
                perCell.merge(cells[row], 1, Integer::sum);
            }
        }
        assertThat(ids).hasSize(transcripts.rows());
        assertThat(perCell).containsKey("UNASSIGNED");
        for (int cell = 0; cell < dataset.size(); cell++) {
            assertThat(perCell.getOrDefault(dataset.cellIds()[cell], 0))
                    .isEqualTo((int) dataset.counts().rowSum(cell));
        }
    }

    @Test
    void boundariesAreClosedRingsAroundTheirCells() {
        Table rings = new ParquetTables().read(folder.resolve("xenium/cell_boundaries.parquet"));
        SpatialDataset dataset = open(Platform.XENIUM);
        int corners = 13;
        assertThat(rings.rows()).isEqualTo(corners * dataset.size());
        double[] x = rings.doubles("vertex_x");
        String[] owners = rings.strings("cell_id");
        for (int cell = 0; cell < dataset.size(); cell++) {
            int first = corners * cell;
            assertThat(owners[first]).isEqualTo(dataset.cellIds()[cell]);
            assertThat(x[first]).isEqualTo(x[first + corners - 1]);
            double mean = Arrays.stream(x, first, first + corners - 1).average().orElseThrow();
            assertThat(mean).isCloseTo(dataset.xUm()[cell], within(0.07));
        }
        Table nuclei = new ParquetTables().read(folder.resolve("xenium/nucleus_boundaries.parquet"));
        double[] labels = nuclei.doubles("label_id");
        for (int row = 0; row < nuclei.rows(); row++) {
            assertThat(labels[row]).as("labels count polygons from 1").isEqualTo(1 + row / corners);
        }
        double nucleated = Arrays.stream(dataset.obs().doubles("nucleus_count")).sum();
        assertThat(nuclei.rows()).isEqualTo(corners * (int) nucleated).isLessThan(rings.rows());
    }

    @Test
    void drawnRegionsHoldTheCellsOfTheirStructure() {
        Path file = SyntheticBundles.regionsOf(folder.resolve("xenium"));
        List<Region> regions = GeoJsonRegions.read(file, RegionUnit.um());
        assertThat(regions).hasSizeGreaterThan(2);
        SpatialDataset dataset = open(Platform.XENIUM);
        Map<String, String[]> truth = truth(Platform.XENIUM);
        org.locationtech.jts.geom.GeometryFactory points = new org.locationtech.jts.geom.GeometryFactory();
        int inside = 0;
        int right = 0;
        for (Region region : regions) {
            for (int cell = 0; cell < dataset.size(); cell++) {
                var point = points.createPoint(
                        new org.locationtech.jts.geom.Coordinate(dataset.xUm()[cell], dataset.yUm()[cell]));
                if (region.geometry().contains(point)) {
                    inside++;
                    String structure = truth.get(dataset.cellIds()[cell])[1];
                    right += structure.equals(structureOf(region.label())) ? 1 : 0;
                }
            }
        }
        assertThat(inside).isGreaterThan(150);
        assertThat(right).isGreaterThan(inside * 9 / 10);
    }

    private static String structureOf(String label) {
        if (label.startsWith("Tumor")) {
            return "tumour_nest";
        }
        return label.startsWith("Gland") ? "gland" : "lymphoid_aggregate";
    }

    @Test
    void visiumSpotsStandOnTheHexagonalGrid() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("visium/spatial/tissue_positions.csv"));
        assertThat(lines).hasSize(4_993);
        long under = lines.stream()
                .skip(1)
                .filter(line -> line.split(",", -1)[1].equals("1"))
                .count();
        assertThat(under).isEqualTo(120);
        SpatialDataset dataset = open(Platform.VISIUM);
        assertThat(dataset.metadata().pixelSizeUm())
                .as("pixels are whole numbers")
                .isCloseTo(0.5, within(1e-4));
        assertThat(dataset.cellIds()).isSorted();
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 1; i < dataset.size(); i++) {
            nearest = Math.min(
                    nearest, Math.hypot(dataset.xUm()[i] - dataset.xUm()[0], dataset.yUm()[i] - dataset.yUm()[0]));
        }
        assertThat(nearest).isCloseTo(100, within(0.6));
        assertThat(dataset.images()).extracting(image -> image.name()).contains("lowres", "hires");
    }

    @Test
    void largeVisiumHdBinsAreTheSumOfTheirParts() {
        Path bundle = folder.resolve("visium_hd");
        SpatialDataset small = Bundles.open(bundle, BundleOptions.of(WORKERS).withBinSizeUm(8));
        SpatialDataset large = Bundles.open(bundle, BundleOptions.of(WORKERS).withBinSizeUm(16));
        Map<String, Double> sums = new HashMap<>();
        double[] rows = small.obs().doubles("array_row");
        double[] columns = small.obs().doubles("array_col");
        for (int bin = 0; bin < small.size(); bin++) {
            String parent = String.format("s_016um_%05d_%05d-1", (int) rows[bin] / 2, (int) columns[bin] / 2);
            sums.merge(parent, small.counts().rowSum(bin), Double::sum);
        }
        assertThat(sums.keySet()).containsExactlyInAnyOrder(large.cellIds());
        for (int bin = 0; bin < large.size(); bin++) {
            assertThat(large.counts().rowSum(bin)).isEqualTo(sums.get(large.cellIds()[bin]));
        }
        assertThat(large.metadata().pixelSizeUm()).isCloseTo(0.5, within(1e-9));
        assertThat(large.xUm()[0]).isCloseTo(((columnOf(large) + 0.5) * 16) + 100, within(1e-6));
    }

    private static double columnOf(SpatialDataset dataset) {
        return dataset.obs().doubles("array_col")[0];
    }

    @Test
    void whatExistsIsLeftAlone() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken"));
        Files.writeString(taken.resolve("mine.txt"), "mine");
        assertThatThrownBy(
                        () -> SyntheticBundles.write(Platform.XENIUM, SyntheticOptions.of(50, 30, 1), taken, WORKERS))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the output exists")
                .hasMessageContaining("taken");
        assertThat(SameContent.files(taken)).containsExactly("mine.txt");
        assertThat(SyntheticBundles.truthOf(taken)).doesNotExist();
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> SyntheticOptions.of(3, 100, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--cells")
                .hasMessageContaining("found 3");
        assertThatThrownBy(() -> SyntheticOptions.of(100, 5, 1)).hasMessageContaining("--genes");
        assertThatThrownBy(() -> SyntheticOptions.of(100, 50, 1).withMolecules(Double.NaN))
                .hasMessageContaining("--molecules");
        assertThatThrownBy(() -> SyntheticBundles.write(
                        Platform.H5AD, SyntheticOptions.of(100, 50, 1), folder.resolve("h5ad"), WORKERS))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void moreSpotsThanASlideHasGetALargerGrid() {
        SpotGrid usual = new SpotGrid(3_000, 1);
        SpotGrid large = new SpotGrid(9_000, 1);
        SpotGrid endless = new SpotGrid(20_000, 1);
        assertThat(List.of(usual.size(), large.size())).containsExactly(4_992, 14_336);
        for (SpotGrid grid : List.of(usual, large, endless)) {
            long under = java.util.stream.IntStream.range(0, grid.size())
                    .filter(grid::underTissue)
                    .count();
            assertThat(under).isIn(3_000L, 9_000L, 20_000L);
        }
    }
}
