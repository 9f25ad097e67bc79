import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideOptions;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.histology.encoder.Encoders;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.tile.FieldPixels;
import io.spatho.stgpt.histology.tile.FieldReader;
import io.spatho.stgpt.histology.tile.Tile;
import io.spatho.stgpt.histology.tile.TissueSlide;
import io.spatho.stgpt.nn.TrustedScripts;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tiles of histology_tiles.py by spatho: read alone, hand-crafted, and ResNet-50 where weights are named. */
final class HistologyTiles {

    private static final int COUNT = 192;

    public static void main(String[] arguments) throws Exception {
        Optional<Path> weights = arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty();
        int threads = 2;
        try (Workers workers = new Workers(threads);
                TissueSlide slide = TissueSlide.alone(
                        Slide.open(Path.of(arguments[0]), SlideOptions.standard().withUmPerPixel(0.25)), workers)) {
            List<Tile> tiles = tiles();
            FieldReader reader = new FieldReader(slide);
            timed("read 224 px of 112 um", workers, tiles, 16, part -> part.forEach(tile -> reader.read(tile, 112, 224)));
            timed("read 224 px of 8 um", workers, tiles, 16, part -> part.forEach(tile -> reader.read(tile, 8, 224)));
            run("handcrafted", Encoders.handcrafted(0.5), workers, tiles, reader);
            if (weights.isPresent()) {
                run(
                        "resnet50",
                        Encoders.network(
                                Encoders.settings("resnet50"),
                                weights.get(),
                                TrustedScripts.none(),
                                DeviceRequest.cpu(),
                                Precision.FLOAT32),
                        workers,
                        tiles,
                        reader);
            }
        }
    }

    private static void run(String name, TileEncoder encoder, Workers workers, List<Tile> tiles, FieldReader reader) {
        try (encoder) {
            timed(name, workers, tiles, encoder.batch(), part -> {
                List<FieldPixels> fields = new ArrayList<>();
                part.forEach(tile -> fields.add(reader.read(tile, 112, 224)));
                encoder.encode(fields);
            });
        }
    }

    private interface Work {
        void on(List<Tile> part);
    }

    private static void timed(String name, Workers workers, List<Tile> tiles, int batch, Work work) {
        workers.forRanges(tiles.size() / 4, batch, (from, to) -> work.on(tiles.subList(from, to)));
        long cpu = cpu();
        long clock = System.nanoTime();
        workers.forRanges(tiles.size(), batch, (from, to) -> work.on(tiles.subList(from, to)));
        System.out.printf(
                "%s\tspatho\t%.2f ms cpu a tile\t%.1f tiles/s%n",
                name, (cpu() - cpu) / 1e6 / tiles.size(), tiles.size() / ((System.nanoTime() - clock) / 1e9));
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        long state = 12345;
        for (int i = 0; i < COUNT; i++) {
            state = (state * 1103515245 + 12345) % (1L << 31);
            double x = 300 + state % 7500;
            state = (state * 1103515245 + 12345) % (1L << 31);
            double y = 300 + state % 7500;
            tiles.add(new Tile("t" + i, x / 4, y / 4, x, y, 1));
        }
        return tiles;
    }
}
