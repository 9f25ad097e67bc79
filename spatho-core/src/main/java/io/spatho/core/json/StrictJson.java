package io.spatho.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads JSON from files that may be hostile: at most 100 levels deep, strings of at most 20 MB, no duplicate keys, nothing after
 * the document. Failures are {@link InputException} with file, line and column.
 */
public final class StrictJson {

    private static final int DEPTH = 100;
    private static final int STRING = 20_000_000;
    private static final long LARGEST_FILE = 512L << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(STRING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** The document in a file. */
    public static JsonNode read(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST_FILE) {
                throw new InputException(Problem.of("JSON file is too large")
                        .at(file)
                        .expected("at most " + LARGEST_FILE + " bytes", size));
            }
            return require(MAPPER.readTree(Files.readAllBytes(file)), file);
        } catch (JsonProcessingException e) {
            throw broken(file, e);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read JSON file: " + e.getMessage()).at(file), e);
        }
    }

    /** The document in a text; {@code where} names it in messages. */
    public static JsonNode parse(String text, String where) {
        try {
            return require(MAPPER.readTree(text), where);
        } catch (JsonProcessingException e) {
            throw broken(where, e);
        }
    }

    private static JsonNode require(JsonNode node, Object where) {
        if (node == null || node.isMissingNode()) {
            throw new InputException(Problem.of("JSON document is empty").at(where));
        }
        return node;
    }

    private static InputException broken(Object where, JsonProcessingException e) {
        String place = e.getLocation() == null
                ? where.toString()
                : where + ", line " + e.getLocation().getLineNr() + " column "
                        + e.getLocation().getColumnNr();
        return new InputException(
                Problem.of("not valid JSON: " + e.getOriginalMessage()).at(place), e);
    }
}
