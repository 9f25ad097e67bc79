package io.spatho.report.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;

/**
 * The form of an answer as a JSON Schema that endpoints hold a model to: sentences of bounded number and length, each with ids of evidence
 * that was sent and with citations from the bibliography. Asked for JSON of any form, a small model writes on until its budget ends.
 */
final class AnswerSchema {

    private static final int MOST_SENTENCES = 15;
    private static final int LONGEST_SENTENCE = 300;
    private static final int MOST_IDS = 4;

    private AnswerSchema() {}

    /** The value of {@code response_format}. */
    static ObjectNode of(ReviewPrompt prompt) {
        ObjectNode format = CanonicalJson.object().put("type", "json_schema");
        ObjectNode root = format.putObject("json_schema").put("name", "review").put("strict", true);
        ObjectNode schema = closed(root.putObject("schema"), "sentences");
        ObjectNode sentences = schema.putObject("properties").putObject("sentences");
        sentences.put("type", "array").put("minItems", 1).put("maxItems", MOST_SENTENCES);
        ObjectNode fields = closed(sentences.putObject("items"), "text", "evidence", "citations")
                .putObject("properties");
        fields.putObject("text").put("type", "string").put("minLength", 1).put("maxLength", LONGEST_SENTENCE);
        list(fields.putObject("evidence"), prompt.sent().keySet(), 1);
        list(
                fields.putObject("citations"),
                prompt.input().bibliography().stream().map(Reference::id).toList(),
                0);
        return format;
    }

    private static ObjectNode closed(ObjectNode node, String... required) {
        node.put("type", "object").put("additionalProperties", false);
        var names = node.putArray("required");
        for (String name : required) {
            names.add(name);
        }
        return node;
    }

    /** A list of some of the values; of no values the empty list. */
    private static void list(ObjectNode node, Iterable<String> values, int least) {
        node.put("type", "array");
        ObjectNode item = node.putObject("items").put("type", "string");
        if (values.iterator().hasNext()) {
            var allowed = item.putArray("enum");
            values.forEach(allowed::add);
            node.put("minItems", least).put("maxItems", MOST_IDS);
        } else {
            node.put("maxItems", 0);
        }
    }
}
