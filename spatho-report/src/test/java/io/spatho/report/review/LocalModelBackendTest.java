package io.spatho.report.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.SpathoException;
import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** llama.cpp in this process, on a made model: it can say nothing sensible, and nothing that is not of the form. */
class LocalModelBackendTest {

    private static final ReviewLimits LIMITS = ReviewLimits.standard().with(Duration.ofMinutes(5), 11_000);

    @TempDir
    static Path temp;

    private static Path model;
    private static Path adapter;

    @BeforeAll
    static void make() throws IOException {
        model = Files.write(temp.resolve("made.gguf"), MadeModel.model(42));
        adapter = Files.write(temp.resolve("adapter.gguf"), MadeModel.adapter(7));
    }

    private static LocalModelBackend backend(Path... adapters) {
        return LocalModelBackend.of(model, List.of(adapters), LIMITS, 1);
    }

    @Test
    void aModelWritesSentencesAboutWhatWasSentAndTheAdapterChangesThem() {
        ReviewPrompt prompt = MadeReview.prompt();
        ReviewTranscript first = backend().ask(prompt);
        JsonNode answer = backend().answer(prompt, first);
        assertThat(answer.path("sentences").size()).isBetween(3, 11);
        Set<String> ids = new TreeSet<>();
        for (JsonNode sentence : answer.path("sentences")) {
            assertThat(sentence.path("text").asText()).matches("[ -~]{21,200}");
            sentence.path("evidence").forEach(id -> ids.add(id.asText()));
            assertThat(sentence.path("citations")).isEmpty();
        }
        assertThat(prompt.sent().keySet()).containsAll(ids);
        assertThat(backend().ask(prompt).response()).isEqualTo(first.response());
        ReviewTranscript adapted = backend(adapter).ask(prompt);
        assertThat(adapted.response()).isNotEqualTo(first.response());
        assertThat(adapted.model()).startsWith("made.gguf@").contains(" + adapter.gguf@");
        assertThat(first.toJson().toString()).doesNotContain(temp.toString());
    }

    @Test
    void itsWordsAreCheckedLikeAllOthersAndReplayed() throws IOException {
        ReviewPrompt prompt = MadeReview.prompt(new Reference("C1", "Doe 2020"));
        Review review = Review.make(prompt, backend(), Optional.empty());
        assertThat(review.document().path("backend").asText()).isEqualTo("local");
        int seen = review.document().path("sentences").size();
        for (JsonNode count : review.document().path("dropped")) {
            seen += count.asInt();
        }
        assertThat(seen).isBetween(3, 11);
        Path file = temp.resolve("transcript.json");
        Files.writeString(file, backend().ask(prompt).toJson().toString());
        Review again = Review.make(prompt, LocalModelBackend.recorded(LIMITS), Optional.of(file));
        assertThat(again.document().path("sentences"))
                .isEqualTo(review.document().path("sentences"));
    }

    @Test
    void timeAndTokensAreBounded() {
        ReviewPrompt prompt = MadeReview.prompt();
        LocalModelBackend hurried =
                LocalModelBackend.of(model, List.of(), LIMITS.with(Duration.ofMillis(1), 20_000), 1);
        assertThatThrownBy(() -> hurried.ask(prompt))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("did not end within");
        ReviewInput input = MadeReview.input();
        ReviewInput empty =
                new ReviewInput(List.of(), input.critic(), input.subject(), List.of(), input.decisions(), List.of());
        ReviewPrompt nothing = ReviewPrompt.of(empty, Pseudonyms.none(), LIMITS);
        assertThatThrownBy(() -> backend().ask(nothing))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("no evidence fits");
    }

    /** llama.cpp reads on beyond the length that a model was made for, and the model writes nonsense then. */
    @Test
    void aModelThatWasMadeForShorterTextsIsNotAsked() throws IOException {
        Path file = Files.write(temp.resolve("short.gguf"), MadeModel.model(42, 2_048));
        LocalModelBackend backend = LocalModelBackend.of(file, List.of(), LIMITS, 1);
        assertThatThrownBy(() -> backend.ask(MadeReview.prompt()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("tokens of this model")
                .hasMessageContaining("at most 2048")
                .hasMessageContaining("Lower the token budget");
    }

    @Test
    void anAnswerThatTheBudgetCutsOffIsSaidToBe() {
        ReviewLimits least = LIMITS.with(Duration.ofMinutes(1), 1_200);
        ReviewPrompt prompt = MadeReview.prompt();
        LocalModelBackend small = LocalModelBackend.of(model, List.of(), least, 1);
        ReviewTranscript cut = small.ask(prompt);
        assertThatThrownBy(() -> small.answer(prompt, cut))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("cut off at 400 tokens")
                .hasMessageContaining("Raise the token budget");
    }

    @Test
    void threadsDoNotChangeTheWords() {
        ReviewPrompt prompt = MadeReview.prompt();
        assertThat(backend().on(2).ask(prompt).response())
                .isEqualTo(backend().ask(prompt).response());
    }

    /** The fixture is one of the models that are made here; where it differs, the new one is to be copied. */
    @Test
    void theFixtureIsMadeHere() throws IOException {
        Path made = Files.write(Path.of("target", "language-model-mini.gguf"), MadeModel.model(17));
        assertThat(Path.of(System.getProperty("spatho.root"), "fixtures/language-model-mini.gguf"))
                .hasSameBinaryContentAs(made);
    }

    @Test
    void anAdapterIsNoModelAndTheOtherWayRound() {
        assertThatThrownBy(() -> LocalModelBackend.of(adapter, List.of(), LIMITS, 1))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> backend(model)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> LocalModelBackend.of(temp.resolve("none.gguf"), List.of(), LIMITS, 1))
                .isInstanceOf(InputException.class);
    }

    /** Native code is handed nothing whose head does not fit the file. */
    @Test
    void aBrokenHeadIsRefusedBeforeNativeCodeSeesIt() throws IOException {
        byte[] sound = MadeModel.model(42);
        Path file = temp.resolve("broken.gguf");
        for (int length : new int[] {0, 3, 20, 23, 100, 4_000, 9_000, sound.length - 4_096}) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertThatThrownBy(() -> GgufFile.model(file))
                    .as("cut at " + length)
                    .isInstanceOf(InputException.class);
        }
        long[] lies = {-1, Long.MAX_VALUE, 1L << 40, 1L << 62};
        for (int place : new int[] {8, 16, 24}) {
            for (long lie : lies) {
                byte[] bytes = sound.clone();
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(place, lie);
                Files.write(file, bytes);
                assertThatThrownBy(() -> GgufFile.model(file)).isInstanceOf(InputException.class);
            }
        }
        CounterRandom random = CounterRandom.of(1, "flips", 0);
        for (int flip = 0; flip < 300; flip++) {
            byte[] bytes = sound.clone();
            bytes[random.nextInt(9_000)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            try {
                assertThat(GgufFile.model(file).architecture()).isNotEmpty();
            } catch (SpathoException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
    }
}
