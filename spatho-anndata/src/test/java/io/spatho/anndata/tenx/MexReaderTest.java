package io.spatho.anndata.tenx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestFiles;
import io.spatho.core.dataset.Modality;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MexReaderTest {

    private static final String HEADER = "%%MatrixMarket matrix coordinate integer general\n%\n";
    private static final String FEATURES =
            "E1\tA\tGene Expression\nE2\tB\tGene Expression\nN1\tneg\tNegative Control Probe\nP1\tCD3\tProtein Expression\n";

    @TempDir
    Path folder;

    private FeatureBarcodeMatrix read(String suffix, String matrix, String features, String barcodes) {
        MexFiles files = new MexFiles(
                TestFiles.write(folder.resolve("matrix.mtx" + suffix), matrix),
                TestFiles.write(folder.resolve("features.tsv" + suffix), features),
                TestFiles.write(folder.resolve("barcodes.tsv" + suffix), barcodes));
        try (Workers workers = new Workers(2)) {
            return MexReader.read(files, workers);
        }
    }

    private FeatureBarcodeMatrix read(String entries) {
        return read(".gz", HEADER + entries, FEATURES, "c1\nc2\nc3\n");
    }

    @Test
    void entriesInAnyOrderGiveRowsOfBarcodes() {
        FeatureBarcodeMatrix ordered = read("4 3 5\n1 1 7\n2 1 1\n4 2 3\n1 3 2\n3 3 1\n");
        FeatureBarcodeMatrix shuffled = read("4 3 5\n3 3 1\n2 1 1\n1 1 7\n1 3 2\n4 2 3");
        assertThat(ordered.matrix().rowStarts()).containsExactly(0, 2, 3, 5);
        assertThat(ordered.matrix().columnIndices()).containsExactly(0, 1, 3, 0, 2);
        assertThat(ordered.matrix().values()).containsExactly(7, 1, 3, 2, 1);
        assertThat(shuffled.matrix().rowStarts()).isEqualTo(ordered.matrix().rowStarts());
        assertThat(shuffled.matrix().columnIndices()).isEqualTo(ordered.matrix().columnIndices());
        assertThat(shuffled.matrix().values()).isEqualTo(ordered.matrix().values());
    }

    @Test
    void realValuesZerosBlanksAndCommentsAreRead() {
        String text = """
                %%MatrixMarket matrix coordinate real general
                %metadata_json: {"software_version": "x-1", "format_version": 2}
                4 3 3
                % in between
                1 1 2.5\r

                  2\t2  1e1\s
                3 3 0
                """;
        FeatureBarcodeMatrix matrix = read("", text, FEATURES, "c1\nc2\nc3\n");
        assertThat(matrix.matrix().nonzeros()).isEqualTo(2);
        assertThat(matrix.matrix().get(0, 0)).isEqualTo(2.5f);
        assertThat(matrix.matrix().get(1, 1)).isEqualTo(10f);
        assertThat(matrix.attributes()).containsEntry("software_version", "x-1").containsEntry("format_version", "2");
    }

    @Test
    void genesWithoutTypesAreGenes() {
        FeatureBarcodeMatrix matrix = read("", HEADER + "1 1 1\n1 1 4\n", "E1\tA\n", "c1\n");
        assertThat(matrix.features().featureTypes()).containsExactly("Gene Expression");
    }

    @Test
    void featureTypesBecomeModalities() {
        FeatureBarcodeMatrix.Split split =
                read("4 3 4\n1 1 7\n3 1 1\n4 2 3\n2 3 2\n").split("panel");
        assertThat(split.panel().featureIds()).containsExactly("E1", "E2");
        assertThat(split.panel().name()).isEqualTo("panel");
        assertThat(split.counts().nonzeros()).isEqualTo(2);
        assertThat(split.modalities()).extracting(Modality::name).containsExactly("negative_control_probe", "protein");
        assertThat(split.modalities().get(1).matrix().get(1, 0)).isEqualTo(3f);
    }

    @Test
    void modalityNamesAreSnakeCase() {
        assertThat(FeatureBarcodeMatrix.modality("Unassigned Codeword")).isEqualTo("unassigned_codeword");
        assertThat(FeatureBarcodeMatrix.modality("Blank Codeword")).isEqualTo("blank_codeword");
        assertThat(FeatureBarcodeMatrix.modality("Genomic Control")).isEqualTo("genomic_control");
        assertThat(FeatureBarcodeMatrix.modality("  ../x ")).isEqualTo("x");
        assertThat(FeatureBarcodeMatrix.modality("")).isEmpty();
    }

    @Test
    void aMatrixWithoutCountsOrGenesIsRefused() {
        assertThatThrownBy(() -> read("4 3 1\n3 1 1\n").split(""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the matrix has no counts");
        FeatureBarcodeMatrix controls = read("", HEADER + "1 1 1\n1 1 4\n", "N\tN\tBlank Codeword\n", "c1\n");
        assertThatThrownBy(() -> controls.split(""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the matrix has no gene");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4 3 1;5 1 1| line 4 |a feature number is out of range",
                "4 3 1;0 1 1| line 4 |a feature number is out of range",
                "4 3 1;1 4 1| line 4 |a barcode number is out of range",
                "4 3 2;1 1 1;1 2 -1| line 5 |a count is not a count",
                "4 3 1;1 1 1.5| line 4 |a count is not a count",
                "4 3 1;1 1 nan| line 4 |an entry cannot be read",
                "4 3 1;1 1| line 4 |out of range",
                "4 3 1;1 1 1 1| line 4 |an entry cannot be read",
                "4 3 1;1 1 99999999999| line 4 |a count is too large",
                "4 3 1;99999999999 1 1| line 4 |a feature number is out of range",
                "4 3 2;1 1 1| matrix.mtx.gz|fewer entries than the header says",
                "4 3 1;1 1 1;1 2 1| matrix.mtx.gz|more entries than the header says",
                "4 3 2;1 1 1;1 1 2|barcode c1 feature E1|an entry stands there twice",
                "5 3 1;1 1 1| line 3|matrix and features disagree",
                "4 2 1;1 1 1| line 3|matrix and barcodes disagree",
                "4 3| line 3|the size line cannot be read",
                "4 3 x| line 3|a size is not a number",
            })
    void faultsNameFileAndLine(String entries, String where, String what) {
        assertThatThrownBy(() -> read(entries.replace(';', '\n') + "\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(what)
                .hasMessageContaining("matrix.mtx.gz")
                .hasMessageContaining(where.strip());
    }

    @Test
    void otherFilesAreRefused() {
        assertThatThrownBy(() -> read("", "hello\n", FEATURES, "c1\n")).hasMessageContaining("not a Matrix Market");
        assertThatThrownBy(() -> read("", "", FEATURES, "c1\n")).hasMessageContaining("header is cut short");
        assertThatThrownBy(
                        () -> read("", "%%MatrixMarket matrix coordinate pattern general\n1 1 0\n", FEATURES, "c1\n"))
                .hasMessageContaining("not a Matrix Market");
        assertThatThrownBy(() -> read("", HEADER + "4 2 0\n", FEATURES, "c1\nc1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("barcode c1 stands there twice")
                .hasMessageContaining("rows 1 and 2");
        assertThatThrownBy(() -> read("", HEADER + "1 1 0\n", "E1\n", "c1\n")).hasMessageContaining("has no name");
    }

    @Test
    void aTruncatedGzipFileIsRefused() {
        StringBuilder text = new StringBuilder(HEADER + "4 3 12\n");
        for (int i = 0; i < 12; i++) {
            text.append(i % 4 + 1)
                    .append(' ')
                    .append(i / 4 + 1)
                    .append(' ')
                    .append(i * 7919 % 1000)
                    .append('\n');
        }
        Path matrix = TestFiles.write(folder.resolve("m.mtx.gz"), text.toString());
        Path features = TestFiles.write(folder.resolve("f.tsv"), FEATURES);
        Path barcodes = TestFiles.write(folder.resolve("b.tsv"), "c1\nc2\nc3\n");
        TestFiles.truncate(matrix, 0.8);
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> MexReader.read(new MexFiles(matrix, features, barcodes), workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("m.mtx.gz")
                    .hasMessageContaining("cut short");
        }
    }

    @Test
    void manyBlocksAndAnyThreadCountGiveTheSameMatrix() {
        int cells = 300_000;
        StringBuilder barcodes = new StringBuilder();
        StringBuilder text = new StringBuilder(HEADER + "4 " + cells + " " + 2 * cells + "\n");
        for (int cell = 1; cell <= cells; cell++) {
            barcodes.append("c").append(cell).append('\n');
            text.append(cell % 3 + 1)
                    .append(' ')
                    .append(cell)
                    .append(' ')
                    .append(cell % 900 + 1)
                    .append('\n');
            text.append("4 ").append(cell).append(" 1\n");
        }
        MexFiles files = new MexFiles(
                TestFiles.write(folder.resolve("matrix.mtx"), text.toString()),
                TestFiles.write(folder.resolve("features.tsv"), FEATURES),
                TestFiles.write(folder.resolve("barcodes.tsv"), barcodes.toString()));
        FeatureBarcodeMatrix one;
        FeatureBarcodeMatrix four;
        try (Workers single = new Workers(1);
                Workers several = new Workers(4)) {
            one = MexReader.read(files, single);
            four = MexReader.read(files, several);
        }
        assertThat(one.matrix().nonzeros()).isEqualTo(2L * cells);
        assertThat(four.matrix().columnIndices()).isEqualTo(one.matrix().columnIndices());
        assertThat(four.matrix().values()).isEqualTo(one.matrix().values());
        assertThat(one.matrix().get(cells - 1, 3)).isEqualTo(1f);
        assertThat(one.matrix().get(12345, 12346 % 3)).isEqualTo(12346 % 900 + 1);
    }

    @Test
    void realMatricesHoldWhatTheirHeadersSay() {
        Path mex = SampleData.of("10x-matrix-versions/3.0.0/filtered_feature_bc_matrix");
        FeatureBarcodeMatrix matrix;
        try (Workers workers = new Workers(2)) {
            matrix = MexReader.read(
                    new MexFiles(
                            mex.resolve("matrix.mtx.gz"),
                            mex.resolve("features.tsv.gz"),
                            mex.resolve("barcodes.tsv.gz")),
                    workers);
        }
        assertThat(matrix.barcodes()).hasSize(1107);
        assertThat(matrix.features().size()).isEqualTo(507);
        assertThat(matrix.matrix().nonzeros()).isEqualTo(23_866);
    }

    @Test
    void filesTooLargeToHoldGiveTheSameInSeveralPasses() {
        int cells = 500;
        List<String> lines = new ArrayList<>();
        for (int cell = 1; cell <= cells; cell++) {
            for (int feature = 1 + cell % 3; feature <= 4; feature++) {
                lines.add(feature + " " + cell + " " + (cell * feature % 50 + 1));
            }
        }
        Path barcodes = TestFiles.write(
                folder.resolve("barcodes.tsv"),
                IntStream.range(0, cells).mapToObj(i -> "c" + i + "\n").collect(Collectors.joining()));
        Path features = TestFiles.write(folder.resolve("features.tsv"), FEATURES);
        String head = HEADER + "4 " + cells + " " + lines.size() + "\n";
        for (boolean ordered : new boolean[] {true, false}) {
            if (!ordered) {
                lines.sort(null);
            }
            Path file = TestFiles.write(folder.resolve("m.mtx"), head + String.join("\n", lines) + "\n");
            try (Workers workers = new Workers(2)) {
                FeatureBarcodeMatrix held = MexReader.read(new MexFiles(file, features, barcodes), workers);
                RowBlocks passes = new MexRows(file, held.features(), held.barcodes(), lines.size(), 100);
                GatheredRows gathered = new GatheredRows(lines.size());
                gathered.begin(cells, held.features());
                passes.forEach(workers, Function.identity(), gathered::append);
                CsrMatrix matrix = gathered.matrix();
                assertThat(matrix.rowStarts()).isEqualTo(held.matrix().rowStarts());
                assertThat(matrix.columnIndices()).isEqualTo(held.matrix().columnIndices());
                assertThat(matrix.values()).isEqualTo(held.matrix().values());
                assertThat(matrix.get(6, 3)).isEqualTo(7 * 4 % 50 + 1);
                RowBlocks wrong = new MexRows(file, held.features(), held.barcodes(), lines.size() + 1, 100);
                assertThatThrownBy(() -> wrong.forEach(workers, Function.identity(), block -> {}))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("fewer entries");
            }
        }
    }
}
