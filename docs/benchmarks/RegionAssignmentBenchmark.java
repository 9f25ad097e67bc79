import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.Footprint;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionAssignment;
import io.spatho.core.region.RingWidths;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Times the assignment of cells to regions: random star-shaped regions of 200 corners over cells that are scattered evenly, 10 um apart.
 *
 * <p>usage, after {@code mvn -q compile} (JTS is in the local Maven repository):
 *
 * <pre>java -Xmx2g -cp spatho-core/target/classes:JTS_CORE_JAR docs/benchmarks/RegionAssignmentBenchmark.java 1000000 2000 2</pre>
 */
final class RegionAssignmentBenchmark {

    public static void main(String[] arguments) {
        int cells = Integer.parseInt(arguments[0]);
        int regions = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        double side = Math.sqrt(cells) * 10;
        CounterRandom random = CounterRandom.of(1, "benchmark", 0);
        double[] x = new double[cells];
        double[] y = new double[cells];
        for (int i = 0; i < cells; i++) {
            x[i] = random.nextDouble() * side;
            y[i] = random.nextDouble() * side;
        }
        List<Region> drawn = new ArrayList<>();
        for (int i = 0; i < regions; i++) {
            drawn.add(star(random, i, side, 0.8 * side / Math.sqrt(regions)));
        }
        try (Workers workers = new Workers(threads)) {
            for (Footprint footprint : List.of(Footprint.point(), Footprint.point(), Footprint.square(8))) {
                System.gc();
                long start = System.nanoTime();
                List<CellMembership> rows = RegionAssignment.ofOutlines(
                        drawn, x, y, RingWidths.forSpacing(10), footprint, workers);
                double seconds = (System.nanoTime() - start) / 1e9;
                Runtime runtime = Runtime.getRuntime();
                System.gc();
                System.out.printf("%s: %,d rows in %.2f s, %,d MB held%n", footprint, rows.size(), seconds,
                        (runtime.totalMemory() - runtime.freeMemory()) >> 20);
            }
        }
    }

    private static Region star(CounterRandom random, int number, double side, double radius) {
        double x = random.nextDouble() * side;
        double y = random.nextDouble() * side;
        Coordinate[] ring = new Coordinate[201];
        for (int i = 0; i < 200; i++) {
            double reach = radius * (0.6 + 0.4 * random.nextDouble());
            ring[i] = new Coordinate(x + reach * Math.cos(i * Math.PI / 100), y + reach * Math.sin(i * Math.PI / 100));
        }
        ring[200] = ring[0].copy();
        return new Region("r" + number, new GeometryFactory().createPolygon(ring), "user", "");
    }
}
