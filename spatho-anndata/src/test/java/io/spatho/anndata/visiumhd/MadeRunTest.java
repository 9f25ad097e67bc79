package io.spatho.anndata.visiumhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.TestFiles;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.bundle.Inspection;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.visium.Bins;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeRunTest {

    private static final SpaceRangerOptions USUAL = SpaceRangerOptions.USUAL;

    @TempDir
    Path folder;

    @BeforeEach
    void run() {
        MadeRun.write(folder);
    }

    private SpatialDataset read(SpaceRangerOptions options) {
        return read(options, 2);
    }

    private SpatialDataset read(SpaceRangerOptions options, int threads) {
        try (Workers workers = new Workers(threads)) {
            return VisiumHdReader.read(BundleFolder.open(folder), options, workers);
        }
    }

    private void delete(String name) {
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void requireSame(SpatialDataset found, SpatialDataset expected) {
        assertThat(found.cellIds()).isEqualTo(expected.cellIds());
        assertThat(found.counts().rowStarts()).isEqualTo(expected.counts().rowStarts());
        assertThat(found.counts().columnIndices()).isEqualTo(expected.counts().columnIndices());
        assertThat(found.counts().values()).isEqualTo(expected.counts().values());
        assertThat(found.metadata().pixelSizeUm()).isCloseTo(expected.metadata().pixelSizeUm(), within(1e-12));
        assertThat(Double.valueOf(found.metadata().observationSizeUm()))
                .isEqualTo(Double.valueOf(expected.metadata().observationSizeUm()));
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.xUm()[i]).isCloseTo(expected.xUm()[i], within(1e-9));
            assertThat(found.yUm()[i]).isCloseTo(expected.yUm()[i], within(1e-9));
        }
    }

    private static void requireCounts(SpatialDataset dataset, Map<String, int[]> sums) {
        assertThat(dataset.cellIds()).containsExactlyElementsOf(sums.keySet());
        for (int row = 0; row < dataset.size(); row++) {
            for (int gene = 0; gene < MadeRun.GENES; gene++) {
                assertThat(dataset.counts().get(row, gene)).isEqualTo(sums.get(dataset.cellIds()[row])[gene]);
            }
        }
    }

    @Test
    void gatheredBinsEqualThePlatformsOwn() {
        SpatialDataset platform = read(USUAL);
        SpatialDataset platformRaw = read(USUAL.withRaw(true));
        assertThat(platform.metadata().observationSizeUm()).isEqualTo(8);
        assertThat(platformRaw.size()).isGreaterThan(platform.size());
        delete("binned_outputs/square_008um");
        SpatialDataset gathered = read(USUAL.withBins(Bins.of(8)), 1);
        requireSame(gathered, platform);
        requireSame(read(USUAL.withBins(Bins.of(8)), 3), platform);
        requireSame(read(USUAL.withBins(Bins.of(8)).withRaw(true)), platformRaw);
        assertThat(gathered.obs().column("in_tissue"))
                .usingRecursiveComparison()
                .isEqualTo(platform.obs().column("in_tissue"));
        assertThat(gathered.metadata().warnings())
                .containsExactly("no picture of the slide was found beside the scale factors");
        assertThat(gathered.metadata().platformFields()).containsEntry("gathered_from", "2 um");
    }

    @Test
    void theFixturesBinsGatherIntoItsCoarserOnes() throws IOException {
        Path root = Path.of(System.getProperty("spatho.root"), "fixtures/visium-hd-mini");
        Path copy = Files.createDirectories(folder.resolve("copy/binned_outputs/square_008um/spatial"));
        Path source = root.resolve("binned_outputs/square_008um");
        for (String name : new String[] {"scalefactors_json.json", "tissue_positions.parquet"}) {
            Files.copy(source.resolve("spatial").resolve(name), copy.resolve(name));
        }
        Files.copy(
                source.resolve("filtered_feature_bc_matrix.h5"), copy.resolveSibling("filtered_feature_bc_matrix.h5"));
        try (Workers workers = new Workers(2)) {
            SpaceRangerOptions sixteen = USUAL.withBins(Bins.of(16));
            SpatialDataset platform = VisiumHdReader.read(BundleFolder.open(root), sixteen, workers);
            SpatialDataset gathered = VisiumHdReader.read(BundleFolder.open(folder.resolve("copy")), sixteen, workers);
            assertThat(gathered.metadata().platformFields()).containsEntry("gathered_from", "8 um");
            requireSame(gathered, platform);
        }
    }

    @Test
    void filteredBinsAloneLackCountsAtTheEdge() throws IOException {
        SpatialDataset platform = read(USUAL);
        Files.delete(folder.resolve("binned_outputs/square_002um/raw_feature_bc_matrix.h5"));
        delete("binned_outputs/square_008um");
        SpatialDataset gathered = read(USUAL.withBins(Bins.of(8)));
        assertThat(gathered.metadata().warnings()).anyMatch(warning -> warning.contains("filtered matrix"));
        assertThat(gathered.counts().nonzeros()).isLessThan(platform.counts().nonzeros());
    }

    @Test
    void otherMultiplesAreGathered() {
        SpatialDataset six = read(USUAL.withBins(Bins.of(6)));
        Map<String, int[]> sums = MadeRun.sums((row, column) -> MadeRun.barcode(6, row / 3, column / 3));
        sums.keySet().removeIf(name -> !MadeRun.anyTissue(name, 3));
        requireCounts(six, sums);
        int row = ((Column.Ints) six.obs().column("array_row")).values()[0];
        int column = ((Column.Ints) six.obs().column("array_col")).values()[0];
        assertThat(six.xUm()[0]).isCloseTo(0.4 * MadeRun.x(3 * row + 1, 3 * column + 1), within(1e-9));
        assertThatThrownBy(() -> read(USUAL.withBins(Bins.of(3))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected 3.0 um, found 2 um, 8 um");
        assertThatThrownBy(() -> read(USUAL.withBins(Bins.of(2.5)))).isInstanceOf(InputException.class);
    }

    @Test
    void featureSlicesGiveTheSameBins() throws IOException {
        SpatialDataset fine = read(USUAL.withBins(Bins.of(2)));
        SpatialDataset coarse = read(USUAL);
        SpatialDataset raw = read(USUAL.withRaw(true));
        requireSame(read(USUAL.withBins(Bins.of(2)).withSlices(true)), fine);
        SpatialDataset sliced = read(USUAL.withSlices(true));
        requireSame(sliced, coarse);
        requireSame(read(USUAL.withSlices(true).withRaw(true)), raw);
        assertThat(((Column.Categories) sliced.obs().column("platform_cluster")).categories())
                .containsExactly("1", "2");
        delete("binned_outputs");
        delete("segmented_outputs");
        assertThat(Bundles.detect(folder)).isEqualTo(Platform.VISIUM_HD);
        requireSame(read(USUAL), coarse);
        Path file = folder.resolve("feature_slice.h5");
        Files.delete(file);
        MadeRun.slices(file, MadeRun.sliceMetadata(MadeRun.transform(false)));
        requireSame(read(USUAL), coarse);
        assertThatThrownBy(() -> read(USUAL.withBins(Bins.of(3))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("multiples of 2.0 um");
    }

    @Test
    void hostileSlicesAreRefused() throws IOException {
        delete("binned_outputs");
        delete("segmented_outputs");
        Path file = folder.resolve("feature_slice.h5");
        String good = MadeRun.sliceMetadata(MadeRun.transform(true));
        String[] bad = {
            "",
            "[]",
            "{",
            good.replace("\"nrows\":22", "\"nrows\":0"),
            good.replace("\"nrows\":22", "\"nrows\":99999999999"),
            good.replace("\"nrows\":22", "\"nrows\":3"),
            good.replace("\"ncols\":18", "\"ncols\":\"x\""),
            good.replace("\"nrows\":22", "\"nrows\":100000").replace("\"ncols\":18", "\"ncols\":100000"),
            good.replace("\"spot_pitch\":2.0", "\"spot_pitch\":-2.0"),
            MadeRun.sliceMetadata("[[1,2],[3]]"),
            MadeRun.sliceMetadata("[0,0,0,0,0,0,0,0,1]"),
            MadeRun.sliceMetadata("[1,0,0,0,1,0,0,0,\"x\"]"),
        };
        for (String metadata : bad) {
            Files.deleteIfExists(file);
            MadeRun.slices(file, metadata);
            assertThatThrownBy(() -> read(USUAL)).as(metadata).isInstanceOf(InputException.class);
        }
    }

    @Test
    void segmentedCellsLieAtTheirCentroids() {
        SpatialDataset cells = read(USUAL.withBins(Bins.CELLS));
        assertThat(cells.cellIds()).containsExactly("cellid_000000012-1", "cellid_000000345-1");
        requireCounts(
                cells, MadeRun.sums((r, c) -> MadeRun.cell(r, c) == 0 ? null : Segments.name(MadeRun.cell(r, c))));
        assertThat(cells.xUm()[0]).isCloseTo(0.4 * MadeRun.x(4.5, 5), within(1e-9));
        assertThat(cells.yUm()[1]).isCloseTo(0.4 * MadeRun.y(9.5, 15.5), within(1e-9));
        assertThat(cells.obs().doubles("cell_area")[0]).isCloseTo(4 * 5 * 4, within(1e-9));
        assertThat(cells.outlines())
                .extracting(source -> source.name())
                .containsExactly("cell_boundaries", "nucleus_boundaries");
        Outlines outlines = cells.outlines().get(0).read();
        assertThat(outlines.observations()).containsExactly(1, 0);
        assertThat(outlines.starts()).containsExactly(0, 4, 8);
        assertThat(outlines.xUm()[4]).isCloseTo((float) (0.4 * MadeRun.x(2.5, 2.5)), within(1e-4f));
        assertThat(cells.outlines().get(1).read().observations()).containsExactly(0);
    }

    @Test
    void mappingsMasksAndPolygonsGatherTheSameCells() {
        SpatialDataset cells = read(USUAL.withBins(Bins.CELLS));
        Path outlines = TestFiles.write(
                folder.resolve("mine.geojson"),
                MadeRun.collection(
                        MadeRun.outline(12, 2.5, 2.5, 6.5, 7.5), MadeRun.outline(345, 7.5, 13.5, 11.5, 17.5)));
        SpatialDataset polygons = read(USUAL.withSegmentation(outlines));
        requireSame(polygons, cells);
        assertThat(polygons.outlines().get(0).read().size()).isEqualTo(2);
        delete("segmented_outputs");
        requireSame(read(USUAL.withBins(Bins.CELLS)), cells);
        requireSame(read(USUAL.withBins(Bins.CELLS).withSlices(true)), cells);
        SpatialDataset nuclei = read(USUAL.withBins(Bins.NUCLEI));
        requireCounts(
                nuclei, MadeRun.sums((r, c) -> MadeRun.inNucleus(r, c) ? Segments.name(MadeRun.cell(r, c)) : null));
        delete("barcode_mappings.parquet");
        requireSame(read(USUAL.withBins(Bins.CELLS)), cells);
        assertThatThrownBy(() -> read(USUAL.withBins(Bins.NUCLEI)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nucleus_segmentation_mask");
    }

    @Test
    void brokenSegmentsAreRefused() throws IOException {
        Path file = folder.resolve("segmented_outputs/cell_segmentations.geojson");
        String good = MadeRun.collection(MadeRun.outline(12, 0, 0, 1, 1), MadeRun.outline(345, 2, 2, 3, 3));
        String[] bad = {
            "",
            "[]",
            "{}",
            "{\"features\":3}",
            good.substring(0, good.length() / 2),
            good.replace("345", "12"),
            good.replace("\"cell_id\":345", "\"id\":345"),
            good.replace("\"cell_id\":345", "\"cell_id\":-1"),
            good.replaceFirst("Polygon", "Point"),
            good.replaceFirst("\\[\\[\\[[0-9.]+,", "[[[\"x\","),
            good.replaceFirst("\\[\\[\\[[0-9.]+,", "[[[1e300,"),
            good.replaceFirst("\\[\\[\\[[0-9.]+,", "[[["),
            MadeRun.collection(MadeRun.outline(1, 0, 0, 1, 1)),
            MadeRun.collection("{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"cell_id\":12}}"),
            "{\"features\":[" + "[".repeat(200) + "]".repeat(200) + "]}"
        };
        for (String text : bad) {
            TestFiles.write(file, text);
            assertThatThrownBy(() -> read(USUAL.withBins(Bins.CELLS))).as(text).isInstanceOf(InputException.class);
        }
        TestFiles.write(file, MadeRun.collection(MadeRun.outline(12, 0, 0, 1, 1)));
        assertThat(read(USUAL.withBins(Bins.CELLS)).metadata().warnings())
                .anyMatch(warning -> warning.startsWith("1 of 2 cells of the matrix have no outline"));
    }

    @Test
    void squaresAreGivenOnRequest() {
        assertThat(read(USUAL).outlines()).isEmpty();
        SpatialDataset dataset = read(USUAL.withBinOutlines(true));
        Outlines squares = dataset.outlines().get(0).read();
        assertThat(squares.size()).isEqualTo(dataset.size());
        assertThat(squares.xUm()[0]).isCloseTo((float) (dataset.xUm()[0] - 4), within(1e-4f));
        assertThat(squares.yUm()[2]).isCloseTo((float) (dataset.yUm()[0] + 4), within(1e-4f));
    }

    @Test
    void platformResultsAreJoined() {
        String base = "binned_outputs/square_008um/analysis/";
        String[] ids = read(USUAL).cellIds();
        TestFiles.write(
                folder.resolve(base + "clustering/gene_expression_graphclust/clusters.csv"),
                "Barcode,Cluster\n" + ids[1] + ",2\n" + ids[0] + ",10\nother,3\n");
        TestFiles.write(
                folder.resolve(base + "clustering/gene_expression_kmeans_3_clusters/clusters.csv"),
                "Barcode,Cluster\n" + ids[0] + ",1\n");
        TestFiles.write(
                folder.resolve(base + "umap/gene_expression_2_components/projection.csv"),
                "Barcode,UMAP-1,UMAP-2\n" + ids[1] + ",1.5,-2\n");
        SpatialDataset dataset = read(USUAL);
        Column.Categories clusters = (Column.Categories) dataset.obs().column("platform_cluster");
        assertThat(clusters.categories()).containsExactly("2", "3", "10");
        assertThat(clusters.codes()).startsWith(2, 0, -1);
        assertThat(dataset.obs().names()).contains("platform_kmeans_3");
        assertThat(dataset.obsm().get("X_platform_umap").get(1, 1)).isEqualTo(-2f);
        assertThat(dataset.obsm().get("X_platform_umap").get(0, 0)).isNaN();
    }

    @Test
    void inspectionListsEverySize() {
        Inspection inspection = Bundles.inspect(folder);
        assertThat(inspection.isComplete()).isTrue();
        assertThat(inspection.notes()).containsExactly("bin sizes: 2 um, 8 um");
        assertThat(inspection.items())
                .filteredOn(item -> item.state() == Inspection.State.FOUND)
                .extracting(Inspection.Item::role)
                .contains(
                        "matrix",
                        "matrix (2 um)",
                        "cell_matrix",
                        "cell_boundaries",
                        "nucleus_boundaries",
                        "barcode_mappings",
                        "feature_slice");
    }
}
