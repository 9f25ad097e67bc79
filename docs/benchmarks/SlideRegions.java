import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The regions of slide_regions.py, read by spatho in one thread. */
final class SlideRegions {

    private static final int SIDE = 8192;
    private static final int REGIONS = 200;
    private static final int EDGE = 512;

    public static void main(String[] arguments) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            files = all.filter(file -> file.toString().endsWith(".tif")).sorted().toList();
        }
        for (Path file : files) {
            try (Slide slide = Slide.open(file, SlideOptions.standard().withCacheBytes(32L << 20))) {
                read(slide);
                ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                long cpu = threads.getCurrentThreadCpuTime();
                long clock = System.nanoTime();
                long sum = read(slide);
                clock = System.nanoTime() - clock;
                cpu = threads.getCurrentThreadCpuTime() - cpu;
                System.out.printf(
                        "%s\tspatho\t%.2f ms cpu\t%.2f ms\tsum %d%n",
                        file.getFileName(), cpu / 1e6 / REGIONS, clock / 1e6 / REGIONS, sum);
            }
        }
    }

    private static long read(Slide slide) {
        long state = 12345;
        long sum = 0;
        for (int i = 0; i < REGIONS; i++) {
            state = (state * 1103515245 + 12345) % (1L << 31);
            int x = (int) (state % (SIDE - EDGE));
            state = (state * 1103515245 + 12345) % (1L << 31);
            int y = (int) (state % (SIDE - EDGE));
            for (byte value : slide.readRegion(0, x, y, EDGE, EDGE).rgb()) {
                sum += value & 0xff;
            }
        }
        return sum;
    }
}
