package io.spatho.stgpt.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON from files that nobody vouches for: bounded depth, length and size, no duplicate keys, nothing after the document. */
final class LimitedJson {

    private static final long LARGEST_FILE = 64L << 20;

    private LimitedJson() {}

    /** A factory of parsers with the limits. */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(100)
                        .maxStringLength(20_000_000)
                        .maxNameLength(4096)
                        .maxNumberLength(1000)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** A mapper with the limits. */
    static ObjectMapper mapper() {
        return JsonMapper.builder(factory())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** The object in a file. */
    static JsonNode object(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new InputException(Problem.of("the JSON file is too large")
                        .at(file)
                        .expected("at most " + LARGEST_FILE + " bytes", Files.size(file)));
            }
            JsonNode node = mapper().readTree(Files.readAllBytes(file));
            if (node == null || !node.isObject()) {
                throw new InputException(
                        Problem.of("the JSON file does not hold an object").at(file));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed(file.toString(), e);
        } catch (IOException e) {
            throw new InputException(Problem.of("the JSON file cannot be read").at(file), e);
        }
    }

    /** The failure for broken JSON: the place and the parser's own first line. */
    static InputException malformed(String file, JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        String where = place == null ? file : file + ", line " + place.getLineNr() + ", column " + place.getColumnNr();
        return new InputException(
                Problem.of("the JSON is malformed: " + e.getOriginalMessage()).at(where), e);
    }
}
