package io.spatho.anndata.tenx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixH5ReaderTest {

    @TempDir
    Path folder;

    private static FeatureBarcodeMatrix read(Path file) {
        try (Workers workers = new Workers(2)) {
            return MatrixH5Reader.read(file, workers);
        }
    }

    private FeatureBarcodeMatrix read(int[] data, long[] indices, long[] starts, String... barcodes) {
        Path file = folder.resolve("m.h5");
        TestBundles.h5(file, Map.of(), data, indices, starts, barcodes);
        return read(file);
    }

    private static void requireSame(FeatureBarcodeMatrix a, FeatureBarcodeMatrix b) {
        assertThat(a.barcodes()).isEqualTo(b.barcodes());
        assertThat(a.features().featureIds()).isEqualTo(b.features().featureIds());
        assertThat(a.features().featureNames()).isEqualTo(b.features().featureNames());
        assertThat(a.features().featureTypes()).isEqualTo(b.features().featureTypes());
        assertThat(a.matrix().rowStarts()).isEqualTo(b.matrix().rowStarts());
        assertThat(a.matrix().columnIndices()).isEqualTo(b.matrix().columnIndices());
        assertThat(a.matrix().values()).isEqualTo(b.matrix().values());
    }

    private static FeatureBarcodeMatrix mex(Path mex, String features, String ending) {
        try (Workers workers = new Workers(2)) {
            return MexReader.read(
                    new MexFiles(
                            mex.resolve("matrix.mtx" + ending),
                            mex.resolve(features + ending),
                            mex.resolve("barcodes.tsv" + ending)),
                    workers);
        }
    }

    @Test
    void bothFormatsOfBothVersionsAgree() {
        Path versions = SampleData.of("10x-matrix-versions");
        FeatureBarcodeMatrix three = read(versions.resolve("3.0.0/filtered_feature_bc_matrix.h5"));
        requireSame(three, mex(versions.resolve("3.0.0/filtered_feature_bc_matrix"), "features.tsv", ".gz"));
        assertThat(three.matrix().nonzeros()).isEqualTo(23_866);
        FeatureBarcodeMatrix one = read(versions.resolve("1.2.0/filtered_gene_bc_matrices_h5.h5"));
        requireSame(one, mex(versions.resolve("1.2.0/filtered_gene_bc_matrices/hg19_chr21"), "genes.tsv", ""));
        assertThatThrownBy(() -> read(versions.resolve("1.2.0/multiple_genomes.h5")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("several genomes")
                .hasMessageContaining("another_genome, hg19_chr21");
    }

    @Test
    void aMadeUpMatrixIsReadWithItsFacts() {
        Path file = folder.resolve("m.h5");
        TestBundles.h5(file, Map.of("protein_scaling_factor", 2.0), "a", "b", "c");
        FeatureBarcodeMatrix matrix = read(file);
        TestBundles.mex(folder.resolve("mex"), "a", "b", "c");
        requireSame(matrix, mex(folder.resolve("mex"), "features.tsv", ".gz"));
        assertThat(matrix.attributes())
                .containsEntry("software_version", "made-up-1.0")
                .containsEntry("protein_scaling_factor", "2.0");
    }

    @Test
    void unsortedIndicesAreSortedAndZerosDropped() {
        FeatureBarcodeMatrix matrix =
                read(new int[] {4, 0, 2, 1}, new long[] {3, 1, 0, 2}, new long[] {0, 3, 4}, "a", "b");
        assertThat(matrix.matrix().rowStarts()).containsExactly(0, 2, 3);
        assertThat(matrix.matrix().columnIndices()).containsExactly(0, 3, 2);
        assertThat(matrix.matrix().values()).containsExactly(2, 4, 1);
    }

    @Test
    void faultsNameTheElement() {
        long[] starts = {0, 1, 2};
        assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 4}, starts, "a", "b"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("/matrix/indices element 1")
                .hasMessageContaining("expected 0 to 3, found 4");
        assertThatThrownBy(() -> read(new int[] {1, -1}, new long[] {0, 1}, starts, "a", "b"))
                .hasMessageContaining("barcode b feature E2")
                .hasMessageContaining("found -1");
        assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 0}, new long[] {0, 2, 2}, "a", "b"))
                .hasMessageContaining("an entry stands there twice");
        assertThatThrownBy(() -> read(new int[] {1}, new long[] {0, 1}, starts, "a", "b"))
                .hasMessageContaining("/matrix/data")
                .hasMessageContaining("expected 2 elements, found 1");
        assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 1}, new long[] {0, 2, 1}, "a", "b"))
                .hasMessageContaining("row starts do not ascend");
        assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 1}, new long[] {0, 2}, "a", "b"))
                .hasMessageContaining("/matrix/indptr")
                .hasMessageContaining("expected 3 elements, found 2");
        assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 1}, starts, "a", "a"))
                .hasMessageContaining("barcode a stands there twice");
    }

    @Test
    void everyTruncationEndsInOneLine() throws IOException {
        Path file = folder.resolve("m.h5");
        TestBundles.h5(file, Map.of(), "a", "b", "c");
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length - 1; length += 1 + good.length / 40) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("m.h5");
        }
    }

    @Test
    void characterReferencesAreDecoded() {
        assertThat(XmlCharacters.decode("TGF&#946;&amp;&#0;&#99999999;")).isEqualTo("TGFβ&amp;&#0;&#99999999;");
    }
}
