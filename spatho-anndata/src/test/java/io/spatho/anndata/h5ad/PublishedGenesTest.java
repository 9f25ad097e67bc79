package io.spatho.anndata.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.GeneVariability;
import io.spatho.core.preprocess.HighlyVariableGenes;
import io.spatho.core.preprocess.HighlyVariableGenes.Flavour;
import io.spatho.core.preprocess.HighlyVariableGenes.Limits;
import io.spatho.core.preprocess.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Highly variable genes of 700 blood cells as Seurat and Cell Ranger themselves computed them. */
class PublishedGenesTest {

    private static CsrMatrix logCounts;

    @BeforeAll
    static void normalise() {
        Path archive = SampleData.of("h5ad-versions/anndata-v0.5.0/adata.h5ad");
        try (ArrayTree tree = Hdf5Source.open(archive);
                Workers workers = new Workers(2)) {
            CsrMatrix raw =
                    ascending(tree.longs("raw.X/indptr"), tree.ints("raw.X/indices"), tree.floats("raw.X/data"));
            logCounts = Normalization.toSum(raw, 1e4, workers).matrix();
        }
    }

    /** The archive lists the genes of a cell in descending order. */
    private static CsrMatrix ascending(long[] starts, int[] columns, float[] values) {
        int[] sortedColumns = new int[columns.length];
        float[] sortedValues = new float[values.length];
        for (int row = 0; row < starts.length - 1; row++) {
            int from = (int) starts[row];
            int[] order = IntStream.range(from, (int) starts[row + 1])
                    .boxed()
                    .sorted(Comparator.comparing(i -> columns[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < order.length; i++) {
                sortedColumns[from + i] = columns[order[i]];
                sortedValues[from + i] = values[order[i]];
            }
        }
        return new CsrMatrix(starts.length - 1, 765, starts, sortedColumns, sortedValues);
    }

    private static List<String[]> published(String name) throws IOException {
        return Files.readAllLines(SampleData.of("golden-pbmc68k/" + name)).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }

    @Test
    void seuratChoosesTheSameGenes() throws IOException {
        try (Workers workers = new Workers(2)) {
            requireEqual(
                    HighlyVariableGenes.within(logCounts, Flavour.SEURAT, Limits.DEFAULT, workers),
                    published("seurat_hvg.csv"),
                    113);
        }
    }

    @Test
    void cellRangerChoosesTheSameGenes() throws IOException {
        try (Workers workers = new Workers(2)) {
            requireEqual(
                    HighlyVariableGenes.top(logCounts, Flavour.CELL_RANGER, 100, workers),
                    published("cell_ranger_hvg.csv"),
                    100);
        }
    }

    private static void requireEqual(GeneVariability found, List<String[]> rows, int chosen) {
        assertThat(rows).hasSize(found.means().length);
        boolean[] selected = new boolean[rows.size()];
        for (int gene : found.selected()) {
            selected[gene] = true;
        }
        for (int gene = 0; gene < rows.size(); gene++) {
            String[] row = rows.get(gene);
            assertThat(found.means()[gene]).as(row[0]).isCloseTo(Double.parseDouble(row[1]), within(1e-5));
            assertThat(found.dispersions()[gene]).as(row[0]).isCloseTo(Double.parseDouble(row[2]), within(1e-5));
            assertThat(found.normalizedDispersions()[gene])
                    .as(row[0])
                    .isCloseTo(Double.parseDouble(row[3]), within(1e-5));
            assertThat(selected[gene]).as(row[0]).isEqualTo(row[4].equalsIgnoreCase("true"));
        }
        assertThat(found.selected()).hasSize(chosen);
    }
}
