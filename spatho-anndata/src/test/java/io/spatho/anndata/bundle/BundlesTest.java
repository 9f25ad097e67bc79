package io.spatho.anndata.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.anndata.bundle.Inspection.State;
import io.spatho.anndata.h5ad.CoordinateUnit;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlesTest {

    private static final String CELLS = "cell_id,x_centroid,y_centroid\na-1,1,2\nb-1,3,4\n";

    @TempDir
    Path folder;

    private static SpatialDataset open(Path path, int threads) {
        try (Workers workers = new Workers(threads)) {
            return Bundles.open(path, BundleOptions.of(workers));
        }
    }

    private Path xenium(String name) {
        Path bundle = folder.resolve(name);
        TestFiles.write(bundle.resolve("experiment.xenium"), "{\"pixel_size\":0.2125}");
        TestBundles.mex(bundle.resolve("cell_feature_matrix"), "a-1", "b-1");
        TestFiles.write(bundle.resolve("cells.csv.gz"), CELLS);
        return bundle;
    }

    @Test
    void kindsAreFoundByContentNotByFolderName() {
        assertThat(Bundles.detect(xenium("visium_hd_binned_outputs"))).isEqualTo(Platform.XENIUM);
        Path visium = folder.resolve("xenium");
        TestFiles.write(visium.resolve("spatial/scalefactors_json.json"), "{\"spot_diameter_fullres\":30}");
        assertThat(Bundles.detect(visium)).isEqualTo(Platform.VISIUM);
        Path hd = folder.resolve("visium");
        TestFiles.write(hd.resolve("spatial/scalefactors_json.json"), "{\"bin_size_um\":8}");
        assertThat(Bundles.detect(hd)).isEqualTo(Platform.VISIUM_HD);
        Path bare = folder.resolve("bare");
        TestBundles.h5(TestFiles.write(bare.resolve("cell_feature_matrix.h5"), ""), Map.of(), "a-1");
        TestFiles.write(bare.resolve("cells.csv"), CELLS);
        assertThat(Bundles.detect(bare)).isEqualTo(Platform.XENIUM);
    }

    @Test
    void realCasesAreTold() {
        assertThat(Bundles.detect(SampleData.of("xenium-colon-cutout"))).isEqualTo(Platform.XENIUM);
        assertThat(Bundles.detect(SampleData.of("xenium-tiny-bundle"))).isEqualTo(Platform.XENIUM);
        assertThat(Bundles.detect(SampleData.of("visium-mouse-embryo-cytassist")))
                .isEqualTo(Platform.VISIUM);
        assertThat(Bundles.detect(SampleData.of("visium-h5-subset/1.0.0"))).isEqualTo(Platform.VISIUM);
        Path hd = SampleData.of("visium-hd-tiny");
        assertThat(Bundles.detect(hd)).isEqualTo(Platform.VISIUM_HD);
        assertThat(Bundles.detect(hd.resolve("binned_outputs/square_002um"))).isEqualTo(Platform.VISIUM_HD);
        assertThat(Bundles.detect(SampleData.of("h5ad-versions/scanpy-pipeline-example.h5ad")))
                .isEqualTo(Platform.H5AD);
        assertThatThrownBy(() -> open(hd, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the matrix has no counts");
    }

    @Test
    void whatIsNoCaseIsRefusedWithAdvice() throws IOException {
        assertThatThrownBy(() -> Bundles.detect(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nothing at this path");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> Bundles.detect(empty))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("experiment.xenium")
                .hasMessageContaining("bin_size_um")
                .hasMessageContaining("tissue_positions");
        xenium("run/outs");
        assertThatThrownBy(() -> Bundles.detect(folder.resolve("run")))
                .hasMessageContaining("Did you mean " + folder.resolve("run").resolve("outs"));
        Path matrix = TestFiles.write(folder.resolve("m/cell_feature_matrix.h5"), "");
        TestBundles.h5(matrix, Map.of(), "a");
        assertThatThrownBy(() -> Bundles.detect(matrix)).hasMessageContaining("a matrix alone has no positions");
        Path text = TestFiles.write(folder.resolve("t.txt"), "hello");
        assertThatThrownBy(() -> Bundles.detect(text)).isInstanceOf(InputException.class);
        TestFiles.write(xenium("both").resolve("spatial/scalefactors_json.json"), "{}");
        assertThatThrownBy(() -> Bundles.detect(folder.resolve("both")))
                .hasMessageContaining("expected one kind, found xenium and visium")
                .hasMessageContaining("--format");
    }

    @Test
    void sourcesNameEveryFileReadWithItsDigest() throws IOException {
        Path bundle = xenium("x");
        SpatialDataset dataset = open(bundle, 1);
        assertThat(dataset.metadata().sources()).hasSize(5);
        for (SourceFile source : dataset.metadata().sources()) {
            Path file = bundle.resolve(source.name());
            assertThat(source.bytes()).isEqualTo(Files.size(file));
            assertThat(source.sha256()).isEqualTo(Fingerprint.ofFile(file).sha256());
        }
        SpatialDataset again = open(bundle, 4);
        assertThat(again.metadata()).isEqualTo(dataset.metadata());
        assertThat(again.counts().values()).isEqualTo(dataset.counts().values());
    }

    @Test
    void anH5adFileIsOpenedAndIsItsOwnSource() throws IOException {
        Path file = SampleData.of("golden/scgpt-colon-ddp/input.h5ad");
        try (Workers workers = new Workers(2)) {
            BundleOptions options = BundleOptions.of(workers).withSpatialUnit(CoordinateUnit.pixels(0.5));
            SpatialDataset dataset = Bundles.open(file, options);
            assertThat(dataset.size()).isPositive();
            assertThat(dataset.metadata().sources())
                    .contains(new SourceFile(
                            "h5ad",
                            "input.h5ad",
                            Files.size(file),
                            Fingerprint.ofFile(file).sha256()));
        }
        assertThat(Bundles.inspect(file).isComplete()).isTrue();
    }

    @Test
    void inspectionListsFoundMissingAndUnused() throws IOException {
        Path bundle = xenium("x");
        TestFiles.write(bundle.resolve("transcripts.parquet"), "not opened");
        TestFiles.write(bundle.resolve("morphology_focus/ch0000_dapi.ome.tif"), "not read");
        TestFiles.write(bundle.resolve("._cells.csv.gz"), "hidden");
        Inspection whole = Bundles.inspect(bundle);
        assertThat(whole.platform()).isEqualTo(Platform.XENIUM);
        assertThat(whole.isComplete()).isTrue();
        assertThat(whole.items())
                .extracting(item -> item.state() + " " + item.role() + " " + item.name())
                .contains(
                        "FOUND cells cells.csv.gz",
                        "FOUND matrix cell_feature_matrix/matrix.mtx.gz",
                        "FOUND transcripts transcripts.parquet",
                        "UNUSED morphology image morphology_focus/ch0000_dapi.ome.tif",
                        "ABSENT clusters analysis/clustering/*/clusters.csv or analysis.zarr.zip",
                        "ABSENT cell_boundaries cell_boundaries.parquet, cell_boundaries.csv.gz or cells.zarr.zip")
                .noneMatch(item -> item.contains("._"));
        Files.delete(bundle.resolve("cells.csv.gz"));
        Inspection part = Bundles.inspect(bundle);
        assertThat(part.isComplete()).isFalse();
        assertThat(part.items())
                .filteredOn(item -> item.state() == State.MISSING)
                .extracting(Inspection.Item::role)
                .containsExactly("cells");
        assertThat(Bundles.inspect(SampleData.of("visium-hd-tiny")).notes()).containsExactly("bin sizes: 2 um");
    }

    @Test
    void severalFilesForOneRoleAreRefused() {
        Path bundle = xenium("x");
        TestFiles.write(bundle.resolve("a_cells.parquet"), "");
        TestFiles.write(bundle.resolve("b_cells.parquet"), "");
        assertThatThrownBy(() -> open(bundle, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a_cells.parquet, b_cells.parquet");
    }

    @Test
    void threadsDoNotChangeARealCase() {
        Path path = SampleData.of("xenium-colon-cutout");
        SpatialDataset one = open(path, 1);
        SpatialDataset three = open(path, 3);
        assertThat(three.metadata()).isEqualTo(one.metadata());
        assertThat(Arrays.equals(three.counts().values(), one.counts().values()))
                .isTrue();
        assertThat(Arrays.equals(three.counts().columnIndices(), one.counts().columnIndices()))
                .isTrue();
    }
}
