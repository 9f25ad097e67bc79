package io.spatho.core.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void afterAFailureNothingRunsAndNothingWasInterrupted() {
        AtomicInteger running = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.map(200, block -> {
                        if (block == 0) {
                            await(begun);
                            throw new IllegalStateException("failed");
                        }
                        running.incrementAndGet();
                        begun.countDown();
                        for (int i = 0; i < 2_000_000; i++) {
                            Thread.onSpinWait();
                        }
                        interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
                        return running.decrementAndGet();
                    }))
                    .hasMessage("failed");
            assertThat(running).hasValue(0);
            assertThat(interrupted).isFalse();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
