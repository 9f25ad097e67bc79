package io.spatho.stgpt.scgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.ResourceException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network with room for a few cells only. */
final class HalvingBatchesTest {

    private final List<String> notes = new ArrayList<>();
    private final List<Integer> tried = new ArrayList<>();

    private final Progress progress = new Progress() {
        @Override
        public void step(int number, int of, String title) {}

        @Override
        public void advance(long done, long total) {}

        @Override
        public void note(String line) {
            notes.add(line);
        }
    };

    private HalvingBatches.Network roomFor(int cells) {
        return batch -> {
            tried.add(batch.size());
            if (batch.size() > cells) {
                throw new IllegalStateException("CUDA out of memory. Tried to allocate 2.00 GiB");
            }
            DenseMatrix states = DenseMatrix.zeros(batch.size(), 2);
            for (int i = 0; i < batch.size(); i++) {
                states.values()[2 * i] = batch.get(i).length();
            }
            return states;
        };
    }

    private static List<TokenSequence> cells(int count) {
        List<TokenSequence> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cells.add(new TokenSequence(new int[i + 1], new float[i + 1]));
        }
        return cells;
    }

    @Test
    void batchesShrinkUntilTheyFitAndEveryCellHasItsOwnState() {
        HalvingBatches batches = new HalvingBatches(roomFor(3), progress);

        DenseMatrix states = batches.states(cells(13));
        for (int i = 0; i < 13; i++) {
            assertThat(states.get(i, 0)).isEqualTo(i + 1);
        }
        assertThat(tried).containsExactly(13, 6, 3, 3, 3, 3, 1);
        assertThat(notes).hasSize(2).allMatch(line -> line.contains("out of memory"));
        assertThat(notes.get(1)).contains("at most 3");
    }

    @Test
    void laterBatchesStartAtTheSizeThatFits() {
        HalvingBatches batches = new HalvingBatches(roomFor(4), progress);
        batches.states(cells(8));
        tried.clear();

        batches.states(cells(8));
        assertThat(tried).containsExactly(4, 4);
        assertThat(notes).hasSize(1);
    }

    @Test
    void aSingleCellThatDoesNotFitIsAMissingResource() {
        assertThatThrownBy(() -> new HalvingBatches(roomFor(0), progress).states(cells(2)))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("single cell")
                .hasMessageContaining("--stgpt-max-length");
    }

    @Test
    void otherFailuresAreNotTakenForMemory() {
        HalvingBatches batches = new HalvingBatches(
                batch -> {
                    throw new IllegalStateException("shape mismatch");
                },
                progress);

        assertThatThrownBy(() -> batches.states(cells(2))).hasMessage("shape mismatch");
        assertThat(notes).isEmpty();
    }
}
