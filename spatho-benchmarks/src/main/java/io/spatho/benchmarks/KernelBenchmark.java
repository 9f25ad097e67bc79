package io.spatho.benchmarks;

import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.pattern.PairDistances;
import io.spatho.core.preprocess.Pca;
import io.spatho.core.preprocess.PrincipalComponents;
import io.spatho.core.spatial.Alternative;
import io.spatho.core.spatial.NeighbourhoodEnrichment;
import io.spatho.core.spatial.SpatialAutocorrelation;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.spatial.SpatialWeights;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels of spatho-core on one thread; docs/benchmarks.md says what each moves and computes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class KernelBenchmark {

    private static final int CELLS = 20_000;

    private Workers workers;
    private double[][] positions;
    private Graph graph;
    private SpatialWeights weights;
    private CsrMatrix expression;
    private int[] labels;
    private double[] distances;
    private DenseMatrix embedding;

    /** Makes the inputs. */
    @Setup
    public void make() {
        workers = new Workers(1);
        positions = MadeCells.positions(CELLS);
        graph = SpatialNeighbours.nearestGraph(positions[0], positions[1], 6, workers);
        weights = SpatialWeights.rowStandardised(graph);
        expression = MadeCells.expression(CELLS, 1000, 100);
        labels = MadeCells.labels(CELLS, 20);
        distances = new double[49];
        Arrays.setAll(distances, k -> 10.0 * (k + 1));
        embedding = MadeCells.embedding(CELLS, 50);
    }

    /** Ends the threads. */
    @TearDown
    public void end() {
        workers.close();
    }

    /** Moran's I and Geary's C of 1,000 genes, ten arrangements and the observed one. */
    @Benchmark
    public SpatialAutocorrelation.Result autocorrelation() {
        SpatialAutocorrelation.Settings settings =
                new SpatialAutocorrelation.Settings(10, 1, Alternative.POSITIVE, 0.95);
        return new SpatialAutocorrelation(settings, workers).of(expression, weights, SpatialBlocks.single(CELLS));
    }

    /** Enrichment of 20 labels, 200 random labellings. */
    @Benchmark
    public NeighbourhoodEnrichment enrichment() {
        return NeighbourhoodEnrichment.of(graph, labels, 20, 200, 1, workers);
    }

    /** Pairs of 20 labels within 49 distances up to 490 micrometres. */
    @Benchmark
    public PairDistances coOccurrence() {
        return PairDistances.of(
                positions[0], positions[1], labels, 20, distances, SpatialBlocks.single(CELLS), workers);
    }

    /** Ten nearest neighbours in the plane. */
    @Benchmark
    public NearestNeighbours planeNeighbours() {
        return SpatialNeighbours.nearest(positions[0], positions[1], 10, workers);
    }

    /** Fifteen nearest neighbours in 50 dimensions, all pairs. */
    @Benchmark
    public NearestNeighbours exactNeighbours() {
        return ExpressionNeighbours.exact(embedding, 15, workers);
    }

    /** The same by lists around centres. */
    @Benchmark
    public ExpressionNeighbours.Search listNeighbours() {
        return ExpressionNeighbours.approximate(embedding, 15, 1, workers);
    }

    /** Eighteen principal components of 1,000 genes, as many as twenty types give. */
    @Benchmark
    public Pca principalComponents() {
        return PrincipalComponents.fit(expression, new PrincipalComponents.Options(18, false, 1), workers);
    }
}
