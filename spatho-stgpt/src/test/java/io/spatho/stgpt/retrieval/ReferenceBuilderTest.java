package io.spatho.stgpt.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
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
        ListedCells lists = new ListedCells(index.vectors(), 1);
        FolderStore store = new FolderStore(temp, new ParquetTables(), "run_test");
        ReferenceFiles.save(index, settings, lists, store);
        ReferenceIndex back = ReferenceFiles.load(temp);
        assertThat(back.fingerprint()).isEqualTo(index.fingerprint());
        assertThat(back.expression().values()).isEqualTo(index.expression().values());
        Path document = temp.resolve(ReferenceFiles.DOCUMENT);
        document.toFile().setWritable(true);
        Files.writeString(document, Files.readString(document).replace("GENE3\"", "GENEX\""));
        assertThatThrownBy(() -> ReferenceFiles.load(temp))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("changed");
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
    void listsFindMostOfTheNearestAndAllWhenAllAreVisited() {
        ReferenceIndex index = index(new ReferenceSettings("cell_type", Optional.empty(), 2000, 8, 1000, 1));
        ListedCells lists = new ListedCells(index.vectors(), 5);
        assertThat(lists.recall()).isGreaterThanOrEqualTo(ListedCells.WANTED_RECALL);
        float[] query = index.vectors().selectRows(new int[] {3}).values();
        int all = index.size();
        assertThat(lists.nearest(query, all).cells())
                .isEqualTo(new ExactCells(index.vectors()).nearest(query, all).cells());
        assertThat(new ListedCells(index.vectors(), 5).visits()).isEqualTo(lists.visits());
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
