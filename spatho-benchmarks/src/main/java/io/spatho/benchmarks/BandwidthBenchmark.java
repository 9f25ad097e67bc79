package io.spatho.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one thread can move, after STREAM (McCalpin 1995): the triad {@code a = b + s c} reads two arrays and writes one, 24 bytes for
 * each element; the gather reads one array in an order that no prefetcher knows. Sizes fit the second-level cache or memory only.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BandwidthBenchmark {

    /** Elements of an array. */
    @Param({"16384", "16777216"})
    public int size;

    private double[] a;
    private double[] b;
    private double[] c;
    private int[] order;

    /** Fills the arrays. */
    @Setup
    public void fill() {
        a = new double[size];
        b = new double[size];
        c = new double[size];
        order = new int[size];
        Arrays.setAll(b, i -> i);
        Arrays.setAll(c, i -> 1.0 / (i + 1));
        // An odd factor below a power of two visits every element once, far from the one before.
        Arrays.setAll(order, i -> (int) ((i * 0x9E3779B1L + 12345) & (size - 1)));
    }

    /** The triad. */
    @Benchmark
    public double[] triad() {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + 3 * c[i];
        }
        return a;
    }

    /** Sums in an order without pattern. */
    @Benchmark
    public double gather() {
        double sum = 0;
        for (int i = 0; i < order.length; i++) {
            sum += b[order[i]];
        }
        return sum;
    }
}
