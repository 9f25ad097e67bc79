import com.sun.management.OperatingSystemMXBean;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.scgpt.ScgptEmbedder;
import io.spatho.stgpt.scgpt.ScgptModel;
import io.spatho.stgpt.scgpt.TokenSource;
import io.spatho.stgpt.tokens.GeneMapping;
import io.spatho.stgpt.tokens.TokenSequence;
import io.spatho.stgpt.tokens.TokenSettings;
import io.spatho.stgpt.tokens.Tokenizer;
import io.spatho.stgpt.tokens.Vocabulary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Loads a checkpoint and embeds the cells that {@code scgpt_embedding.py make} made: FOLDER [short|long [times [precision]]]; or times
 *  tokenising alone: tokens. */
public final class ScgptEmbedding {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("tokens")) {
            tokens();
            return;
        }
        Path folder = Path.of(arguments[0]);
        TorchEngine.start();
        memory("engine started");
        Precision precision = arguments.length > 3
                ? Precision.valueOf(arguments[3].toUpperCase(Locale.ROOT))
                : Precision.FLOAT32;
        long before = SYSTEM.getProcessCpuTime();
        long started = System.nanoTime();
        CheckpointFolder read = CheckpointFolder.open(folder);
        long opened = System.nanoTime();
        try (ScgptModel model = ScgptModel.load(read, DeviceRequest.cpu(), precision)) {
            System.out.printf(
                    Locale.ROOT,
                    "load %.2f s, %.2f processor s (files %.2f, device %.2f)%n",
                    seconds(started),
                    (SYSTEM.getProcessCpuTime() - before) / 1e9,
                    (opened - started) / 1e9,
                    seconds(opened));
            memory("model loaded");
            if (arguments.length > 1) {
                embed(folder, arguments[1], arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1, model);
            }
        }
    }

    private static void embed(Path folder, String name, int times, ScgptModel model) throws IOException {
        TokenSource cells = cells(folder.resolve("cells-" + name + ".bin"));
        try (Workers workers = new Workers(2)) {
            for (int time = 0; time < times; time++) {
                long before = SYSTEM.getProcessCpuTime();
                long started = System.nanoTime();
                DenseMatrix vectors = new ScgptEmbedder(model).embed(cells, workers, Progress.SILENT);
                double wall = seconds(started);
                System.out.printf(
                        Locale.ROOT,
                        "spatho %s: %d cells in %.2f s, %.2f processor s, %.2f cells/s%n",
                        name,
                        cells.cells(),
                        wall,
                        (SYSTEM.getProcessCpuTime() - before) / 1e9,
                        cells.cells() / wall);
                ByteBuffer bytes =
                        ByteBuffer.allocate(4 * vectors.values().length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vectors.values());
                Files.write(folder.resolve("vectors-" + name + ".spatho.bin"), bytes.array());
            }
        }
        memory("embedded");
    }

    /** Made counts of 4,000 cells with about 350 of 5,000 genes each. */
    private static void tokens() {
        int cells = 4000;
        int genes = 5000;
        long[] starts = new long[cells + 1];
        int[] columns = new int[cells * 400];
        float[] values = new float[columns.length];
        int at = 0;
        for (int cell = 0; cell < cells; cell++) {
            CounterRandom random = CounterRandom.of(1, "made", cell);
            for (int gene = random.nextInt(14); gene < genes; gene += 1 + random.nextInt(27)) {
                columns[at] = gene;
                values[at++] = 1 + random.nextInt(6);
            }
            starts[cell + 1] = at;
        }
        CsrMatrix counts =
                new CsrMatrix(cells, genes, starts, Arrays.copyOf(columns, at), Arrays.copyOf(values, at));
        Map<String, Integer> ids = new HashMap<>();
        IntStream.range(0, genes).forEach(gene -> ids.put("G" + gene, gene));
        Vocabulary vocabulary = Vocabulary.of(ids, "<pad>", "made");
        GeneMapping mapping = GeneMapping.of(
                IntStream.range(0, genes).mapToObj(gene -> "G" + gene).toList(), vocabulary, "made");
        String[] names = IntStream.range(0, cells).mapToObj(cell -> "c" + cell).toArray(String[]::new);
        Tokenizer tokenizer = Tokenizer.scgpt(counts, names, mapping, vocabulary, TokenSettings.published(0));
        for (int time = 0; time < 5; time++) {
            long before = SYSTEM.getProcessCpuTime();
            long sum = 0;
            for (int cell = 0; cell < cells; cell++) {
                sum += tokenizer.tokens(cell).orElseThrow().length();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d tokens, %.1f processor microseconds a cell%n",
                    sum,
                    (SYSTEM.getProcessCpuTime() - before) / 1e3 / cells);
        }
    }

    private static TokenSource cells(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int[] lengths = new int[bytes.getInt()];
        int total = 0;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = bytes.getInt();
            total += lengths[i];
        }
        int[][] genes = new int[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            genes[i] = new int[lengths[i]];
            for (int j = 0; j < lengths[i]; j++) {
                genes[i][j] = bytes.getInt();
            }
        }
        float[][] values = new float[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            values[i] = new float[lengths[i]];
            for (int j = 0; j < lengths[i]; j++) {
                values[i][j] = bytes.getFloat();
            }
        }
        return new TokenSource() {
            @Override
            public int cells() {
                return lengths.length;
            }

            @Override
            public TokenSequence tokens(int cell) {
                return new TokenSequence(genes[cell], values[cell]);
            }

            @Override
            public String name(int cell) {
                return String.valueOf(cell);
            }
        };
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void memory(String when) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        System.out.println(when + ": "
                + String.join(
                        ", ",
                        status.stream()
                                .filter(line -> line.startsWith("VmHWM") || line.startsWith("Rss"))
                                .map(line -> line.replaceAll("\\s+", " "))
                                .toList()));
    }
}
