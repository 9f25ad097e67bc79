package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.json.CanonicalJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A language model in this process: a GGUF file, such as MedGemma, with LoRA adapters, run by llama.cpp. Nothing leaves the machine. It is
 * asked what every other model is asked, at temperature 0, and a grammar lets it write nothing but sentences about evidence that was
 * sent; the answer is checked like every other.
 *
 * <p>Determinism: the same file, adapters, library, processor and number of threads give the same words; the transcript keeps them.
 */
public final class LocalModelBackend implements ReviewBackend {

    private final Optional<GgufFile> model;
    private final List<GgufFile> adapters;
    private final ReviewLimits limits;
    private final int threads;

    private LocalModelBackend(Optional<GgufFile> model, List<GgufFile> adapters, ReviewLimits limits, int threads) {
        this.model = model;
        this.adapters = adapters;
        this.limits = limits;
        this.threads = threads;
    }

    /**
     * A model with adapters, each applied whole.
     *
     * @param threads of the processor; more than are free make it slower
     * @throws io.spatho.core.error.InputException for a file that is no GGUF file, or declares what it does not hold
     */
    public static LocalModelBackend of(Path model, List<Path> adapters, ReviewLimits limits, int threads) {
        return new LocalModelBackend(
                Optional.of(GgufFile.model(model)),
                adapters.stream().map(GgufFile::adapter).toList(),
                limits,
                threads);
    }

    /** Reads recorded answers only. */
    public static LocalModelBackend recorded(ReviewLimits limits) {
        return new LocalModelBackend(Optional.empty(), List.of(), limits, 1);
    }

    @Override
    public String id() {
        return "local";
    }

    @Override
    public Optional<String> model() {
        return model.map(file -> {
            StringBuilder name = new StringBuilder(file.label());
            adapters.forEach(adapter -> name.append(" + ").append(adapter.label()));
            return name.toString();
        });
    }

    @Override
    public ReviewBackend on(int processors) {
        return new LocalModelBackend(model, adapters, limits, processors);
    }

    @Override
    public ReviewTranscript ask(ReviewPrompt prompt) {
        GgufFile file = model.orElseThrow(
                () -> new ResourceException(Problem.of("no model was named").fix("Name a GGUF file with --model")));
        if (prompt.sent().isEmpty()) {
            throw new ResourceException(Problem.of("no evidence fits into the prompt")
                    .fix("Raise the token budget; a run without evidence has nothing to review"));
        }
        String grammar = AnswerGrammar.of(prompt);
        ObjectNode request = CanonicalJson.object();
        request.put("model", model().orElseThrow())
                .put("architecture", file.architecture())
                .put("temperature", 0)
                .put("seed", 0)
                .put("max_tokens", limits.answerTokens())
                .put("grammar", grammar);
        ArrayNode messages = request.putArray("messages");
        messages.addObject().put("role", "system").put("content", prompt.instructions());
        messages.addObject().put("role", "user").put("content", prompt.data());
        String answer = new NativeModel(file, adapters, limits, threads).answer(prompt, grammar);
        return ReviewTranscript.of(this, prompt, request, answer);
    }

    @Override
    public JsonNode answer(ReviewPrompt prompt, ReviewTranscript transcript) {
        if (!transcript.response().strip().endsWith("]}")) {
            throw new ResourceException(
                    Problem.of("the model's answer was cut off at " + limits.answerTokens() + " tokens")
                            .fix("Raise the token budget"));
        }
        return AnswerText.json(transcript.response());
    }
}
