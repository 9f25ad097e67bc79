package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The review service of the Python spatho (pathology_ai_service, {@code POST /reviews/case}). Its answer is texts; a sentence counts
 * when it names evidence in brackets, as the question asks.
 */
public final class PathologyAiBackend implements ReviewBackend {

    private static final String PATH = "/reviews/case";
    private static final int TOP_K = 6;
    private static final Pattern IDS = Pattern.compile("ev_[0-9a-f]{8,32}");
    private static final Pattern BRACKETS = Pattern.compile("\\s*[\\[(](?:\\s*ev_[0-9a-f]{8,32}[,;\\s]*)+[\\])]");
    private static final List<String> TEXTS =
            List.of("summary", "interpretation", "key_evidence", "caveats", "recommended_follow_up");

    private final Endpoint endpoint;
    private final ReviewLimits limits;

    /** A backend that is asked at an endpoint. */
    public PathologyAiBackend(Endpoint endpoint, ReviewLimits limits) {
        this.endpoint = endpoint;
        this.limits = limits;
    }

    @Override
    public String id() {
        return "pathology_ai";
    }

    @Override
    public Optional<String> model() {
        return Optional.empty();
    }

    @Override
    public ReviewTranscript ask(ReviewPrompt prompt) {
        ObjectNode request = CanonicalJson.object();
        request.put(
                "question",
                prompt.instructions() + "Put the ids of the evidence in brackets at the end of each sentence.");
        request.set("evidence", prompt.document());
        request.putArray("document_ids");
        request.put("top_k", TOP_K).put("answer_language", "en");
        ReviewClient.Reply reply = new ReviewClient(endpoint, limits).post(PATH, request);
        if (reply.status() != 200) {
            throw new ResourceException(
                    Problem.of("the review service refuses the request: " + ReviewClient.quote(reply.body()))
                            .at(endpoint.base().getHost()));
        }
        return ReviewTranscript.of(this, prompt, request, reply.body());
    }

    @Override
    public JsonNode answer(ReviewPrompt prompt, ReviewTranscript transcript) {
        JsonNode response = StrictJson.parse(transcript.response(), "answer of the review service");
        ObjectNode answer = CanonicalJson.object();
        ArrayNode sentences = answer.putArray("sentences");
        for (String field : TEXTS) {
            JsonNode texts = response.path(field);
            if (texts.isArray()) {
                texts.forEach(text -> add(text.asText(), sentences));
            } else {
                split(texts.asText(), sentences);
            }
        }
        return answer;
    }

    private static void split(String text, ArrayNode sentences) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            add(text.substring(from, to), sentences);
            from = to;
        }
    }

    private static void add(String text, ArrayNode sentences) {
        if (text.isBlank()) {
            return;
        }
        ObjectNode sentence = sentences.addObject();
        sentence.put("text", BRACKETS.matcher(text).replaceAll("").strip());
        ArrayNode ids = sentence.putArray("evidence");
        Matcher found = IDS.matcher(text);
        while (found.find()) {
            ids.add(found.group());
        }
        sentence.putArray("citations");
    }
}
