package io.spatho.cli.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.review.ReviewState;
import io.spatho.report.review.Endpoint;
import io.spatho.report.review.OpenAiBackend;
import io.spatho.report.review.PathologyAiBackend;
import io.spatho.report.review.Pseudonyms;
import io.spatho.report.review.ReviewBackend;
import io.spatho.report.review.ReviewInput;
import io.spatho.report.review.ReviewLimits;
import io.spatho.report.review.ReviewPrompt;
import io.spatho.report.review.ReviewTranscript;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A model that says what it is made to say, about two made pieces of evidence; and a statement with a key that signs it. */
final class MadeAnswers implements ReviewBackend {

    static final byte[] STATEMENT = "{\"_type\":\"https://in-toto.io/Statement/v1\"}".getBytes(StandardCharsets.UTF_8);

    // The first test key of RFC 8032, which everybody knows.
    private static final String PRIVATE = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
    private static final String PUBLIC = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private final String body;
    private final ReviewBackend backend;

    MadeAnswers(String body, boolean isService) {
        this.body = body;
        Endpoint nowhere = Endpoint.of("http://127.0.0.1:9", Optional.empty());
        this.backend = isService
                ? new PathologyAiBackend(nowhere, ReviewLimits.standard())
                : new OpenAiBackend(nowhere, "made", ReviewLimits.standard());
    }

    private static Evidence evidence(String id, int kept) {
        return new Measured(new Statement(
                Unit.STRUCTURE,
                id,
                "made@1.0",
                "structure",
                QcStatus.PASS,
                CanonicalJson.object().put("kept", kept).put("share", 0.25),
                Optional.empty(),
                "The structure holds " + kept + " cells.",
                List.of(new SupportingArtifact("analysis/made.json", "all", "0".repeat(64))),
                List.of(),
                List.of()));
    }

    static List<Evidence> all() {
        return List.of(evidence("s01", 12), evidence("s02", 7));
    }

    /** What a server that speaks chat completions says around sentences. */
    static String completion(String... texts) {
        ObjectNode words = CanonicalJson.object();
        var sentences = words.putArray("sentences");
        for (String text : texts) {
            ObjectNode sentence = sentences.addObject().put("text", text);
            sentence.putArray("evidence").add(ids().iterator().next());
            sentence.putArray("citations");
        }
        ObjectNode body = CanonicalJson.object();
        body.putArray("choices")
                .addObject()
                .put("finish_reason", "stop")
                .putObject("message")
                .put("content", "<think>so</think>```json\n" + CanonicalJson.line(words) + "\n```");
        return CanonicalJson.line(body);
    }

    static Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        all().forEach(item -> ids.add(item.id()));
        return ids;
    }

    static ReviewPrompt prompt() {
        ObjectNode critic = CanonicalJson.object();
        ObjectNode judged = critic.putObject("evidence");
        ids().forEach(id -> judged.putObject(id).put("strength", "strong"));
        ReviewInput input = new ReviewInput(
                all(),
                critic,
                CanonicalJson.object().put("name", "made").put("platform", "xenium"),
                List.of(),
                ReviewState.none(),
                List.of());
        return ReviewPrompt.of(input, Pseudonyms.of(input.identifiers()), ReviewLimits.standard());
    }

    static KeyPair keys() {
        try {
            KeyFactory keys = KeyFactory.getInstance("Ed25519");
            return new KeyPair(
                    keys.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(PUBLIC))),
                    keys.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(PRIVATE))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String id() {
        return backend.id();
    }

    @Override
    public Optional<String> model() {
        return backend.model();
    }

    @Override
    public ReviewTranscript ask(ReviewPrompt prompt) {
        return new ReviewTranscript(id(), model().orElse(""), prompt.sha256(), CanonicalJson.object(), body);
    }

    @Override
    public JsonNode answer(ReviewPrompt prompt, ReviewTranscript transcript) {
        return backend.answer(prompt, transcript);
    }
}
