package io.spatho.cli.mcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/**
 * Where messages of every transport arrive: whatever computes is done one after another by one thread, the rest at once. Sixteen
 * requests may wait; the next is refused.
 */
final class RequestDesk implements McpStatelessServerTransport, AutoCloseable {

    /** Bytes of a message. */
    static final int LONGEST_MESSAGE = 1 << 20;

    private static final Set<String> COMPUTED = Set.of("tools/call", "resources/read");
    private static final int MOST_WAITING = 16;

    private final JsonMapper json = ToolServer.mapper();
    private final JacksonMcpJsonMapper messages = new JacksonMcpJsonMapper(json);
    private final ThreadPoolExecutor engine =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(task, "mcp-engine");
                thread.setDaemon(true);
                return thread;
            });
    private McpStatelessServerHandler handler;

    @Override
    public void setMcpHandler(McpStatelessServerHandler handler) {
        this.handler = handler;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    JSONRPCMessage parse(String text) throws IOException {
        return McpSchema.deserializeJsonRpcMessage(messages, text);
    }

    static boolean isComputed(JSONRPCRequest request) {
        return COMPUTED.contains(request.method());
    }

    /** Lets the engine work; throws {@link java.util.concurrent.RejectedExecutionException} when too many wait. */
    <T> Future<T> submit(Callable<T> work) {
        return engine.submit(work);
    }

    /** The reply to a request, as JSON on one line. */
    String answer(JSONRPCRequest request) {
        try {
            return json.writeValueAsString(
                    handler.handleRequest(McpTransportContext.EMPTY, request).block());
        } catch (IOException | RuntimeException e) {
            return error(request.id(), ErrorCodes.INTERNAL_ERROR, "the request failed");
        }
    }

    /** A reply that is an error; {@code id} is null where the request could not be read. */
    String error(Object id, int code, String line) {
        ObjectNode node = json.createObjectNode().put("jsonrpc", "2.0");
        node.set("id", json.valueToTree(id));
        node.putObject("error").put("code", code).put("message", line);
        return node.toString();
    }

    @Override
    public void close() {
        engine.shutdownNow();
    }
}
