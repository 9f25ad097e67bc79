package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.util.List;

/**
 * What is kept of a chat completion: the words, why they ended, the model's name without folders, and the tokens. Servers say more, such
 * as the time of day, how quick they were and where the model's file lies.
 */
final class Completion {

    private Completion() {}

    /** The completion as one line of JSON; what is none stays as it came, for the message that follows. */
    static String kept(String body) {
        JsonNode all;
        try {
            all = StrictJson.parse(body, "answer of the review endpoint");
        } catch (InputException e) {
            return body;
        }
        JsonNode choice = all.path("choices").path(0);
        if (!choice.path("message").has("content")) {
            return body;
        }
        ObjectNode kept = CanonicalJson.object();
        ObjectNode only = kept.putArray("choices").addObject();
        only.put("finish_reason", choice.path("finish_reason").asText());
        only.putObject("message").set("content", choice.path("message").path("content"));
        String model = all.path("model").asText();
        if (!model.isEmpty()) {
            kept.put("model", model.substring(Math.max(model.lastIndexOf('/'), model.lastIndexOf('\\')) + 1));
        }
        for (String count : List.of("prompt_tokens", "completion_tokens")) {
            JsonNode tokens = all.path("usage").path(count);
            if (tokens.isIntegralNumber()) {
                kept.withObject("/usage").set(count, tokens);
            }
        }
        return CanonicalJson.line(kept);
    }
}
