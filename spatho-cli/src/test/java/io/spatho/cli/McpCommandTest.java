package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.spatho.cli.mcp.AccessToken;
import io.spatho.cli.mcp.LoopbackTransport;
import io.spatho.cli.mcp.NamedRoots;
import io.spatho.cli.mcp.ToolServer;
import io.spatho.core.dataset.Platform;
import io.spatho.core.error.UsageException;
import io.spatho.core.tool.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server driven by the protocol's own client, in a process of its own and over loopback HTTP. */
class McpCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AccessToken TOKEN = AccessToken.of("not-a-secret-token");
    private static final String BEARER = "Bearer not-a-secret-token";

    @TempDir
    static Path temp;

    private static Path root;
    private static Path written;
    private static Map<String, String> before;
    private static McpSyncClient client;

    @BeforeAll
    static void start() throws IOException {
        root = Files.createDirectories(temp.resolve("root"));
        written = Files.createDirectories(temp.resolve("target"));
        Path made = bundle(Platform.XENIUM, 400, root.resolve("xenium"));
        Path checkpoint = TestCheckpoints.write(root.resolve("model"), TestCheckpoints.genesOf(made), "");
        assertThat(spatho("run", made, "-o", root.resolve("run"), "--min-region-cells", 10, "--checkpoint", checkpoint)
                        .exitCode())
                .isZero();
        Files.writeString(temp.resolve("secret.h5ad"), "secret");
        before = digests(root);
        List<String> command = command("mcp", "--root", "cases=" + root, "--write", written.toString());
        client = client(new StdioClientTransport(
                new ServerParameters.Builder(command.get(0))
                        .args(command.subList(1, command.size()))
                        .build(),
                new JacksonMcpJsonMapper(JSON)));
    }

    @AfterAll
    static void stop() {
        client.closeGracefully();
    }

    private static McpSyncClient client(McpClientTransport transport) {
        JsonSchemaValidator none = (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");
        McpSyncClient made = McpClient.sync(transport)
                .requestTimeout(Duration.ofMinutes(5))
                .initializationTimeout(Duration.ofMinutes(2))
                .jsonSchemaValidator(none)
                .build();
        made.initialize();
        return made;
    }

    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.spatho.cli.Main"));
        command.addAll(Arrays.asList(words));
        return command;
    }

    private static CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static JsonNode answer(String tool, Map<String, Object> arguments) {
        CallToolResult result = call(tool, arguments);
        assertThat(result.isError()).as(tool + ": " + text(result)).isFalse();
        JsonNode content = JSON.valueToTree(result.structuredContent());
        assertThat(content.toString()).doesNotContain(temp.toString());
        return content;
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    private static String refusal(String tool, Map<String, Object> arguments) {
        CallToolResult result = call(tool, arguments);
        assertThat(result.isError()).as(tool + arguments).isTrue();
        assertThat(text(result)).doesNotContain(root.toString(), written.toString(), "\n");
        return text(result);
    }

    private static List<String> regions() {
        List<String> ids = new ArrayList<>();
        answer("embed_regions", Map.of("run", "cases/run"))
                .path("answer")
                .path("regions")
                .forEach(region -> ids.add(region.path("region_id").asText()));
        return ids;
    }

    @Test
    void theClientSeesAllTwelveToolsAndTheRun() {
        assertThat(client.getServerInfo().name()).isEqualTo("spatho");
        assertThat(client.listTools().tools())
                .extracting(Tool::name)
                .hasSize(12)
                .contains("retrieve_regions");
        assertThat(client.listResources().resources())
                .extracting(resource -> resource.uri())
                .contains("spatho:///cases/run/evidence_manifest.json", "spatho:///cases/run/evidence.jsonl");
        var read = client.readResource(ReadResourceRequest.builder("spatho:///cases/run/evidence_manifest.json")
                .build());
        assertThat(((TextResourceContents) read.contents().get(0)).text()).contains("\"run_id\"");
        for (String address : List.of(
                "spatho:///cases/../secret.h5ad",
                "spatho:///cases/run/case.h5ad",
                "spatho:///cases/xx/evidence.jsonl",
                "file:///etc/passwd")) {
            assertThatThrownBy(() -> client.readResource(
                            ReadResourceRequest.builder(address).build()))
                    .as(address)
                    .isInstanceOf(McpError.class);
        }
    }

    @Test
    void questionsAreAnsweredWithEvidenceAndChangeNoFile() {
        List<String> regions = regions();
        String first = regions.get(0);
        JsonNode found = answer("retrieve_regions", Map.of("run", "cases/run", "region", first, "most", 3));
        assertThat(found.path("evidence").size()).isPositive();
        assertThat(found.path("answer").isObject()).isTrue();
        assertThat(answer(
                                "compare_regions",
                                Map.of("run", "cases/run", "first", List.of(first), "second", regions.subList(1, 2)))
                        .path("answer")
                        .path("distance")
                        .path("value")
                        .asDouble())
                .isBetween(0.0, 2.0);
        assertThat(answer("score_niche", Map.of("run", "cases/run", "examples", List.of(first)))
                        .path("answer")
                        .path("regions")
                        .size())
                .isPositive();
        assertThat(answer("explain_region", Map.of("run", "cases/run", "region", first, "most_genes", 2))
                        .path("answer")
                        .isObject())
                .isTrue();
        assertThat(answer("summarize_structures", Map.of("run", "cases/run"))
                        .path("answer")
                        .asText())
                .contains("structure");
        assertThat(answer("validate_case", Map.of("case", "cases/xenium", "checkpoint", "cases/model"))
                        .path("answer")
                        .path("status")
                        .asText())
                .isIn("pass", "warning");
        assertThat(digests(root)).isEqualTo(before);
    }

    @Test
    void toolsThatWriteLeaveAFolderBelowTheOneNamed() {
        answer("export_spatho_artifacts", Map.of("run", "cases/run", "output", "exported"));
        answer(
                "embed_cells",
                Map.of("case", "cases/xenium", "checkpoint", "cases/model", "device", "cpu", "output", "e/f"));
        answer("package_model", Map.of("checkpoint", "cases/model", "licence", "MIT", "output", "packed"));
        assertThat(spatho("verify", written.resolve("exported")).exitCode()).isZero();
        assertThat(written.resolve("e/f/stgpt/cell_embeddings.parquet")).isRegularFile();
        assertThat(refusal("export_spatho_artifacts", Map.of("run", "cases/run", "output", "exported")))
                .contains("the output exists");
        for (String outside : List.of("../x", temp.resolve("x").toString(), ".", "", "a/../../x")) {
            refusal("export_spatho_artifacts", Map.of("run", "cases/run", "output", outside));
        }
        assertThat(digests(root)).isEqualTo(before);
    }

    @Test
    void pathsThatLeadOutAndBrokenArgumentsAreRefusedInOneLine() throws IOException {
        for (String path : List.of(
                temp.resolve("secret.h5ad").toString(),
                "cases/../secret.h5ad",
                "../secret.h5ad",
                "nowhere/x",
                "",
                "cases/\0")) {
            refusal("validate_case", Map.of("case", path));
        }
        Path links = Files.createDirectories(written.resolve("links/inner"));
        Files.createSymbolicLink(links.resolve("case.h5ad"), temp.resolve("secret.h5ad"));
        Files.createSymbolicLink(written.resolve("out"), temp);
        assertThat(refusal("validate_case", Map.of("case", "written/links"))).contains("leads out");
        assertThat(refusal("validate_case", Map.of("case", "written/out/secret.h5ad")))
                .contains("leads out");
        assertThat(refusal("export_spatho_artifacts", Map.of("run", "cases/run", "output", "out/x")))
                .contains("leads out");
        assertThat(temp.resolve("x")).doesNotExist();
        assertThat(refusal("retrieve_regions", Map.of("run", "cases/run"))).contains("one of the three");
        assertThat(refusal("retrieve_regions", Map.of("run", "cases/run", "region", "nowhere")))
                .contains("no such region");
        assertThat(refusal("retrieve_regions", Map.of("run", "cases/run", "genes", List.of("A"), "most", 1e9)))
                .contains("most");
        assertThat(refusal("retrieve_regions", Map.of("run", "cases/run", "genes", List.of("A"), "shell", "rm")))
                .contains("unknown argument");
        assertThat(refusal(
                        "package_model", Map.of("checkpoint", "cases/model", "licence", List.of("x"), "output", "y")))
                .contains("licence");
    }

    @Test
    void theStreamSurvivesWhatIsNoMessageAndCancelledRequestsHaveNoReply() throws Exception {
        Process process = new ProcessBuilder(command("mcp", "--root", "cases=" + root)).start();
        process.getErrorStream().close();
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String call = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":"
                    + "\"validate_case\",\"arguments\":{\"case\":\"cases/xenium\"}}}\n";
            in.write("no json\n".getBytes(StandardCharsets.UTF_8));
            in.write(("{\"x\":\"" + "y".repeat(2 << 20) + "\"}\n").getBytes(StandardCharsets.UTF_8));
            in.write(("[".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8));
            in.write(call.formatted(7).getBytes(StandardCharsets.UTF_8));
            in.write(call.formatted(8).getBytes(StandardCharsets.UTF_8));
            in.write(("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":8}}\n"
                            + call.formatted(9))
                    .getBytes(StandardCharsets.UTF_8));
            in.write("{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"tools/list\",\"params\":{}}\n"
                    .getBytes(StandardCharsets.UTF_8));
            in.flush();
            List<JsonNode> replies = new ArrayList<>();
            while (replies.stream().noneMatch(reply -> reply.path("id").asInt() == 9)) {
                replies.add(JSON.readTree(out.readLine()));
            }
            assertThat(replies.subList(0, 3))
                    .allMatch(reply -> reply.path("error").path("code").asInt() < 0);
            assertThat(replies).noneMatch(reply -> reply.path("id").asInt() == 8);
            JsonNode listed = replies.stream()
                    .filter(reply -> reply.path("id").asInt() == 10)
                    .findFirst()
                    .orElseThrow();
            assertThat(listed.path("result").path("tools").size()).isEqualTo(7);
            assertThat(listed.toString()).doesNotContain("\"output\"");
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static ToolServer reader() {
        return new ToolServer(
                NamedRoots.of(Map.of("cases", root), Optional.empty()),
                1,
                SpathoCommand::execute,
                Progress.SILENT,
                "1");
    }

    @Test
    void loopbackHttpServesTheClientAndRefusesOtherHostsAndOrigins() throws Exception {
        try (LoopbackTransport transport = LoopbackTransport.start(reader(), 0, TOKEN)) {
            String address = "http://127.0.0.1:" + transport.port();
            McpSyncClient over = client(HttpClientStreamableHttpTransport.builder(address)
                    .jsonMapper(new JacksonMcpJsonMapper(JSON))
                    .addHttpRequestCustomizer(
                            (request, method, uri, body, context) -> request.header("Authorization", BEARER))
                    .build());
            assertThat(over.listTools().tools()).hasSize(7);
            assertThat(over.listTools().tools())
                    .allMatch(tool -> tool.annotations().readOnlyHint()
                            && !tool.inputSchema().toString().contains("output"));
            assertThatThrownBy(() -> over.callTool(CallToolRequest.builder("export_spatho_artifacts")
                            .arguments(Map.of("run", "cases/run", "output", "x"))
                            .build()))
                    .isInstanceOf(McpError.class);
            for (String outside :
                    List.of("../secret.h5ad", "cases/../secret.h5ad", temp + "/secret.h5ad", "cases/./x")) {
                CallToolResult refused = over.callTool(CallToolRequest.builder("validate_case")
                        .arguments(Map.of("case", outside))
                        .build());
                assertThat(refused.isError()).as(outside).isTrue();
                assertThat(text(refused)).doesNotContain("\n", root.toString());
            }
            CallToolResult result = over.callTool(CallToolRequest.builder("validate_case")
                    .arguments(Map.of("case", "cases/xenium"))
                    .build());
            assertThat(result.isError()).isFalse();
            over.closeGracefully();
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(address + "/mcp")).header("Authorization", BEARER);
            HttpRequest.BodyPublisher ping =
                    HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
            assertThat(status(request.copy()
                            .header("Content-Type", "application/json")
                            .POST(ping)))
                    .isEqualTo(200);
            assertThat(status(request.copy()
                            .header("Content-Type", "application/json")
                            .header("Origin", "http://evil.example")
                            .POST(ping)))
                    .isEqualTo(403);
            assertThat(status(
                            request.copy().header("Content-Type", "text/plain").POST(ping)))
                    .isEqualTo(415);
            assertThat(status(request.copy().GET())).isEqualTo(405);
            assertThat(status(request.copy()
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2 << 20]))))
                    .isEqualTo(413);
            for (String origin : List.of("null", "https://127.0.0.1:" + transport.port(), "http://127.0.0.1:1")) {
                assertThat(status(request.copy()
                                .header("Content-Type", "application/json")
                                .header("Origin", origin)
                                .POST(ping)))
                        .as(origin)
                        .isEqualTo(403);
            }
            for (String host : List.of("rebound.example:" + transport.port(), "127.0.0.1", "127.0.0.1:1", "")) {
                assertThat(statusAs("Host: " + host, transport.port())).as(host).startsWith("HTTP/1.1 40");
            }
            assertThat(statusAs("Host: a\r\nHost: localhost:" + transport.port(), transport.port()))
                    .startsWith("HTTP/1.1 40");
        }
    }

    @Test
    void loopbackHttpNeedsTheTokenAndIsReachedThroughLoopbackAlone() throws Exception {
        try (LoopbackTransport transport = LoopbackTransport.start(reader(), 0, TOKEN)) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + transport.port() + "/mcp"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"));
            assertThat(status(request.copy())).isEqualTo(401);
            for (String wrong : List.of(
                    "Bearer ",
                    BEARER + "x",
                    BEARER.substring(0, BEARER.length() - 1),
                    "Basic c3BhdGhv",
                    "not-a-secret-token")) {
                assertThat(status(request.copy().header("Authorization", wrong)))
                        .as(wrong)
                        .isEqualTo(401);
            }
            assertThat(status(request.copy().header("Authorization", BEARER).header("Authorization", BEARER)))
                    .isEqualTo(401);
            assertThat(status(request.copy().header("authorization", BEARER.replace("Bearer", "bearer"))))
                    .isEqualTo(200);
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress outside : Collections.list(card.getInetAddresses())) {
                    if (!outside.isLoopbackAddress()) {
                        assertThatThrownBy(() ->
                                        new Socket().connect(new InetSocketAddress(outside, transport.port()), 500))
                                .isInstanceOf(IOException.class);
                    }
                }
            }
        }
        assertThat(TOKEN.toString()).isEqualTo("***");
        assertThat(AccessToken.random().reveal())
                .hasSize(43)
                .isNotEqualTo(AccessToken.random().reveal());
        for (String weak : List.of("", "short", "with a space in it, long", "ümlaut-ümlaut-ümlaut")) {
            assertThatThrownBy(() -> AccessToken.of(weak)).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void brokenLinesHaveOneLineAnswersAndTheServerGoesOn() throws Exception {
        Process process = new ProcessBuilder(command("mcp", "--root", "cases=" + root)).start();
        process.getErrorStream().close();
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = List.of(
                    "\u0000\u0001",
                    "[]",
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
                    "null",
                    "\"ping\"",
                    "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"",
                    "{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":\"ping\"}",
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":[1,2]}",
                    "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":7}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":{\"name\":\"validate_case\","
                            + "\"arguments\":{\"case\":\"cases/\\u0000\\n\\u001b[31m\"}}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"resources/read\",\"params\":{\"uri\":\"spatho:///%2e%2e/x\"}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"no/such\"}");
            for (String line : lines) {
                in.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            in.write(new byte[] {(byte) 0xff, (byte) 0xfe, '\n', '\n'});
            in.write("{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"ping\"}\n".getBytes(StandardCharsets.UTF_8));
            in.flush();
            List<Integer> answered = new ArrayList<>();
            int failed = 0;
            while (!answered.containsAll(List.of(2, 3, 4, 5, 6, 99))) {
                JsonNode reply = JSON.readTree(out.readLine());
                assertThat(reply.path("error").path("message").asText()).doesNotContain("\n", root.toString());
                assertThat(reply.path("result")
                                .path("content")
                                .path(0)
                                .path("text")
                                .asText())
                        .doesNotContain("\n", "\u001b", root.toString());
                failed += reply.has("error")
                                || reply.path("result").path("isError").asBoolean()
                        ? 1
                        : 0;
                answered.add(reply.path("id").asInt());
            }
            assertThat(failed).isGreaterThanOrEqualTo(lines.size() - 1);
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static String statusAs(String host, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("POST /mcp HTTP/1.1\r\n" + host + "\r\nAuthorization: " + BEARER
                                    + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] line = new byte["HTTP/1.1 403 Forbidden".length()];
            int read = socket.getInputStream().readNBytes(line, 0, line.length);
            return new String(line, 0, read, StandardCharsets.US_ASCII);
        }
    }
}
