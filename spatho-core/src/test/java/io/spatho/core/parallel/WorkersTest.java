package io.spatho.core.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkersTest {

    @Test
    void resultsComeInBlockOrder() {
        try (Workers workers = new Workers(3)) {
            assertThat(workers.map(50, block -> block * block)).element(7).isEqualTo(49);
            int[] seen = new int[1003];
            workers.forRanges(1003, 100, (from, to) -> {
                for (int i = from; i < to; i++) {
                    seen[i]++;
                }
            });
            assertThat(seen).containsOnly(1);
        }
    }

    @Test
    void theFirstFailureComesThroughAsItWas() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.map(9, block -> {
                        if (block >= 4) {
                            throw new IllegalArgumentException("block " + block);
                        }
                        return block;
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("block 4");
        }
    }
}
