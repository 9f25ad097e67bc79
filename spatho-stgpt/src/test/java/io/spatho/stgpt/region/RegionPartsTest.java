package io.spatho.stgpt.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.spatho.core.error.InputException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainingState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and structures: one model that finds pictures by genes and names structures. */
final class RegionPartsTest {

    private static final int COLUMNS = 5;
    private static final PlantedCase PLANTED = PlantedCase.of(20, 25, 1, 5);
    private static final RegionSettings SETTINGS =
            new RegionSettings(32, 2, 1, 48, 100, 40, 0.2, 64, 40, 110, 4e-3, 0.2, 5);

    private static TorchEngine engine;
    private static Operators operators;
    private static RegionModel model;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        engine = TorchEngine.start();
        operators = Operators.load(engine, Device.cpu());
        model = trained(SETTINGS, TrainingState.none(), Progress.SILENT, 2);
    }

    @AfterAll
    static void close() {
        operators.close();
    }

    /** Features that tell of the cell's own counts, with noise; every tenth cell has no picture. */
    private static ImageFeatures pictures() {
        CsrMatrix counts = PLANTED.dataset().counts();
        DenseMatrix values = DenseMatrix.zeros(counts.rows(), COLUMNS);
        boolean[] present = new boolean[counts.rows()];
        for (int cell = 0; cell < counts.rows(); cell++) {
            CounterRandom random = CounterRandom.of(1, "pictures", cell);
            double[] sums = new double[COLUMNS];
            for (int i = counts.start(cell); i < counts.end(cell); i++) {
                sums[counts.columnIndices()[i] % COLUMNS] += counts.values()[i];
            }
            present[cell] = cell % 10 != 0;
            for (int i = 0; i < COLUMNS && present[cell]; i++) {
                values.values()[cell * COLUMNS + i] = (float) (100 + 7 * Math.log1p(sums[i]) + random.nextGaussian());
            }
        }
        return new ImageFeatures(
                IntStream.range(0, COLUMNS).mapToObj(i -> "img_" + i).toList(), values, present);
    }

    /** The programme of genes that a cell expresses most: found in every block, unlike stripes. */
    private static String[] structures() {
        CsrMatrix counts = PLANTED.dataset().counts();
        String[] structures = new String[counts.rows()];
        for (int cell = 0; cell < structures.length; cell++) {
            double[] sums = new double[3];
            for (int i = counts.start(cell); i < counts.end(cell); i++) {
                sums[counts.columnIndices()[i] % 3] += counts.values()[i];
            }
            int first = sums[0] >= sums[1] ? 0 : 1;
            structures[cell] = "programme " + (sums[2] > sums[first] ? 2 : first);
        }
        return structures;
    }

    private static RegionModel trained(RegionSettings settings, TrainingState state, Progress progress, int threads) {
        Division division = Division.spatialBlocks(
                PLANTED.dataset().xUm(), PLANTED.dataset().yUm(), settings.heldOutShare(), settings.seed());
        String[] structures = structures();
        RegionInputs inputs = new RegionInputs(
                true,
                DenseMatrix.zeros(PLANTED.dataset().size(), 0),
                Optional.of(pictures()),
                Optional.of(StructureLabels.of(structures)));
        try (Workers workers = new Workers(threads)) {
            return new RegionTrainer(engine, operators, Device.cpu(), settings)
                    .train(
                            new RegionTrainer.Lesson(PLANTED.dataset(), PLANTED.graph(), division, inputs, List.of()),
                            state,
                            workers,
                            progress);
        }
    }

    @Test
    void genesFindPicturesAndPicturesFindGenes() {
        RetrievalScore score = model.scores().retrieval().orElseThrow();

        assertThat(score.cells()).isGreaterThan(30);
        double chance = (score.cells() + 1) / 2.0;
        assertThat(RetrievalScore.median(score.genesToImage())).isLessThan(0.6 * chance);
        assertThat(RetrievalScore.median(score.imageToGenes())).isLessThan(0.6 * chance);
    }

    @Test
    void structuresAreNamedBetterThanByTheMostFrequent() {
        StructureScore score = model.scores().structures().orElseThrow();

        assertThat(score.model().accuracy()).isGreaterThan(score.majority().accuracy());
        assertThat(score.model().macroF1()).isGreaterThan(score.majority().macroF1());
        assertThat(score.logistic().macroF1()).isGreaterThan(0.8);
    }

    @Test
    void aSavedModelKeepsItsParts() {
        model.save(folder);
        RegionModel read = RegionModel.load(folder);

        assertThat(read.imageColumns()).containsExactly("img_0", "img_1", "img_2", "img_3", "img_4");
        assertThat(read.structures()).containsExactly("programme 0", "programme 1", "programme 2");
        assertThat(read.imageMoments()).isEqualTo(model.imageMoments());
        assertThat(read.fingerprint()).isEqualTo(model.fingerprint());
    }

    @Test
    void aTrainingThatIsStoppedAnywhereEndsWithTheSameBits() {
        RegionSettings brief = SETTINGS.withTraining(4, 16);
        Fingerprint whole =
                trained(brief, TrainingState.none(), Progress.SILENT, 1).fingerprint();
        TrainingState state = TrainingState.in(folder.resolve("training/one"), Fingerprint.ofText("one training"));
        for (int stop : new int[] {1, 9}) {
            assertThatThrownBy(() -> trained(brief, state, stopAfter(stop), 2)).hasMessage("stopped");
        }

        assertThat(trained(brief, state, Progress.SILENT, 2).fingerprint()).isEqualTo(whole);
        state.remove();
        assertThat(folder).isEmptyDirectory();
    }

    private static Progress stopAfter(int step) {
        return new Progress() {
            @Override
            public void step(int number, int of, String title) {}

            @Override
            public void advance(long done, long total) {
                if (done > step) {
                    throw new IllegalStateException("stopped");
                }
            }

            @Override
            public void note(String line) {}
        };
    }

    @Test
    void ranksCountThePartnerAsTheLastOfEquals() {
        RetrievalScore score = RetrievalScore.of(new float[] {1, 0, 0, 1, 0, 1}, new float[] {1, 0, 0, 1, 1, 0}, 3);

        assertThat(score.genesToImage()).containsExactly(2, 1, 3);
        assertThat(score.imageToGenes()).containsExactly(1, 2, 3);
        assertThat(RetrievalScore.recall(score.genesToImage(), 1)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(RetrievalScore.median(score.genesToImage())).isEqualTo(2);
    }

    @Test
    void macroF1IsTheMeanOverTrueStructures() {
        StructureScore.Agreement found = StructureScore.Agreement.of(new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1}, 3);

        assertThat(found.accuracy()).isEqualTo(0.75);
        assertThat(found.macroF1()).isCloseTo((0.8 + 2 / 3.0) / 2, within(1e-12));
    }

    @Test
    void featuresOfCellsAndRegionsAreJoinedById() {
        Table cells = Table.ofRows(2)
                .with("cell_id", new Column.Strings(new String[] {"b", "x"}))
                .with("img_1", new Column.Doubles(new double[] {3, 4}))
                .with("img_0", new Column.Doubles(new double[] {1, 2}))
                .with("score", new Column.Doubles(new double[] {9, 9}));
        ImageFeatures found = ImageFeatures.of(cells, "made", new String[] {"a", "b"}, new String[0]);

        assertThat(found.names()).containsExactly("img_0", "img_1");
        assertThat(found.present()).containsExactly(false, true);
        assertThat(found.values().values()).containsExactly(0, 0, 1, 3);
        Table regions = Table.ofRows(1)
                .with("region_id", new Column.Strings(new String[] {"r"}))
                .with("img_0", new Column.Floats(new float[] {5}));
        assertThat(ImageFeatures.of(regions, "made", new String[] {"a", "b"}, new String[] {"r", ""})
                        .present())
                .containsExactly(true, false);
        assertThatThrownBy(() -> ImageFeatures.of(regions, "made", new String[] {"a"}, new String[0]))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> ImageFeatures.of(cells, "made", new String[] {"q"}, new String[0]))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("belong to no cell");
    }
}
