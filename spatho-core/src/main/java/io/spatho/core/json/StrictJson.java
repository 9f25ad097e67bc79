package io.spatho.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads JSON from files that may be hostile: at most 100 levels deep, strings of at most 20 MB, names of at most 50,000
 * characters, numbers of at most 1,000, no duplicate keys, nothing after the document. Failures are {@link InputException} with
 * file, line and column.
 */
public final class StrictJson {

    private static final int DEPTH = 100;
    private static final int STRING = 20_000_000;
    private static final int NAME = 50_000;
    private static final int NUMBER = 1_000;
    private static final int UNLIMITED = -1;
    private static final long LARGEST_FILE = 512L << 20;
    private static final long LARGEST_OBJECT = 64L << 20;
    private static final long MOST_TOKENS = 1_000_000;

    private static final JsonMapper ANY = mapper(UNLIMITED, UNLIMITED);
    private static final JsonMapper SMALL = mapper(LARGEST_OBJECT, MOST_TOKENS);

    private StrictJson() {}

    private static JsonMapper mapper(long longestDocument, long mostTokens) {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH)
                .maxStringLength(STRING)
                .maxNameLength(NAME)
                .maxNumberLength(NUMBER)
                .maxDocumentLength(longestDocument)
                .maxTokenCount(mostTokens)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .build();
        return new JsonMapper(factory);
    }

    /** The document in a file. */
    public static JsonNode read(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST_FILE) {
                throw new InputException(Problem.of("JSON file is too large")
                        .at(file)
                        .expected("at most " + LARGEST_FILE + " bytes", size));
            }
            return require(whole(ANY).readTree(Files.readAllBytes(file)), file);
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
            return require(whole(ANY).readTree(text), where);
        } catch (JsonProcessingException e) {
            throw broken(where, e);
        }
    }

    /**
     * The object in a stream of at most 64 MiB and a million tokens; {@code where} names it in messages.
     *
     * @throws IOException when the stream itself fails
     */
    public static JsonNode object(InputStream in, Object where) throws IOException {
        try {
            JsonNode node = require(whole(SMALL).readTree(in), where);
            if (!node.isObject()) {
                throw new InputException(
                        Problem.of("the file is not a JSON object").at(where).expected("{…}", node.getNodeType()));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw broken(where, e);
        }
    }

    /**
     * A parser over a stream of any length, for reading it piece by piece; the pieces can be read as trees. Broken JSON comes out
     * as {@link JsonProcessingException}, for {@link #broken}.
     */
    public static JsonParser parser(InputStream in) throws IOException {
        return ANY.createParser(in);
    }

    /** What broken JSON means for the user; {@code where} names the document. */
    public static InputException broken(Object where, JsonProcessingException cause) {
        String place = cause.getLocation() == null
                ? where.toString()
                : where + ", line " + cause.getLocation().getLineNr() + " column "
                        + cause.getLocation().getColumnNr();
        return new InputException(
                Problem.of("not valid JSON: " + cause.getOriginalMessage()).at(place), cause);
    }

    /** Parsers of {@link #parser} read trees one after another, so that only whole documents refuse what follows. */
    private static ObjectReader whole(JsonMapper mapper) {
        return mapper.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private static JsonNode require(JsonNode node, Object where) {
        if (node == null || node.isMissingNode()) {
            throw new InputException(Problem.of("JSON document is empty").at(where));
        }
        return node;
    }
}
