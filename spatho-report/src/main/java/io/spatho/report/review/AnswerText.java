package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;

/** Finds the JSON in what a model wrote: models think aloud first, and put fences around it. */
final class AnswerText {

    private static final String THOUGHT = "</think>";

    private AnswerText() {}

    /** The JSON object in a text. */
    static JsonNode json(String text) {
        int thought = text.lastIndexOf(THOUGHT);
        String rest = thought < 0 ? text : text.substring(thought + THOUGHT.length());
        int from = rest.indexOf('{');
        int to = rest.lastIndexOf('}');
        if (from < 0 || to < from) {
            throw new InputException(Problem.of("the model's answer holds no JSON")
                    .expected("{\"sentences\": [...]}", ReviewClient.quote(text))
                    .fix("Try another model"));
        }
        JsonNode node = StrictJson.parse(rest.substring(from, to + 1), "answer of the model");
        if (!node.path("sentences").isArray()) {
            throw new InputException(Problem.of("the model's answer holds no sentences")
                    .expected("{\"sentences\": [...]}", ReviewClient.quote(rest))
                    .fix("Try another model"));
        }
        return node;
    }
}
