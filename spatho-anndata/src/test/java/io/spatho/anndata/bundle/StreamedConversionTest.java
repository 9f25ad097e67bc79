package io.spatho.anndata.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.TestFiles;
import io.spatho.anndata.h5ad.AnnDataWriter;
import io.spatho.anndata.h5ad.H5adReader;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A case that is converted while it is read gives the file that it gives after it was read. */
class StreamedConversionTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeBundles() {
        try (Workers workers = new Workers(2)) {
            for (Platform platform : new Platform[] {Platform.XENIUM, Platform.VISIUM, Platform.VISIUM_HD}) {
                int observations = platform == Platform.XENIUM ? 7_000 : 150;
                SyntheticOptions options =
                        SyntheticOptions.of(observations, 150, 3).withMatrixFolder(platform == Platform.XENIUM);
                SyntheticBundles.write(platform, options, folder.resolve(platform.id()), workers);
            }
        }
    }

    private static SpatialDataset stream(Path bundle, Path file, int threads) {
        try (Workers workers = new Workers(threads);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            BundleOptions options = BundleOptions.of(workers);
            SpatialDataset dataset = AnnDataWriter.stream(
                    writer.root(), counts -> Bundles.open(bundle, options.withCountsTo(counts)));
            writer.finish();
            return dataset;
        }
    }

    private static SpatialDataset resident(Path bundle, Path file) {
        try (Workers workers = new Workers(1)) {
            SpatialDataset dataset = Bundles.open(bundle, BundleOptions.of(workers));
            H5adWriter.write(dataset, file, workers);
            return dataset;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Platform.class,
            names = {"XENIUM", "VISIUM", "VISIUM_HD"})
    void bytesAreTheSame(Platform platform) throws IOException {
        Path bundle = folder.resolve(platform.id());
        Path whole = folder.resolve(platform.id() + "-whole.h5ad");
        Path streamed = folder.resolve(platform.id() + "-streamed.h5ad");
        SpatialDataset dataset = resident(bundle, whole);
        SpatialDataset shell = stream(bundle, streamed, 3);
        assertThat(Files.mismatch(whole, streamed)).isEqualTo(-1);
        assertThat(shell.counts().nonzeros()).isZero();
        assertThat(shell.size()).isEqualTo(dataset.size());
        assertThat(shell.metadata()).isEqualTo(dataset.metadata());
        try (Workers workers = new Workers(2)) {
            CsrMatrix counts = H5adReader.read(streamed, workers).counts();
            assertThat(counts.columnIndices()).isEqualTo(dataset.counts().columnIndices());
            assertThat(counts.values()).isEqualTo(dataset.counts().values());
        }
    }

    @Test
    void anH5adFileGoesThroughMemory() throws IOException {
        Path first = folder.resolve("first.h5ad");
        Path second = folder.resolve("second.h5ad");
        resident(folder.resolve("visium"), first);
        resident(first, folder.resolve("again.h5ad"));
        stream(first, second, 2);
        assertThat(Files.mismatch(folder.resolve("again.h5ad"), second)).isEqualTo(-1);
    }

    @Test
    void aMatrixThatIsCutShortLeavesNoFile() throws IOException {
        Path bundle = folder.resolve("broken");
        copy(folder.resolve("xenium"), bundle);
        TestFiles.truncate(bundle.resolve("cell_feature_matrix.h5"), 0.7);
        Path file = folder.resolve("broken.h5ad");
        assertThatThrownBy(() -> stream(bundle, file, 2)).isInstanceOf(InputException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("broken.h5ad"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
