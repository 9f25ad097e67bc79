package io.spatho.cli.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * The protocol over HTTP on the loopback address: {@code POST /mcp} with one message, answered by one JSON document; nothing is kept
 * between requests. Whatever has no token, names another host, or comes from a page of another origin, is refused, so that no web page reaches the
 * server through a name that it lets point here (DNS rebinding).
 *
 * <p>Every user of the machine can reach the port, and needs the token. A request cannot be cancelled: it has no connection to its client but the reply.
 */
public final class LoopbackTransport implements AutoCloseable {

    private static final String PATH = "/mcp";
    private static final int THREADS = 32;

    private final RequestDesk desk;
    private final HttpServer http;
    private final AccessToken token;
    private final ExecutorService threads;

    private LoopbackTransport(RequestDesk desk, HttpServer http, AccessToken token) {
        this.desk = desk;
        this.http = http;
        this.token = token;
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "mcp-http");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a server on a port of the loopback address, for who knows the token; port 0 takes a free one. */
    public static LoopbackTransport start(ToolServer server, int port, AccessToken token) {
        try {
            RequestDesk desk = new RequestDesk();
            server.serve(desk);
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), THREADS);
            LoopbackTransport transport = new LoopbackTransport(desk, http, token);
            http.createContext("/", transport::handle);
            http.setExecutor(transport.threads);
            http.start();
            return transport;
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot listen: " + e.getMessage())
                            .at("--http " + port)
                            .fix("Take another port, or 0 for a free one"),
                    e);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int refused = refusal(exchange);
            if (refused != 0) {
                reply(exchange, refused, "");
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(RequestDesk.LONGEST_MESSAGE + 1);
            if (body.length > RequestDesk.LONGEST_MESSAGE) {
                reply(exchange, 413, "");
                return;
            }
            answer(exchange, new String(body, StandardCharsets.UTF_8));
        }
    }

    private int refusal(HttpExchange exchange) {
        Set<String> hosts = Set.of("localhost:" + port(), "127.0.0.1:" + port(), "[::1]:" + port());
        List<String> host = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        List<String> origin = exchange.getRequestHeaders().getOrDefault("Origin", List.of());
        if (host.size() != 1
                || !hosts.contains(host.get(0))
                || origin.size() > 1
                || !origin.stream().allMatch(from -> from.startsWith("http://") && hosts.contains(from.substring(7)))) {
            return 403;
        }
        if (!token.isIn(exchange)) {
            return 401;
        }
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return 404;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json") ? 0 : 415;
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        JSONRPCMessage message;
        try {
            message = desk.parse(text);
        } catch (IOException | RuntimeException e) {
            reply(exchange, 400, desk.error(null, ErrorCodes.PARSE_ERROR, "this is no message of the protocol"));
            return;
        }
        if (!(message instanceof JSONRPCRequest request)) {
            reply(exchange, 202, "");
            return;
        }
        reply(exchange, 200, RequestDesk.isComputed(request) ? computed(request) : desk.answer(request));
    }

    private String computed(JSONRPCRequest request) {
        try {
            return desk.submit(() -> desk.answer(request)).get();
        } catch (RejectedExecutionException e) {
            return desk.error(request.id(), ErrorCodes.INTERNAL_ERROR, "too many requests wait");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return desk.error(request.id(), ErrorCodes.INTERNAL_ERROR, "the server ends");
        } catch (ExecutionException e) {
            return desk.error(request.id(), ErrorCodes.INTERNAL_ERROR, "the request failed");
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        }
        if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        }
        if (status == 405) {
            exchange.getResponseHeaders().set("Allow", "POST");
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        desk.close();
    }
}
