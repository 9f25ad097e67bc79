package io.spatho.stgpt.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes of reference cells: what they hold, that they come back, and what is refused. */
class ReferenceBuilderTest {

    @TempDir
    Path temp;

    private static ReferenceIndex index(ReferenceSettings settings) {
        try (Workers workers = new Workers(2)) {
            return ReferenceBuilder.build(PlantedReference.cells(60, 3), settings, "made.h5ad", workers);
        }
    }

    @Test
    void cellsOfATypeLieTogetherAndComeBackFromFiles() throws IOException {
        ReferenceSettings settings = new ReferenceSettings("cell_type", Optional.empty(), 2000, 5, 40, 1);
        ReferenceIndex index = index(settings);
        assertThat(index.typeSizes()).containsExactly(40, 40, 40);
        CellSearch search = new ExactCells(index.vectors());
        for (int cell = 0; cell < index.size(); cell += 7) {
            int own = index.types()[cell];
            float[] query = index.vectors().selectRows(new int[] {cell}).values();
            CellSearch.Found found = search.nearest(query, 8);
            assertThat(found.cells()[0]).isEqualTo(cell);
            assertThat(Arrays.stream(found.cells())
                            .filter(near -> index.types()[near] == own)
                            .count())
                    .isGreaterThanOrEqualTo(7);
        }
        SmallWorldCells graph = new SmallWorldCells(index.vectors(), 1);
        FolderStore store = new FolderStore(temp, new ParquetTables(), "run_test");
        ReferenceFiles.save(index, settings, graph, store);
        ReferenceIndex back = ReferenceFiles.load(temp);
        assertThat(back.fingerprint()).isEqualTo(index.fingerprint());
        assertThat(back.expression().values()).isEqualTo(index.expression().values());
        Path document = temp.resolve(ReferenceFiles.DOCUMENT);
        String text = Files.readString(document);
        refuses(document, text.replace("GENE3\"", "GENEX\"").getBytes(StandardCharsets.UTF_8));
        refuses(document, text.replace("GENE3\"", "GENE4\"").getBytes(StandardCharsets.UTF_8));
        refuses(document, text.replace("type-2", "type-3").getBytes(StandardCharsets.UTF_8));
        Path vectors = temp.resolve(ReferenceFiles.FOLDER).resolve("vectors.safetensors");
        byte[] altered = Files.readAllBytes(vectors);
        altered[altered.length - 3] ^= 1;
        refuses(vectors, altered);
        ReferenceFiles.load(temp);
    }

    /** Loading is refused while a file holds other bytes. */
    private void refuses(Path file, byte[] other) throws IOException {
        byte[] own = Files.readAllBytes(file);
        assertThat(file.toFile().setWritable(true)).isTrue();
        Files.write(file, other);
        assertThatThrownBy(() -> ReferenceFiles.load(temp))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a reference index, or a changed one");
        Files.write(file, own);
    }

    @Test
    void vectorsOfTheFileAreTaken() {
        ReferenceIndex index = index(new ReferenceSettings("cell_type", Optional.of("X_model"), 10, 5, 1000, 1));
        assertThat(index.vectors().columns()).isEqualTo(2);
        assertThat(index.genes()).hasSize(10);
        assertThat(index.loadings().columns()).isZero();
        assertThatThrownBy(() -> index(new ReferenceSettings("cell_type", Optional.of("X_none"), 10, 5, 10, 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("X_model");
        assertThatThrownBy(() -> index(ReferenceSettings.standard("kind", 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cell_type");
    }

    @Test
    void theGraphFindsMostOfTheNearestAndAllWhenAllAreAskedFor() {
        ReferenceIndex index = index(new ReferenceSettings("cell_type", Optional.empty(), 2000, 8, 1000, 1));
        SmallWorldCells graph = new SmallWorldCells(index.vectors(), 5);
        assertThat(graph.recall()).isGreaterThanOrEqualTo(SmallWorldCells.WANTED_RECALL);
        float[] query = index.vectors().selectRows(new int[] {3}).values();
        int all = index.size();
        assertThat(graph.nearest(query, all).cells())
                .isEqualTo(new ExactCells(index.vectors()).nearest(query, all).cells());
        SmallWorldCells again = new SmallWorldCells(index.vectors(), 5);
        CellSearch.Found exact = new ExactCells(index.vectors()).nearest(query, 9);
        assertThat(again.nearest(query, 9).cells())
                .isEqualTo(graph.nearest(query, 9).cells());
        assertThat(graph.nearest(query, 9).similarities()[0]).isEqualTo(exact.similarities()[0]);
    }

    @Test
    void rowsOfZerosAndOneCellAreFoundToo() {
        DenseMatrix zeros = DenseMatrix.zeros(40, 3);
        assertThat(new SmallWorldCells(zeros, 1).nearest(new float[3], 40).cells())
                .isEqualTo(IntStream.range(0, 40).toArray());
        assertThat(new SmallWorldCells(DenseMatrix.zeros(1, 3), 1)
                        .nearest(new float[3], 5)
                        .cells())
                .containsExactly(0);
    }

    @Test
    void sharesOfAMixtureAreFound() {
        ReferenceIndex index = index(ReferenceSettings.standard("cell_type", 1));
        var signatures = index.signatures();
        double[] mixture = new double[signatures.columns()];
        float[] truth = {0.6f, 0, 0.4f};
        for (int type = 0; type < 3; type++) {
            for (int gene = 0; gene < mixture.length; gene++) {
                mixture[gene] += 7 * truth[type] * signatures.get(type, gene);
            }
        }
        float[] shares = new NonNegativeShares(signatures).of(mixture);
        for (int type = 0; type < 3; type++) {
            assertThat((double) shares[type]).isCloseTo(truth[type], org.assertj.core.data.Offset.offset(1e-4));
        }
    }
}
