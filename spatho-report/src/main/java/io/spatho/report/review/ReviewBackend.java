package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Somebody who writes sentences about evidence: rules, or a language model behind an endpoint. Asking and reading the answer are two
 * steps, so that a recorded answer can be read again without anybody being asked.
 */
public interface ReviewBackend {

    /** Its name on the command line. */
    String id();

    /** The model, if it has one. */
    Optional<String> model();

    /** The same with a number of threads of this machine; only who computes on it takes notice. */
    default ReviewBackend on(int threads) {
        return this;
    }

    /** Asks, and records what was said on both sides. */
    ReviewTranscript ask(ReviewPrompt prompt);

    /** The answer as {@code {"sentences": [{"text", "evidence", "citations"}]}}, unchecked. */
    JsonNode answer(ReviewPrompt prompt, ReviewTranscript transcript);
}
