package io.spatho.cli.mcp;

import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * The protocol over standard streams, one message a line. A cancelled request is interrupted, or never begun, and has no reply. The
 * end of the input ends the server and whatever it was at.
 */
public final class LineTransport {

    private static final int END = -1;

    private final RequestDesk desk;
    private final InputStream in;
    private final OutputStream out;
    private final Map<String, Future<?>> pending = new ConcurrentHashMap<>();

    private LineTransport(RequestDesk desk, InputStream in, OutputStream out) {
        this.desk = desk;
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /** Serves until the input ends. */
    public static void serve(ToolServer server, InputStream in, OutputStream out) throws IOException {
        try (RequestDesk desk = new RequestDesk()) {
            server.serve(desk);
            new LineTransport(desk, in, out).run();
        }
    }

    private void run() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int next = in.read(); next != END; next = in.read()) {
            if (next != '\n') {
                tooLong |= line.size() >= RequestDesk.LONGEST_MESSAGE;
                if (!tooLong) {
                    line.write(next);
                }
                continue;
            }
            if (tooLong) {
                send(desk.error(null, ErrorCodes.INVALID_REQUEST, "the message is too long"));
            } else if (line.size() > 0) {
                take(line.toString(StandardCharsets.UTF_8));
            }
            line.reset();
            tooLong = false;
        }
    }

    private void take(String text) {
        JSONRPCMessage message;
        try {
            message = desk.parse(text);
        } catch (IOException | RuntimeException e) {
            send(desk.error(null, ErrorCodes.PARSE_ERROR, "this is no message of the protocol"));
            return;
        }
        if (message instanceof JSONRPCRequest request) {
            answer(request);
        } else if (message instanceof JSONRPCNotification notification) {
            cancelled(notification).map(pending::remove).ifPresent(future -> future.cancel(true));
        }
    }

    private void answer(JSONRPCRequest request) {
        if (!RequestDesk.isComputed(request)) {
            send(desk.answer(request));
            return;
        }
        String id = String.valueOf(request.id());
        if (pending.containsKey(id)) {
            send(desk.error(request.id(), ErrorCodes.INVALID_REQUEST, "a request of this id is at work"));
            return;
        }
        try {
            // The engine waits for the entry, so that no reply comes before its request is known.
            synchronized (pending) {
                pending.put(id, desk.submit(() -> {
                    String reply = desk.answer(request);
                    synchronized (pending) {
                        if (pending.remove(id) != null) {
                            send(reply);
                        }
                    }
                    return id;
                }));
            }
        } catch (RejectedExecutionException e) {
            send(desk.error(request.id(), ErrorCodes.INTERNAL_ERROR, "too many requests wait"));
        }
    }

    private static Optional<String> cancelled(JSONRPCNotification notification) {
        return notification.method().equals("notifications/cancelled")
                        && notification.params() instanceof Map<?, ?> params
                        && params.get("requestId") != null
                ? Optional.of(String.valueOf(params.get("requestId")))
                : Optional.empty();
    }

    private synchronized void send(String reply) {
        try {
            out.write((reply + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
