package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.json.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules only, nobody is asked: the summaries of the leading evidence, each with its strength in words, and what contradicts itself.
 * It is always there, and what others write is compared with it.
 */
public final class HeuristicBackend implements ReviewBackend {

    private static final int MOST = 12;
    private static final int MOST_OF_A_KIND = 2;

    @Override
    public String id() {
        return "heuristic";
    }

    @Override
    public Optional<String> model() {
        return Optional.empty();
    }

    @Override
    public ReviewTranscript ask(ReviewPrompt prompt) {
        return ReviewTranscript.of(this, prompt, CanonicalJson.object().nullNode(), "");
    }

    @Override
    public JsonNode answer(ReviewPrompt prompt, ReviewTranscript transcript) {
        ObjectNode answer = CanonicalJson.object();
        ArrayNode sentences = answer.putArray("sentences");
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (Map.Entry<String, Evidence> entry : prompt.sent().entrySet()) {
            Evidence item = entry.getValue();
            int already = kinds.merge(item.statement().type(), 1, Integer::sum);
            if (already <= MOST_OF_A_KIND && sentences.size() < MOST) {
                ObjectNode sentence = sentences.addObject();
                sentence.put("text", prompt.pseudonyms().hide(words(item, prompt)));
                sentence.putArray("evidence").add(entry.getKey());
                sentence.putArray("citations");
            }
        }
        return answer;
    }

    private static String words(Evidence item, ReviewPrompt prompt) {
        String summary = item.statement().summary();
        String strength = prompt.input().strength(item);
        return List.of("not_graded", "strong").contains(strength)
                ? summary
                : summary + " The evidence for this is " + strength + ".";
    }
}
