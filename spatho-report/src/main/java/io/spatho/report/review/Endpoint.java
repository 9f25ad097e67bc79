package io.spatho.report.review;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a model answers: the address, and the key for it. A key is never sent in the clear to another machine.
 *
 * @param base the address without a trailing slash
 * @param key the key, if one is needed
 */
public record Endpoint(URI base, Optional<Secret> key) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /** An address that was typed, or a usage error that says what is wrong with it. */
    public static Endpoint of(String text, Optional<Secret> key) {
        URI uri = parse(text);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw new UsageException(Problem.of("not an address of a service")
                    .at("endpoint")
                    .expected("http://host:port/v1 or https://host/v1", text));
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new UsageException(Problem.of("an endpoint takes no user, query or fragment")
                    .at("endpoint")
                    .fix("Keys belong in the environment"));
        }
        Endpoint endpoint = new Endpoint(uri, key);
        if (key.isPresent() && "http".equals(uri.getScheme()) && !endpoint.isLoopback()) {
            throw new UsageException(Problem.of("a key is not sent over http to another machine")
                    .at(uri.getHost())
                    .fix("Use https, or unset the key"));
        }
        return endpoint;
    }

    private static URI parse(String text) {
        try {
            String plain = text.strip();
            return new URI(plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain);
        } catch (URISyntaxException e) {
            throw new UsageException(Problem.of("not an address of a service").at("endpoint"), e);
        }
    }

    /** Whether the address is this machine. */
    boolean isLoopback() {
        return LOOPBACK.contains(base.getHost().toLowerCase(Locale.ROOT));
    }

    /** The address of a call; a base that ends in the call's path already is taken as it is. */
    URI call(String path) {
        return base.toString().endsWith(path) ? base : URI.create(base + path);
    }
}
