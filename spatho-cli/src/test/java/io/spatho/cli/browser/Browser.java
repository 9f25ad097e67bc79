package io.spatho.cli.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium that this machine has, driven by the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).
 *
 * <p>It is looked for on the path; the system property {@code spatho.browser} names another.
 */
final class Browser implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final String ADDRESS = "DevTools listening on ";
    private static final long SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger last = new AtomicInteger();

    private Browser(Process process, URI address) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Answers())
                .join();
    }

    /** Where a browser is, if there is one. */
    static Optional<Path> installed() {
        String named = System.getProperty("spatho.browser", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one whose profile lies in a folder of the test. */
    static Browser start(Path program, Path profile) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(ADDRESS)) {
                // What it goes on to say must be read, or it would wait for a reader.
                Thread drain = new Thread(() -> lines.lines().forEach(ignored -> {}));
                drain.setDaemon(true);
                drain.start();
                return new Browser(process, URI.create(line.substring(ADDRESS.length())));
            }
        }
        throw new IOException("the browser ended before it listened");
    }

    /** A new page of that width. */
    Page page(int width, int height) {
        String target = call("", "Target.createTarget", node().put("url", "about:blank"))
                .path("targetId")
                .asText();
        String session = call(
                        "",
                        "Target.attachToTarget",
                        node().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        return new Page(this, session, width, height);
    }

    static ObjectNode node() {
        return new ObjectMapper().createObjectNode();
    }

    JsonNode call(String session, String method, ObjectNode parameters) {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = node().put("id", id).put("method", method);
        message.set("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        JsonNode result = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.path("error"));
        }
        return result.path("result");
    }

    /** What a page has reported since it was opened. */
    Stream<JsonNode> events(String session) {
        return events.stream().filter(event -> event.path("sessionId").asText().equals(session));
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts the pieces of a message together, and messages where they are waited for. */
    private final class Answers implements WebSocket.Listener {

        private final List<CharSequence> pieces = new ArrayList<>();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            pieces.add(data.toString());
            if (isLast) {
                take(String.join("", pieces));
                pieces.clear();
            }
            from.request(1);
            return null;
        }

        private void take(String text) {
            try {
                JsonNode message = new ObjectMapper().readTree(text);
                CompletableFuture<JsonNode> answer =
                        waiting.remove(message.path("id").asInt(-1));
                if (answer == null) {
                    events.add(message);
                } else {
                    answer.complete(message);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
