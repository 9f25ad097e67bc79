package io.spatho.cli.mcp;

import com.sun.net.httpserver.HttpExchange;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * What a client over HTTP must know: every user of a machine reaches its loopback address, so an address is no proof. {@link #toString}
 * gives {@code ***}.
 */
public final class AccessToken {

    /** The variable of the environment that holds a token. */
    public static final String VARIABLE = "SPATHO_MCP_TOKEN";

    private static final int SHORTEST = 16;
    private static final int LONGEST = 4096;
    private static final int MADE_BYTES = 32;
    private static final String SCHEME = "Bearer ";

    private final String value;

    private AccessToken(String value) {
        this.value = value;
    }

    /** A token that was given. */
    public static AccessToken of(String given) {
        String plain = given.strip();
        if (plain.length() < SHORTEST
                || plain.length() > LONGEST
                || !plain.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new UsageException(Problem.of("not a token")
                    .at(VARIABLE)
                    .expected(
                            SHORTEST + " to " + LONGEST + " visible ASCII characters without spaces",
                            plain.length() + " characters")
                    .fix("Unset it to have one made"));
        }
        return new AccessToken(plain);
    }

    /** A token that nobody can guess; it decides no result. */
    public static AccessToken random() {
        byte[] bytes = new byte[MADE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The token itself, to be shown to who started the server. */
    public String reveal() {
        return value;
    }

    /** Whether a request carries the token, compared in a time that does not depend on where it differs. */
    boolean isIn(HttpExchange exchange) {
        List<String> given = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
        return given.size() == 1
                && given.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        given.get(0).substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
