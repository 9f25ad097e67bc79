package io.spatho.stgpt.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegionModelTest {

    private static final RegionSettings SMALL =
            new RegionSettings(16, 2, 1, 32, 100, 24, 0.2, 64, 40, 80, 5e-3, 0.15, 3);

    private static TorchEngine engine;
    private static Operators operators;
    private static PlantedCase planted;
    private static RegionModel model;
    private static DenseMatrix embeddings;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        engine = TorchEngine.start();
        operators = Operators.load(engine, Device.cpu());
        planted = PlantedCase.of(22, 30, 1, 1);
        model = train(planted, SMALL, 2);
        embeddings = embed(model, planted.dataset(), 2);
    }

    @AfterAll
    static void close() {
        operators.close();
    }

    private static RegionModel train(PlantedCase made, RegionSettings settings, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new RegionTrainer(engine, operators, Device.cpu(), settings)
                    .train(made.dataset(), made.graph(), workers, Progress.SILENT);
        }
    }

    private static DenseMatrix embed(RegionModel trained, SpatialDataset dataset, int threads) {
        try (Workers workers = new Workers(threads);
                RegionEmbedder embedder = new RegionEmbedder(engine, operators, Device.cpu(), trained)) {
            return embedder.embed(dataset, workers, Progress.SILENT);
        }
    }

    @Test
    void findsThePlantedStructureOnHeldOutBlocks() {
        TrainingReport report = model.report();
        TrainingReport.HeldOut heldOut = report.heldOut();
        List<TrainingReport.CurvePoint> curve = report.curve();

        assertThat(report.trainingCells()
                        + report.validationCells()
                        + report.heldOutCells()
                        + report.cellsWithoutGenes())
                .isEqualTo(planted.dataset().size());
        assertThat(curve.get(curve.size() - 1).training())
                .isLessThan(0.8 * curve.get(0).training());
        assertThat(heldOut.maskedGeneMean()).isBetween(0.8, 1.2);
        assertThat(heldOut.masked()).isLessThan(0.98 * heldOut.maskedGeneMean());
        assertThat(heldOut.panel()).isLessThan(0.98 * heldOut.panelGeneMean());
        assertThat(heldOut.nearby()).isLessThan(0.8 * heldOut.nearbyGeneMean());
        assertThat(heldOut.nearbyLinear()).isLessThan(heldOut.nearbyGeneMean());
    }

    @Test
    void embeddingsOfOneStripeAreAlike() {
        double[] same = {0, 0};
        double[] other = {0, 0};
        for (int a = 0; a < embeddings.rows(); a += 3) {
            for (int b = a + 1; b < embeddings.rows(); b += 7) {
                double[] sum = planted.stripes()[a] == planted.stripes()[b] ? same : other;
                sum[0] += cosine(a, b);
                sum[1]++;
            }
        }
        assertThat(same[0] / same[1]).isGreaterThan(other[0] / other[1] + 0.2);
    }

    private static double cosine(int a, int b) {
        double sum = 0;
        for (int i = 0; i < embeddings.columns(); i++) {
            sum += (double) embeddings.get(a, i) * embeddings.get(b, i);
        }
        return sum;
    }

    @Test
    void weightsAndEmbeddingsDoNotDependOnThreads() {
        RegionSettings brief = new RegionSettings(16, 2, 1, 32, 100, 24, 0.2, 64, 1, 6, 5e-3, 0.15, 3);
        RegionModel one = train(planted, brief, 1);
        RegionModel three = train(planted, brief, 3);

        assertThat(one.fingerprint()).isEqualTo(three.fingerprint());
        assertThat(embed(model, planted.dataset(), 3).values()).isEqualTo(embeddings.values());
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        RegionSettings other = new RegionSettings(16, 2, 1, 32, 100, 24, 0.2, 64, 1, 3, 5e-3, 0.15, 4);
        RegionSettings same = new RegionSettings(16, 2, 1, 32, 100, 24, 0.2, 64, 1, 3, 5e-3, 0.15, 5);

        assertThat(train(planted, other, 1).fingerprint())
                .isNotEqualTo(train(planted, same, 1).fingerprint());
    }

    @Test
    void aSavedModelGivesTheSameEmbeddings() {
        model.save(folder);
        RegionModel loaded = RegionModel.load(folder);

        assertThat(loaded.fingerprint()).isEqualTo(model.fingerprint());
        assertThat(loaded.settings()).isEqualTo(model.settings());
        assertThat(loaded.report()).isEqualTo(model.report());
        assertThat(embed(loaded, planted.dataset(), 1).values()).isEqualTo(embeddings.values());
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws IOException {
        model.save(folder);
        Path description = folder.resolve("model.json");
        String text = Files.readString(description);

        Files.writeString(description, text.replace("\"seed\": 3", "\"seed\": 4"));
        assertThatThrownBy(() -> RegionModel.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.safetensors");
        Files.writeString(description, text.replace("\"width\": 16", "\"width\": 1000000000"));
        assertThatThrownBy(() -> RegionModel.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("width");
        Files.writeString(description, text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> RegionModel.load(folder)).isInstanceOf(InputException.class);
        Files.delete(description);
        assertThatThrownBy(() -> RegionModel.load(folder)).isInstanceOf(InputException.class);
    }

    @Test
    void embeddingsAreUnitVectorsAndEmptyCellsAreZero() {
        PlantedCase sparse = PlantedCase.of(12, 30, 0.02, 9);
        DenseMatrix found = embed(model, sparse.dataset(), 1);
        int empty = 0;
        for (int cell = 0; cell < found.rows(); cell++) {
            double squares = 0;
            for (int i = 0; i < found.columns(); i++) {
                squares += (double) found.get(cell, i) * found.get(cell, i);
            }
            boolean expressed = sparse.dataset().counts().rowSum(cell) > 0;
            assertThat(Math.abs(squares - (expressed ? 1 : 0))).isLessThan(1e-5);
            empty += expressed ? 0 : 1;
        }
        assertThat(empty).isPositive();
    }

    @Test
    void aCaseThatIsTooSmallIsRefused() {
        PlantedCase tiny = PlantedCase.of(3, 30, 1, 1);

        assertThatThrownBy(() -> train(tiny, SMALL, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too small");
    }

    @Test
    void neighbourhoodsNeverCrossIntoHeldOutBlocks() {
        Division division = Division.spatialBlocks(
                planted.dataset().xUm(), planted.dataset().yUm(), 0.15, 3);
        Graph graph = planted.graph();
        Neighbourhood neighbourhood = new Neighbourhood(planted.dataset().counts(), graph, division);
        float[] mean = new float[30];

        assertThat(division.cells(Division.Part.HELD_OUT).length / (double) division.size())
                .isBetween(0.1, 0.3);
        assertThat(division.cells(Division.Part.VALIDATION).length / (double) division.size())
                .isBetween(0.1, 0.3);
        for (int cell = 0; cell < division.size(); cell++) {
            double expected = 0;
            int neighbours = 0;
            for (int i = graph.starts()[cell]; i < graph.starts()[cell + 1]; i++) {
                if (division.part(graph.neighbours()[i]) == division.part(cell)) {
                    expected += planted.dataset().counts().get(graph.neighbours()[i], 5);
                    neighbours++;
                }
            }
            assertThat(neighbourhood.mean(cell, mean, 0)).isEqualTo(neighbours > 0);
            assertThat(mean[5]).isEqualTo(neighbours == 0 ? 0 : (float) (expected / neighbours));
        }
    }
}
