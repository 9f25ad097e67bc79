import com.sun.management.OperatingSystemMXBean;
import io.spatho.core.cluster.LeidenClustering;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.pattern.CoOccurrence;
import io.spatho.core.pattern.PairDistances;
import io.spatho.core.preprocess.Pca;
import io.spatho.core.preprocess.PrincipalComponents;
import io.spatho.core.spatial.Alternative;
import io.spatho.core.spatial.NeighbourhoodEnrichment;
import io.spatho.core.spatial.SpatialAutocorrelation;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.spatial.SpatialWeights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The Java side of analysis.sh: one line for each work with clock and processor seconds of a first and of a later call. */
final class AnalysisBenchmark {

    private static final int THREADS = 2;

    private final Path folder;
    private final Workers workers = new Workers(THREADS);

    private AnalysisBenchmark(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        AnalysisBenchmark benchmark = new AnalysisBenchmark(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            String[] named = arguments[i].split("\\*", 2);
            Supplier<String> work = benchmark.work(named[0]);
            int calls = named.length < 2 ? 1 : Integer.parseInt(named[1]);
            for (int call = 0; call < calls; call++) {
                OperatingSystemMXBean system =
                        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
                long clock = System.nanoTime();
                long used = system.getProcessCpuTime();
                String quality = work.get();
                System.out.printf(
                        Locale.ROOT,
                        "%s\t%.2f\t%.2f\t%s%n",
                        named[0],
                        (System.nanoTime() - clock) / 1e9,
                        (system.getProcessCpuTime() - used) / 1e9,
                        quality);
            }
        }
        benchmark.workers.close();
    }

    private Supplier<String> work(String name) throws IOException {
        return switch (name) {
            case "autocorrelation" -> autocorrelation();
            case "enrichment" -> enrichment();
            case "co-occurrence" -> coOccurrence();
            case "spatial-nearest" -> spatial((x, y) -> SpatialNeighbours.nearestGraph(x, y, 10, workers));
            case "spatial-radius" -> spatial((x, y) -> SpatialNeighbours.within(x, y, 30, workers));
            case "delaunay" -> spatial((x, y) -> SpatialNeighbours.delaunay(x, y, Double.MAX_VALUE));
            case "pca" -> pca();
            case "nearest-default" -> nearest(points -> ExpressionNeighbours.nearest(points, 15, 1, workers));
            case "nearest-exact" -> nearest(points ->
                    new ExpressionNeighbours.Search(ExpressionNeighbours.exact(points, 15, workers), true, 1, 0));
            case "nearest-approximate" -> nearest(points -> ExpressionNeighbours.approximate(points, 15, 1, workers));
            case "leiden" -> leiden();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Supplier<String> autocorrelation() throws IOException {
        CsrMatrix values = matrix("visium");
        double[] x = doubles("visium-x");
        double[] y = doubles("visium-y");
        SpatialWeights weights = SpatialWeights.rowStandardised(SpatialNeighbours.nearestGraph(x, y, 6, workers));
        SpatialAutocorrelation.Settings settings =
                new SpatialAutocorrelation.Settings(100, 1, Alternative.POSITIVE, 0.95);
        return () -> {
            SpatialAutocorrelation.Result found =
                    new SpatialAutocorrelation(settings, workers).of(values, weights, SpatialBlocks.of(x, y, 16));
            return "moran " + mean(found.moran().estimate()) + ", geary "
                    + mean(found.geary().estimate());
        };
    }

    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private Supplier<String> enrichment() throws IOException {
        Graph graph = SpatialNeighbours.nearestGraph(doubles("cells-x"), doubles("cells-y"), 6, workers);
        int[] labels = ints("cells-labels");
        return () -> {
            NeighbourhoodEnrichment found = NeighbourhoodEnrichment.of(graph, labels, 20, 1000, 1, workers);
            return "pairs " + Arrays.stream(found.counts()).sum() + ", mean |z| "
                    + mean(Arrays.stream(found.z()).map(Math::abs).toArray());
        };
    }

    private Supplier<String> coOccurrence() throws IOException {
        double[] x = Arrays.copyOf(doubles("cells-x"), 50_000);
        double[] y = Arrays.copyOf(doubles("cells-y"), 50_000);
        int[] labels =
                Arrays.stream(ints("cells-labels"), 0, 50_000).map(l -> l % 10).toArray();
        double step = 990 / 49.0;
        double[] thresholds =
                IntStream.range(1, 50).mapToDouble(i -> 10 + i * step).toArray();
        return () -> {
            PairDistances pairs =
                    PairDistances.of(x, y, labels, 10, thresholds, SpatialBlocks.of(x, y, 16), workers);
            return "mean " + mean(CoOccurrence.of(pairs, 0.95).ratio());
        };
    }

    private interface SpatialGraph {
        Graph of(double[] x, double[] y);
    }

    private Supplier<String> spatial(SpatialGraph kind) throws IOException {
        double[] x = doubles("cells-x");
        double[] y = doubles("cells-y");
        return () -> "edges " + kind.of(x, y).edges();
    }

    private Supplier<String> pca() throws IOException {
        CsrMatrix values = matrix("cells");
        return () -> {
            Pca found = PrincipalComponents.fit(values, PrincipalComponents.Options.defaults(1), workers);
            return "explained " + Arrays.stream(found.varianceRatios()).sum() + ", residual " + found.residual();
        };
    }

    private interface Search {
        ExpressionNeighbours.Search of(DenseMatrix points);
    }

    private Supplier<String> nearest(Search search) throws IOException {
        float[] values = floats("cells-scores");
        DenseMatrix points = new DenseMatrix(values.length / 50, 50, values);
        return () -> {
            ExpressionNeighbours.Search found = search.of(points);
            return "exact " + found.exact() + ", recall " + found.recall();
        };
    }

    private Supplier<String> leiden() throws IOException {
        CsrMatrix weights = matrix("cells-graph");
        int[] starts =
                Arrays.stream(weights.rowStarts()).mapToInt(Math::toIntExact).toArray();
        Graph graph = new Graph(weights.rows(), starts, weights.columnIndices(), weights.values());
        return () -> {
            LeidenClustering.Result found =
                    LeidenClustering.cluster(graph, LeidenClustering.Options.defaults(1));
            return "modularity " + found.modularity() + ", clusters "
                    + found.partition().clusters() + ", iterations " + found.iterations();
        };
    }

    private CsrMatrix matrix(String name) throws IOException {
        int[] shape = ints(name + "-shape");
        long[] starts = Arrays.stream(ints(name + "-starts")).asLongStream().toArray();
        return new CsrMatrix(shape[0], shape[1], starts, ints(name + "-columns"), floats(name + "-values"));
    }

    private ByteBuffer bytes(String name) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int[] ints(String name) throws IOException {
        ByteBuffer bytes = bytes(name + ".i4");
        int[] values = new int[bytes.remaining() / 4];
        bytes.asIntBuffer().get(values);
        return values;
    }

    private float[] floats(String name) throws IOException {
        ByteBuffer bytes = bytes(name + ".f4");
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private double[] doubles(String name) throws IOException {
        ByteBuffer bytes = bytes(name + ".f8");
        double[] values = new double[bytes.remaining() / 8];
        bytes.asDoubleBuffer().get(values);
        return values;
    }
}
