package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spatho.anndata.h5ad.H5adReader;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names of people, numbers of patients and keys, one for each text that a run reads, in whole runs in processes of their own with a model
 * behind a server: none goes out, none is logged, none stands where the documentation does not say so.
 */
class PlantedNamesTest {

    /** What only folders, comments, pictures and unread columns hold: nowhere at all. */
    private static final List<String> NOWHERE = List.of(
            "Quillfeather", "Mumblethorpe", "Featherstone", "Grimsbottom", "Wobblethwaite", "Plumtrousers", "77120934");

    /** What a person put into names that a run shows to its own user: in the run folder, but not outside and in no log. */
    private static final List<String> WITHIN = List.of(
            "Thistlewood",
            "Crankshaft",
            "Snodgrass",
            "00481516",
            "Wobblesworth",
            "Grizzlethwait",
            "Blatherwick",
            "Ravensquirrel",
            "Pemberwhistle",
            "Fotherington",
            "Thunderpants",
            "Applebottom",
            "Dinglehopper");

    private static final Map<String, String> KEYS = Map.of(
            "SPATHO_REVIEW_API_KEY", "sk-canary-4f1d9b7ce2",
            "OPENAI_API_KEY", "sk-openai-canary-81aa",
            "HF_TOKEN", "hf_canary_77b2c0",
            "AWS_SECRET_ACCESS_KEY", "awscanary90b1ff");

    @TempDir
    static Path temp;

    private static final List<String> REQUESTS = new ArrayList<>();
    private static HttpServer server;
    private static Path inputs;

    /** What a command printed. */
    private record Printed(int code, String text) {}

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", PlantedNamesTest::answer);
        server.createContext(
                "/refuses/chat/completions",
                exchange -> send(
                        exchange, 400, "no: " + exchange.getRequestHeaders().getFirst("Authorization")));
        server.start();
        inputs = Files.createDirectories(temp.resolve("Quillfeather, Ofelia (ward 9)"));
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    /** Says back the key, and one sentence about each of three pieces of evidence by the names that were sent. */
    private static void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        synchronized (REQUESTS) {
            REQUESTS.add(request);
        }
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        JsonNode data = StrictJson.parse(
                StrictJson.parse(request, "request")
                        .path("messages")
                        .path(1)
                        .path("content")
                        .asText(),
                "data");
        ObjectNode words = CanonicalJson.object();
        var sentences = words.putArray("sentences");
        for (int i = 0; i < 3; i++) {
            JsonNode item = data.path("evidence").path(i);
            sentences
                    .addObject()
                    .put("text", "The " + item.path("kind").asText() + " needs a look (" + key + ").")
                    .putArray("evidence")
                    .add(item.path("id"));
        }
        ObjectNode body = CanonicalJson.object().put("debug", key);
        body.putArray("choices").addObject().putObject("message").put("content", CanonicalJson.line(words));
        send(exchange, 200, CanonicalJson.line(body));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Printed spatho(Object... words) {
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.spatho.cli.Main"));
            Arrays.stream(words).map(String::valueOf).forEach(command::add);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(KEYS);
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return new Printed(process.exitValue(), text);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Object[] with(Object[] first, Object... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray();
    }

    private static String endpoint(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static Path xenium() throws IOException {
        Path made = inputs.resolve("Thistlewood-Barnabus");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(
                    Platform.XENIUM, SyntheticOptions.of(400, 140, 7).withSlide(true), made, workers);
        }
        Path experiment = made.resolve("experiment.xenium");
        ObjectNode fields = (ObjectNode) StrictJson.read(experiment);
        fields.put("region_name", "Zebulon Crankshaft")
                .put("run_name", "Perpetua Snodgrass MRN 00481516")
                .put("cassette_name", "Ignatius-Wobblesworth")
                .put("slide_id", "Grizzlethwait-88421")
                .put("run_start_time", "1952-03-14T00:00:00Z");
        Files.write(experiment, CanonicalJson.document(fields));
        Files.writeString(made.resolve("metrics_summary.csv"), "run_name,num_cells_detected\nPerpetua Snodgrass,400\n");
        return made;
    }

    /** The made slide under a name, with a name in its description. */
    private static Path slide(Path bundle) throws IOException {
        String bytes = Files.readString(SyntheticBundles.slideOf(bundle), StandardCharsets.ISO_8859_1);
        String planted = bytes.replace("Channel:0:0", "Grimsbottom");
        assertThat(planted).hasSameSizeAs(bytes).isNotEqualTo(bytes);
        Path slide = inputs.resolve("Ravensquirrel-he.ome.tif");
        Files.writeString(slide, planted, StandardCharsets.ISO_8859_1);
        return slide;
    }

    private static Path drawn(Path bundle) throws IOException {
        ObjectNode drawn = (ObjectNode) StrictJson.read(SyntheticBundles.regionsOf(bundle));
        for (JsonNode feature : drawn.path("features")) {
            ObjectNode properties = (ObjectNode) feature.path("properties");
            properties.put("patient", "Cornelius Featherstone, born 14.03.1952");
            properties.put("name", properties.path("name").asText() + " of Euphemia Blatherwick");
            ((ObjectNode) properties.path("classification")).put("name", "Pemberwhistle tumour");
        }
        Path file = inputs.resolve("Fotherington-regions.geojson");
        Files.write(file, CanonicalJson.document(drawn));
        return file;
    }

    private static Path config() throws IOException {
        Path file = inputs.resolve("Mumblethorpe.yaml");
        Files.writeString(file, "# Hortensia Mumblethorpe, MRN 77120934\nmin_region_cells: 10\nstgpt: none\n");
        return file;
    }

    @Test
    void aXeniumRunWithSlideAndDrawnRegionsTellsNobody() throws IOException {
        Path made = xenium();
        Object[] run = {
            "run",
            made,
            "--config",
            config(),
            "--he",
            slide(made),
            "--he-keypoints",
            SyntheticBundles.keypointsOf(made),
            "--regions",
            drawn(made),
            "--regions-unit",
            "um"
        };
        requireSilent(run, temp.resolve("out-xenium"));
    }

    @Test
    void anH5adWithNamesInItsColumnsTellsNobody() throws IOException {
        Path made = bundle(Platform.XENIUM, 400, temp.resolve("plain"));
        Path plain = temp.resolve("plain.h5ad");
        assertThat(CommandLineFixture.spatho("convert", made, "-o", plain).exitCode())
                .isZero();
        Path planted = inputs.resolve("Dinglehopper.h5ad");
        try (Workers workers = new Workers(2)) {
            SpatialDataset read = H5adReader.read(plain, workers);
            String[] ids = new String[read.size()];
            String[] patients = new String[read.size()];
            String[] libraries = new String[read.size()];
            double middle = Arrays.stream(read.xUm()).average().orElseThrow();
            for (int row = 0; row < ids.length; row++) {
                ids[row] = "Dinglehopper-" + row;
                patients[row] = "Plumtrousers, Wobblethwaite 77120934";
                libraries[row] = read.xUm()[row] < middle ? "Winifred Thunderpants" : "Mortimer Applebottom";
            }
            Map<String, Column> columns = new LinkedHashMap<>(read.obs().columns());
            columns.put("cell_id", new Column.Strings(ids));
            columns.put("patient", new Column.Strings(patients));
            columns.put("library_id", new Column.Strings(libraries));
            H5adWriter.write(
                    SpatialDataset.builder(
                                    read.metadata(),
                                    read.counts(),
                                    read.panel(),
                                    Table.of(ids.length, columns),
                                    read.xUm(),
                                    read.yUm())
                            .build(),
                    planted,
                    workers);
        }
        requireSilent(new Object[] {"run", planted, "--config", config()}, temp.resolve("out-h5ad"));
    }

    /** Runs with a model, then once more with one that refuses and says the key back. */
    private static void requireSilent(Object[] run, Path out) throws IOException {
        int before = REQUESTS.size();
        Object[] review = {"-o", out, "--review", "openai", "--review-model", "made", "--review-endpoint"};
        Printed made = spatho(with(with(run, review), endpoint("/v1")));
        assertThat(made.code()).as(made.text()).isZero();
        assertThat(REQUESTS).hasSizeGreaterThan(before);
        StringBuilder outside = new StringBuilder(made.text());
        REQUESTS.subList(before, REQUESTS.size()).forEach(outside::append);
        for (String file : List.of("prompt.txt", "transcript.json", "mechanism_prompt.txt")) {
            outside.append(Files.readString(out.resolve("review").resolve(file)));
        }
        Printed refused =
                spatho("review", out, "--backend", "openai", "--model", "made", "--endpoint", endpoint("/refuses"));
        assertThat(refused.code()).isEqualTo(5);
        outside.append(refused.text()).append(Files.readString(out.resolve("run_log.json")));
        Map<String, String> texts = texts(out);
        assertThat(texts).containsKeys("report.html", "review/review.json");
        List<String> found = new ArrayList<>();
        for (String name : Stream.concat(NOWHERE.stream(), WITHIN.stream()).toList()) {
            find(found, name, Map.of("outside", outside.toString()));
        }
        NOWHERE.forEach(name -> find(found, name, texts));
        KEYS.values().forEach(key -> {
            find(found, key, texts);
            find(found, key, Map.of("outside", outside.toString()));
        });
        // A path of this machine says who works on it.
        find(found, inputs.toString(), texts);
        assertThat(found).isEmpty();
        assertThat(WITHIN)
                .as("the planting reached the run")
                .anyMatch(name -> contains(texts.get("report.html"), name));
    }

    private static void find(List<String> found, String name, Map<String, String> texts) {
        texts.forEach((place, text) -> {
            if (contains(text, name)) {
                int at = text.toLowerCase(Locale.ROOT).indexOf(name.toLowerCase(Locale.ROOT));
                found.add(name + " in " + place + ": …"
                        + text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 40)));
            }
        });
    }

    private static boolean contains(String text, String name) {
        return text.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    /** All text of a run folder: files as they are, tables by their columns; the case keeps the columns that an h5ad file came with. */
    private static Map<String, String> texts(Path out) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = out.relativize(file).toString();
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (name.endsWith(".parquet")) {
                    Table table = new ParquetTables().read(file);
                    text += columns(table);
                }
                texts.put(name, text);
            }
        }
        try (Workers workers = new Workers(1)) {
            SpatialDataset written = H5adReader.read(out.resolve("case.h5ad"), workers);
            texts.remove("case.h5ad");
            texts.put("case.h5ad, metadata", written.metadata().toString());
        }
        return texts;
    }

    private static String columns(Table table) {
        StringBuilder text = new StringBuilder(String.join(" ", table.names()));
        for (String name : table.names()) {
            if (table.column(name) instanceof Column.Strings strings) {
                text.append(' ').append(String.join(" ", Arrays.asList(strings.values())));
            }
        }
        return text.toString();
    }
}
