package io.spatho.stgpt.scgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ScgptEmbedderTest {

    private static final List<TokenSequence> CELLS = FormulaWeights.cells(700);
    private static ScgptModel model;

    @BeforeAll
    static void load() {
        model = ScgptModelTest.load(FormulaWeights.all());
    }

    @AfterAll
    static void unload() {
        model.close();
    }

    private static DenseMatrix states(ScgptEmbedder embedder, int threads, List<TokenSequence> cells) {
        try (Workers workers = new Workers(threads)) {
            return embedder.states(ListedCells.of(cells), workers, Progress.SILENT);
        }
    }

    @Test
    void anyNumberOfWorkersGivesTheSameBits() {
        ScgptEmbedder embedder = new ScgptEmbedder(model, 32, 100);
        float[] one = states(embedder, 1, CELLS).values();
        for (int threads : new int[] {2, 5}) {
            assertThat(states(embedder, threads, CELLS).values()).containsExactly(one);
        }
        float[] again = states(new ScgptEmbedder(model), 1, CELLS).values();
        assertThat(states(new ScgptEmbedder(model), 3, CELLS).values()).containsExactly(again);
    }

    @Test
    void otherBatchesAndPaddingChangeResultsWithinTheTolerance() {
        float[] alone = states(new ScgptEmbedder(model, 1, 1), 2, CELLS).values();
        float[] together =
                states(new ScgptEmbedder(model, 700, 1 << 20), 2, CELLS).values();
        assertThat(together).containsExactly(alone, within(1e-5f));
    }

    @Test
    void aCellDoesNotDependOnItsPlaceOrItsCompany() {
        List<TokenSequence> reversed = new ArrayList<>(CELLS);
        Collections.reverse(reversed);
        DenseMatrix forward = states(new ScgptEmbedder(model, 64, 256), 2, CELLS);
        DenseMatrix backward = states(new ScgptEmbedder(model, 64, 256), 2, reversed);
        for (int cell = 0; cell < CELLS.size(); cell++) {
            for (int i = 0; i < forward.columns(); i++) {
                assertThat(backward.get(CELLS.size() - 1 - cell, i)).isCloseTo(forward.get(cell, i), within(1e-5f));
            }
        }
    }

    @Test
    void embeddingsHaveLengthOneAndTheDirectionOfTheStates() {
        AtomicLong last = new AtomicLong();
        Progress progress = new Progress() {
            @Override
            public void step(int number, int of, String title) {}

            @Override
            public void advance(long done, long total) {
                last.accumulateAndGet(done, Math::max);
            }

            @Override
            public void note(String line) {}
        };
        ScgptEmbedder embedder = new ScgptEmbedder(model);
        try (Workers workers = new Workers(2)) {
            DenseMatrix embeddings = embedder.embed(ListedCells.of(CELLS), workers, progress);
            DenseMatrix states = embedder.states(ListedCells.of(CELLS), workers, Progress.SILENT);
            for (int cell = 0; cell < CELLS.size(); cell++) {
                double squares = 0;
                double dot = 0;
                double stateSquares = 0;
                for (int i = 0; i < embeddings.columns(); i++) {
                    squares += (double) embeddings.get(cell, i) * embeddings.get(cell, i);
                    dot += (double) embeddings.get(cell, i) * states.get(cell, i);
                    stateSquares += (double) states.get(cell, i) * states.get(cell, i);
                }
                assertThat(squares).isCloseTo(1, within(1e-6));
                assertThat(dot).isCloseTo(Math.sqrt(stateSquares), within(1e-5));
            }
        }
        assertThat(last).hasValue(CELLS.size());
    }

    @Test
    void aCellWithoutANumberIsNamed() {
        Map<String, NamedTensor> weights = FormulaWeights.all();
        NamedTensor table = weights.get("encoder.embedding.weight");
        float[] values = table.values().clone();
        values[22 * CONFIG_WIDTH] = Float.NaN;
        weights.put("encoder.embedding.weight", new NamedTensor(table.name(), table.shape(), values));
        List<TokenSequence> cells = new ArrayList<>(CELLS.subList(0, 50));
        cells.set(37, new TokenSequence(new int[] {21, 22}, new float[] {-2, 3}));
        try (ScgptModel broken = ScgptModelTest.load(weights)) {
            assertThatThrownBy(() -> states(new ScgptEmbedder(broken), 2, cells))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cell-37");
        }
    }

    private static final int CONFIG_WIDTH = FormulaWeights.CONFIG.width();

    @Test
    void noCellsGiveAnEmptyResult() {
        assertThat(states(new ScgptEmbedder(model), 2, List.of()).rows()).isZero();
    }
}
