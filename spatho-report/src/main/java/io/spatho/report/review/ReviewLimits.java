package io.spatho.report.review;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.time.Duration;

/**
 * How long and how much a model may be asked.
 *
 * @param timeout for one answer, from the first byte sent to the last byte read
 * @param tokenBudget for prompt and answer together
 * @param retries how often a busy endpoint is asked again
 * @param pause before the first retry; it doubles with each
 */
public record ReviewLimits(Duration timeout, int tokenBudget, int retries, Duration pause) {

    /** The largest prompt. */
    static final int PROMPT_BYTES = 64 * 1024;
    /** The largest answer, with what the endpoint says around it. */
    static final int ANSWER_BYTES = 256 * 1024;
    /** The longest pause that an endpoint may ask for. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final int LEAST_TOKENS = 1_000;
    private static final int MOST_ANSWER_TOKENS = 4_000;

    public ReviewLimits {
        if (timeout.isNegative() || timeout.isZero() || tokenBudget < LEAST_TOKENS || retries < 0) {
            throw new UsageException(Problem.of("a review needs a time above 0 and at least 1000 tokens")
                    .fix("Raise the time-out or the token budget"));
        }
    }

    /** One minute, 20,000 tokens, three retries that begin after half a second. */
    public static ReviewLimits standard() {
        return new ReviewLimits(Duration.ofSeconds(60), 20_000, 3, Duration.ofMillis(500));
    }

    /** The same with another time and budget. */
    public ReviewLimits with(Duration time, int tokens) {
        return new ReviewLimits(time, tokens, retries, pause);
    }

    /** The tokens kept for the answer: a third of the budget. */
    int answerTokens() {
        return Math.min(MOST_ANSWER_TOKENS, tokenBudget / 3);
    }

    /** The tokens left for the prompt. */
    int promptTokens() {
        return tokenBudget - answerTokens();
    }

    /** Tokens of a text, counted high: three bytes each. */
    static int tokens(int bytes) {
        return bytes / 3 + 1;
    }
}
