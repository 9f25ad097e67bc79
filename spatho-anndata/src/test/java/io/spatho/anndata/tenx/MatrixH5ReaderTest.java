package io.spatho.anndata.tenx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
    }

    private static FeatureBarcodeMatrix ofGenome(Path file, String genome) {
        try (Workers workers = new Workers(2)) {
            FeatureBarcodeMatrix matrix = MatrixH5Reader.open(file, Optional.of(genome), workers);
            matrix.matrix();
            return matrix;
        }
    }

    @Test
    void severalGenomesStandSideBySideOrOneIsChosen() {
        Path file = SampleData.of("10x-matrix-versions/1.2.0/multiple_genomes.h5");
        FeatureBarcodeMatrix both = read(file);
        FeatureBarcodeMatrix human = ofGenome(file, "hg19_chr21");
        FeatureBarcodeMatrix other = ofGenome(file, "another_genome");
        assertThat(both.features().size()).isEqualTo(686);
        assertThat(both.barcodes()).isEqualTo(human.barcodes());
        assertThat(both.attributes()).containsEntry("genome", "another_genome, hg19_chr21");
        String[] genomes = both.features().annotations().strings("genome");
        assertThat(Arrays.copyOf(genomes, 343)).containsOnly("another_genome");
        assertThat(Arrays.copyOfRange(genomes, 343, 686)).containsOnly("hg19_chr21");
        for (int row = 0; row < both.barcodes().length; row++) {
            for (int gene = 0; gene < 343; gene++) {
                assertThat(both.matrix().get(row, gene))
                        .isEqualTo(other.matrix().get(row, gene));
                assertThat(both.matrix().get(row, 343 + gene))
                        .isEqualTo(human.matrix().get(row, gene));
            }
        }
        assertThatThrownBy(() -> ofGenome(file, "mm10"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no genome mm10")
                .hasMessageContaining("another_genome, hg19_chr21");
    }

    @Test
    void barcodesOfOneGenomeOnlyAreJoined() {
        Path file = folder.resolve("two.h5");
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            genome(writer.root().group("a"), new int[] {5, 6}, new long[] {0, 1}, new long[] {0, 1, 2}, "x", "y");
            genome(writer.root().group("b"), new int[] {7, 8}, new long[] {1, 0}, new long[] {0, 1, 2}, "z", "y");
            writer.finish();
        }
        FeatureBarcodeMatrix matrix = read(file);
        assertThat(matrix.barcodes()).containsExactly("x", "y", "z");
        assertThat(matrix.features().featureIds()).containsExactly("E1", "E2", "E1", "E2");
        assertThat(matrix.matrix().rowStarts()).containsExactly(0, 1, 3, 4);
        assertThat(matrix.matrix().columnIndices()).containsExactly(0, 1, 2, 3);
        assertThat(matrix.matrix().values()).containsExactly(5, 6, 8, 7);
    }

    private static void genome(Hdf5Group group, int[] data, long[] indices, long[] starts, String... barcodes) {
        group.fixedStrings("genes", new String[] {"E1", "E2"}, 2);
        group.fixedStrings("gene_names", new String[] {"A", "B"}, 1);
        group.fixedStrings("barcodes", barcodes, 1);
        group.ints("data", data);
        group.longs("indices", indices);
        group.longs("indptr", starts);
        group.ints("shape", new int[] {2, barcodes.length});
    }

    @Test
    void aGenomeOfTheCurrentFormatKeepsFeaturesThatHaveNone() {
        Path file = folder.resolve("m.h5");
        TestBundles.h5(file, Map.of(), "a", "b", "c");
        FeatureBarcodeMatrix whole = read(file);
        requireSame(ofGenome(file, "GRCh38"), whole);
        assertThat(whole.features().annotations().strings("genome")).containsExactly("GRCh38", "GRCh38", "", "");
        assertThatThrownBy(() -> ofGenome(file, "mm10"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected mm10, found GRCh38");
    }

    @Test
    void probeMatricesKeepEveryColumn() {
        FeatureBarcodeMatrix probes = read(SampleData.of("visium-h5-subset/2.1.0/raw_probe_bc_matrix.h5"));
        Table columns = probes.features().annotations();
        assertThat(probes.features().size()).isEqualTo(1000);
        assertThat(probes.barcodes()).hasSize(4987);
        assertThat(probes.matrix().nonzeros()).isEqualTo(858);
        assertThat(columns.names())
                .containsExactlyInAnyOrder(
                        "filtered_probes",
                        "gene_id",
                        "gene_name",
                        "genome",
                        "probe_region",
                        "target_set_Visium Mouse Transcriptome Probe Set");
        assertThat(columns.strings("gene_id")[0]).isEqualTo("DEPRECATED_ENSMUSG00000000157");
        assertThat(probes.features().featureNames().get(0)).isEqualTo("Itgb2l|2ef1e7b");
        boolean[] targets =
                ((Column.Booleans) columns.column("target_set_Visium Mouse Transcriptome Probe Set")).values();
        assertThat(IntStream.range(0, 1000).filter(i -> targets[i]))
                .hasSize(682)
                .startsWith(305, 306, 307);
        assertThat(((Column.Booleans) probes.barcodeColumns().column("filtered_barcodes")).values())
                .startsWith(false, false, true);
    }

    @Test
    void numbersOfOtherTypesAreReadAndFractionsAsPositionsRefused() {
        Path file = folder.resolve("r.h5");
        for (double index : new double[] {1, 0.5}) {
            try (Workers workers = new Workers(1);
                    Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
                Hdf5Group matrix = writer.root().group("matrix");
                matrix.strings("barcodes", new String[] {"1", "2"});
                matrix.doubles("data", new double[] {3, 2.5});
                matrix.doubles("indices", new double[] {index, 0});
                matrix.doubles("indptr", new double[] {0, 1, 2});
                matrix.doubles("shape", new double[] {2, 2});
                matrix.group("features").strings("id", new String[] {"E1", "E2"});
                writer.finish();
            }
            if (index == 1) {
                FeatureBarcodeMatrix matrix = read(file);
                assertThat(matrix.matrix().columnIndices()).containsExactly(1, 0);
                assertThat(matrix.matrix().values()).containsExactly(3, 2.5f);
                assertThat(matrix.features().featureTypes()).containsOnly("Gene Expression");
            } else {
                assertThatThrownBy(() -> read(file))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("/matrix/indices")
                        .hasMessageContaining("expected integers, found 0.5");
            }
        }
    }

    @Test
    void manyRowsInManyStretchesAreTheSameForAnyThreadCount() {
        int rows = 60_000;
        String[] barcodes = IntStream.range(0, rows).mapToObj(i -> "c" + i).toArray(String[]::new);
        long[] starts = new long[rows + 1];
        int[] data = new int[4 * rows];
        long[] indices = new long[4 * rows];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = row % 5; column < 4; column++) {
                indices[size] = column;
                data[size++] = 1 + (row * 31 + column) % 300;
            }
            starts[row + 1] = size;
        }
        Path file = folder.resolve("m.h5");
        TestBundles.h5(file, Map.of(), Arrays.copyOf(data, size), Arrays.copyOf(indices, size), starts, barcodes);
        FeatureBarcodeMatrix matrix = read(file);
        assertThat(matrix.matrix().rowStarts()).isEqualTo(starts);
        for (int i = 0; i < size; i++) {
            assertThat(matrix.matrix().columnIndices()[i]).isEqualTo((int) indices[i]);
            assertThat(matrix.matrix().values()[i]).isEqualTo(data[i]);
        }
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
                .hasMessageContaining("barcode b entry 1")
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
