package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.json.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts JSON to an endpoint and reads JSON back: bounded in size and time, asked again with doubling pauses when the endpoint is busy
 * (429, 500, 502, 503, 504) or cannot be reached, never following a redirect. What it hands out never holds the key.
 */
final class ReviewClient {

    private static final Set<Integer> BUSY = Set.of(429, 500, 502, 503, 504);
    private static final int LONGEST_QUOTE = 200;

    private final Endpoint endpoint;
    private final ReviewLimits limits;
    private final HttpClient http;

    ReviewClient(Endpoint endpoint, ReviewLimits limits) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.http = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(limits.timeout())
                .build();
    }

    /** What came back: a status of 200, or 400 or 422 for whoever can ask differently. */
    record Reply(int status, String body) {}

    /** Posts a document; every status but 200, 400 and 422 is a failure in one line. */
    Reply post(String path, JsonNode document) {
        URI uri = endpoint.call(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(limits.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(CanonicalJson.line(document), StandardCharsets.UTF_8));
        endpoint.key().ifPresent(key -> request.header("Authorization", "Bearer " + key.reveal()));
        HttpRequest made = request.build();
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt >= limits.retries();
            try {
                HttpResponse<byte[]> response = send(made);
                if (!BUSY.contains(response.statusCode()) || last) {
                    return reply(uri, response);
                }
                pause(attempt, response.headers());
            } catch (IOException e) {
                if (last || isFinal(e)) {
                    throw new ResourceException(
                            failed(uri, "no answer: " + words(e)).fix("Check that the service runs and its address"),
                            e);
                }
                pause(attempt, HttpHeaders.of(java.util.Map.of(), (name, value) -> true));
            }
        }
    }

    /** An answer that is too large or too slow would be so again. */
    private static boolean isFinal(IOException e) {
        String words = words(e);
        return words.contains("larger than") || words.contains("within");
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> coming =
                http.sendAsync(request, info -> new BoundedBody(ReviewLimits.ANSWER_BYTES));
        try {
            return coming.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException("not within " + limits.timeout().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof java.net.http.HttpTimeoutException
                    && !(cause instanceof java.net.http.HttpConnectTimeoutException)) {
                throw new IOException("not within " + limits.timeout().toMillis() + " ms", cause);
            }
            throw new IOException(cause instanceof IOException known ? words(known) : cause.toString(), cause);
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new ResourceException(Problem.of("interrupted while waiting for the endpoint"), e);
        }
    }

    private Reply reply(URI uri, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String text = new String(response.body(), StandardCharsets.UTF_8);
        String body = endpoint.key().map(key -> key.redact(text)).orElse(text);
        if (status >= 300 && status < 400) {
            throw new ResourceException(
                    failed(uri, "the endpoint sends elsewhere (status " + status + "), which is not followed")
                            .fix("Name the address itself"));
        }
        if (status == 401 || status == 403) {
            throw new ResourceException(failed(uri, "the endpoint refuses the key (status " + status + ")")
                    .fix("Set SPATHO_REVIEW_API_KEY, or OPENAI_API_KEY for api.openai.com"));
        }
        if (status != 200 && status != 400 && status != 422) {
            throw new ResourceException(failed(uri, "status " + status + ": " + quote(body)));
        }
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (status == 200 && !type.startsWith("application/json")) {
            throw new ResourceException(failed(uri, "the answer is not JSON")
                    .expected("application/json", type.isEmpty() ? "no type" : quote(type)));
        }
        return new Reply(status, body);
    }

    private static Problem failed(URI uri, String what) {
        return Problem.of("the review endpoint failed: " + what).at(uri.getHost());
    }

    static String quote(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void pause(int attempt, HttpHeaders headers) {
        Duration wait = limits.pause().multipliedBy(1L << Math.min(attempt, 10));
        Duration asked = headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
        Duration longest = asked.compareTo(wait) > 0 ? asked : wait;
        try {
            TimeUnit.MILLISECONDS.sleep(Math.min(longest.toMillis(), ReviewLimits.LONGEST_PAUSE.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResourceException(Problem.of("interrupted while waiting for the endpoint"), e);
        }
    }
}
