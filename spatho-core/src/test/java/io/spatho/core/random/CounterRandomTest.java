package io.spatho.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

    @Test
    void dependsOnSeedPurposeAndItemOnly() {
        assertThat(CounterRandom.of(1, "a", 7).nextLong())
                .isEqualTo(CounterRandom.of(1, "a", 7).nextLong());
        assertThat(new long[] {
                    CounterRandom.of(1, "a", 7).nextLong(),
                    CounterRandom.of(2, "a", 7).nextLong(),
                    CounterRandom.of(1, "b", 7).nextLong(),
                    CounterRandom.of(1, "a", 8).nextLong(),
                    CounterRandom.of(1, "a", "8").nextLong()
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void momentsAreThoseOfTheDistributions() {
        CounterRandom random = CounterRandom.of(3, "moments", 0);
        int n = 200_000;
        double uniform = 0;
        double gauss = 0;
        double gaussSquares = 0;
        double poisson = 0;
        double poissonSquares = 0;
        for (int i = 0; i < n; i++) {
            uniform += random.nextDouble();
            double g = random.nextGaussian();
            gauss += g;
            gaussSquares += g * g;
            double p = random.nextPoisson(70.5);
            poisson += p;
            poissonSquares += p * p;
        }
        assertThat(uniform / n).isCloseTo(0.5, within(0.003));
        assertThat(gauss / n).isCloseTo(0, within(0.01));
        assertThat(gaussSquares / n).isCloseTo(1, within(0.02));
        assertThat(poisson / n).isCloseTo(70.5, within(0.1));
        assertThat(poissonSquares / n - Math.pow(poisson / n, 2)).isCloseTo(70.5, within(1.5));
    }

    @Test
    void boundedIntegersAreUniform() {
        CounterRandom random = CounterRandom.of(3, "bound", 0);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(count -> (count - 10_000.0) * (count - 10_000.0) / 10_000)
                .sum();
        assertThat(chiSquare).as("six degrees of freedom, p = 0.001").isLessThan(22.5);
    }

    @Test
    void shufflingKeepsTheElements() {
        int[] values = IntStream.range(0, 100).toArray();
        CounterRandom.of(5, "shuffle", 0).shuffle(values);
        assertThat(values).isNotEqualTo(IntStream.range(0, 100).toArray());
        assertThat(values).containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    }
}
