package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Any endpoint that speaks OpenAI's chat completions: OpenAI, vLLM, Ollama, llama.cpp. Temperature 0, a fixed seed and an answer of a given
 * form are asked for; a field that a server refuses (status 400 or 422 that names it) is left out or renamed, the form first loosened to
 * any JSON, and the server is asked again.
 */
public final class OpenAiBackend implements ReviewBackend {

    private static final String PATH = "/chat/completions";
    private static final Set<String> OPTIONAL = Set.of("response_format", "temperature", "seed", "max_tokens");

    private static final String SCHEMA = "json_schema";
    private static final Set<String> TOO_LONG =
            Set.of("context size", "context length", "context_length", "exceed_context", "context window");

    private final Endpoint endpoint;
    private final String model;
    private final ReviewLimits limits;

    /** A backend that is asked at an endpoint. */
    public OpenAiBackend(Endpoint endpoint, String model, ReviewLimits limits) {
        if (model.isBlank() || model.length() > 200) {
            throw new UsageException(Problem.of("no model was named").fix("Name it with --model"));
        }
        this.endpoint = endpoint;
        this.model = model;
        this.limits = limits;
    }

    @Override
    public String id() {
        return "openai";
    }

    @Override
    public Optional<String> model() {
        return Optional.of(model);
    }

    @Override
    public ReviewTranscript ask(ReviewPrompt prompt) {
        ReviewClient client = new ReviewClient(endpoint, limits);
        Set<String> refused = new LinkedHashSet<>();
        while (true) {
            ObjectNode request = request(prompt, refused);
            ReviewClient.Reply reply = client.post(PATH, request);
            if (reply.status() == 200) {
                return ReviewTranscript.of(this, prompt, request, Completion.kept(reply.body()));
            }
            refused.add(complaint(reply.body(), refused));
        }
    }

    /** The field that an endpoint does not take, by its complaint. */
    private String complaint(String body, Set<String> refused) {
        String words = body.toLowerCase(Locale.ROOT);
        if (TOO_LONG.stream().anyMatch(words::contains)) {
            throw new ResourceException(Problem.of("the prompt is too long for the model: " + ReviewClient.quote(body))
                    .at(endpoint.base().getHost())
                    .fix("Lower the token budget, or let the endpoint serve the model with a longer context"));
        }
        if (!refused.contains(SCHEMA) && (words.contains("response_format") || words.contains("schema"))) {
            return SCHEMA;
        }
        return OPTIONAL.stream()
                .sorted()
                .filter(name -> words.contains(name) && !refused.contains(name))
                .findFirst()
                .orElseThrow(() -> new ResourceException(
                        Problem.of("the review endpoint refuses the request: " + ReviewClient.quote(body))
                                .at(endpoint.base().getHost())
                                .fix("Check --model")));
    }

    private ObjectNode request(ReviewPrompt prompt, Set<String> refused) {
        ObjectNode request = CanonicalJson.object();
        request.put("model", model).put("stream", false);
        ArrayNode messages = request.putArray("messages");
        messages.addObject().put("role", "system").put("content", prompt.instructions());
        messages.addObject().put("role", "user").put("content", prompt.data());
        // Newer models of OpenAI know the bound under another name only.
        request.put(refused.contains("max_tokens") ? "max_completion_tokens" : "max_tokens", limits.answerTokens());
        if (!refused.contains("temperature")) {
            request.put("temperature", 0);
        }
        if (!refused.contains("seed")) {
            request.put("seed", 0);
        }
        if (!refused.contains(SCHEMA)) {
            request.set("response_format", AnswerSchema.of(prompt));
        } else if (!refused.contains("response_format")) {
            request.putObject("response_format").put("type", "json_object");
        }
        return request;
    }

    @Override
    public JsonNode answer(ReviewPrompt prompt, ReviewTranscript transcript) {
        JsonNode choice = StrictJson.parse(transcript.response(), "answer of the review endpoint")
                .path("choices")
                .path(0);
        JsonNode content = choice.path("message").path("content");
        StringBuilder text = new StringBuilder();
        if (content.isArray()) {
            content.forEach(part -> text.append(part.path("text").asText()));
        } else {
            text.append(content.asText());
        }
        if (choice.path("finish_reason").asText().equals("length")) {
            throw new ResourceException(
                    Problem.of("the model's answer was cut off at " + limits.answerTokens() + " tokens")
                            .fix("Raise the token budget"));
        }
        return AnswerText.json(text.toString());
    }
}
