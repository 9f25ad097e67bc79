package io.spatho.anndata.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.zarr.ZarrSource;
import io.spatho.anndata.zarr.ZarrWriter;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZarrCaseTest {

    @TempDir
    Path folder;

    private Path write(SpatialDataset dataset) {
        Path store = folder.resolve("case.zarr");
        try (Workers workers = new Workers(2);
                ZarrWriter writer = ZarrWriter.create(store, workers)) {
            H5adWriter.write(dataset, H5adExtras.NONE, writer.root());
            writer.finish();
        }
        return store;
    }

    private Path packed(Path store) throws IOException {
        Path zip = folder.resolve("case.zarr.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(
                        new ZipEntry(store.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, packed);
            }
        }
        return zip;
    }

    @Test
    void ourContractComesBackFromFolderAndZip() throws IOException {
        SpatialDataset expected = Cases.rich(60, 12);
        Path store = write(expected);
        for (Path path : List.of(store, packed(store))) {
            try (ZarrSource source = ZarrSource.open(path)) {
                Cases.assertSame(H5adReader.read(source, CoordinateUnit.DECLARED), expected);
            }
        }
    }

    @Test
    void aStoreIsOpenedAsACaseWithItsDigest() throws IOException {
        Path store = write(Cases.rich(20, 5));
        for (Path path : List.of(store, packed(store))) {
            assertThat(Bundles.detect(path)).isEqualTo(Platform.H5AD);
            try (Workers workers = new Workers(1)) {
                SpatialDataset dataset = Bundles.open(path, BundleOptions.of(workers));
                assertThat(dataset.size()).isEqualTo(20);
                var source = dataset.metadata().sources().stream()
                        .filter(file -> file.role().equals("h5ad"))
                        .findFirst()
                        .orElseThrow();
                assertThat(source.name()).isEqualTo(path.getFileName().toString());
                assertThat(source.sha256()).hasSize(64);
                assertThat(source.bytes()).isPositive();
            }
            assertThat(Bundles.inspect(path).isComplete()).isTrue();
        }
    }

    @Test
    void aZipThatIsNoAnnDataIsNamed() throws IOException {
        Path empty = folder.resolve("other.zip");
        try (OutputStream out = Files.newOutputStream(empty);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            packed.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertThatThrownBy(() -> Bundles.detect(empty))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a Zarr store");
    }

    /** What anndata itself wrote, as HDF5 and as Zarr, is the same. */
    @Test
    void archivesOfAnnDataHoldTheSameInBothFormats() {
        for (String version : List.of("v0.7.8", "v0.11.4")) {
            Path archive = SampleData.of("h5ad-versions/anndata-" + version);
            try (ArrayTree zarr = ZarrSource.open(archive.resolve("adata.zarr.zip"));
                    ArrayTree hdf5 = Hdf5Source.open(archive.resolve("adata.h5ad"))) {
                for (String frame : List.of("obs", "var")) {
                    assertSameFrame(new DataFrameReader(zarr).read(frame), new DataFrameReader(hdf5).read(frame));
                }
                assertThat(zarr.exists("X")).isEqualTo(hdf5.exists("X"));
                if (hdf5.exists("X")) {
                    assertSameMatrix(new SparseReader(zarr).read("X"), new SparseReader(hdf5).read("X"));
                }
                assertThat(zarr.children("obsm")).containsExactlyInAnyOrderElementsOf(hdf5.children("obsm"));
                assertThat(zarr.children("uns")).containsExactlyInAnyOrderElementsOf(hdf5.children("uns"));
            }
        }
    }

    private static void assertSameFrame(DataFrameReader.Frame found, DataFrameReader.Frame expected) {
        assertThat(found.index()).isEqualTo(expected.index());
        assertThat(found.table().names()).isEqualTo(expected.table().names());
        for (String name : expected.table().names()) {
            for (int row = 0; row < expected.table().rows(); row++) {
                assertThat(found.table().column(name).text(row))
                        .as(name)
                        .isEqualTo(expected.table().column(name).text(row));
            }
        }
    }

    private static void assertSameMatrix(CsrMatrix found, CsrMatrix expected) {
        assertThat(found.rows()).isEqualTo(expected.rows());
        assertThat(found.columns()).isEqualTo(expected.columns());
        assertThat(found.values()).isEqualTo(expected.values());
    }
}
