package io.spatho.report.review;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.SpathoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** llama.cpp through its Java binding: loads a model, asks it once, and lets it go. The library's own log is thrown away. */
final class NativeModel {

    private static final int ROOM = 256;

    private final GgufFile file;
    private final List<GgufFile> adapters;
    private final ReviewLimits limits;
    private final int threads;
    private final AtomicBoolean tooLate = new AtomicBoolean();

    NativeModel(GgufFile file, List<GgufFile> adapters, ReviewLimits limits, int threads) {
        this.file = file;
        this.adapters = adapters;
        this.limits = limits;
        this.threads = threads;
    }

    /** What the model writes; after the time-out it is stopped at its next token. */
    String answer(ReviewPrompt prompt, String grammar) {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "local-model");
            made.setDaemon(true);
            return made;
        });
        Callable<String> work = () -> ask(prompt, grammar);
        try {
            return thread.submit(work).get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            tooLate.set(true);
            throw new ResourceException(
                    Problem.of("the model did not end within "
                                    + limits.timeout().toSeconds() + " seconds")
                            .fix("Raise the time-out, lower the token budget, or take a smaller model"),
                    e);
        } catch (InterruptedException e) {
            tooLate.set(true);
            Thread.currentThread().interrupt();
            throw new ResourceException(Problem.of("interrupted while a model wrote"), e);
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            thread.shutdown();
        }
    }

    private SpathoException failure(ExecutionException e) {
        if (e.getCause() instanceof SpathoException known) {
            return known;
        }
        if (e.getCause() instanceof LinkageError) {
            return new ResourceException(
                    Problem.of("llama.cpp does not run on this machine")
                            .fix("Start a server of it and use the backend openai with its address"),
                    e);
        }
        return new ResourceException(
                Problem.of("llama.cpp cannot run the model: "
                                + ReviewClient.quote(String.valueOf(e.getCause().getMessage())))
                        .at(String.valueOf(file.file().getFileName()))
                        .fix("Check that the model and its adapters belong together, and the free memory"),
                e);
    }

    private String ask(ReviewPrompt prompt, String grammar) throws IOException {
        NativeLibrary.unpack();
        int context = context(prompt);
        ModelParameters parameters = new ModelParameters()
                .setModel(file.file().toString())
                .setCtxSize(context)
                .setThreads(threads)
                .setThreadsBatch(threads)
                .setSeed(0)
                .disableLog();
        adapters.forEach(adapter -> parameters.addLoraAdapter(adapter.file().toString()));
        try (LlamaModel model = new LlamaModel(parameters)) {
            String text = model.applyTemplate(new InferenceParameters("")
                    .setMessages(prompt.instructions(), List.of(new Pair<>("user", prompt.data())))
                    .setUseChatTemplate(true));
            int tokens = model.encode(text).length;
            requireRoom(tokens, context);
            return write(model, text, grammar);
        }
    }

    /**
     * The budget counts a token as three bytes; ids and numbers have shorter ones, for which there is room down to two. Beyond the length
     * that it was made for a model writes nonsense, and llama.cpp does not say so.
     */
    private int context(ReviewPrompt prompt) {
        int bytes = prompt.text().getBytes(StandardCharsets.UTF_8).length;
        int wanted = Math.max(limits.tokenBudget(), limits.answerTokens() + bytes / 2 + ROOM);
        return (int) Math.min(wanted, file.context().orElse(wanted));
    }

    private void requireRoom(int tokens, int context) {
        int needed = tokens + limits.answerTokens();
        if (needed <= context) {
            return;
        }
        boolean ofModel =
                file.context().isPresent() && context == file.context().getAsLong();
        throw new ResourceException(Problem.of("prompt and answer need " + needed + " tokens of this model")
                .at(String.valueOf(file.file().getFileName()))
                .expected("at most " + context, needed)
                .fix(
                        ofModel
                                ? "Lower the token budget, or take a model that was made for longer texts"
                                : "Take a model with a larger vocabulary, or raise the token budget"));
    }

    private String write(LlamaModel model, String text, String grammar) {
        StringBuilder answer = new StringBuilder();
        LlamaIterator words = model.generate(new InferenceParameters(text)
                        .setTemperature(0)
                        .setSeed(0)
                        .setNPredict(limits.answerTokens())
                        .setGrammar(grammar)
                        .setCachePrompt(false))
                .iterator();
        while (words.hasNext()) {
            answer.append(words.next().text);
            if (tooLate.get() || answer.length() > ReviewLimits.ANSWER_BYTES) {
                words.cancel();
                break;
            }
        }
        return answer.toString();
    }
}
