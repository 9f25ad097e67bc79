package io.spatho.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Reads JSON from files that may be hostile: depth, strings, names, numbers, size and tokens within {@link Limit}, no duplicate
 * keys, nothing after the document. Failures are {@link InputException} with file, line and column.
 */
public final class StrictJson {

    private static final int UNLIMITED = -1;
    private static final Pattern OWN_NAMES =
            Pattern.compile("\\s*\\(start marker at .*|,? ?from `[^`]*`|\\(`[^`]*`[^)]*\\)");

    private static final JsonMapper STREAMED = mapper(UNLIMITED, UNLIMITED);

    /** Parsers of {@link #parser} read trees one after another, so that only whole documents refuse what follows. */
    private static final ObjectReader HELD = mapper(Limit.JSON_BYTES.value(), Limit.JSON_TOKENS.value())
            .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StrictJson() {}

    private static JsonMapper mapper(long longestDocument, long mostTokens) {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(Limit.JSON_DEPTH.intValue())
                .maxStringLength(Limit.JSON_STRING_CHARACTERS.intValue())
                .maxNameLength(Limit.JSON_NAME_CHARACTERS.intValue())
                .maxNumberLength(Limit.JSON_NUMBER_CHARACTERS.intValue())
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
        if (!Files.isRegularFile(file)) {
            throw new InputException(Problem.of("there is no such JSON file").at(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            Limit.JSON_BYTES.require(Files.size(file), "the JSON file is too large", file);
            return require(HELD.readTree(in), file);
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
            return require(HELD.readTree(text), where);
        } catch (JsonProcessingException e) {
            throw broken(where, e);
        }
    }

    /**
     * The object in a stream of at most {@link Limit#JSON_BYTES}; {@code where} names it in messages.
     *
     * @throws IOException when the stream itself fails
     */
    public static JsonNode object(InputStream in, Object where) throws IOException {
        try {
            JsonNode node = require(HELD.readTree(in), where);
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
     * A parser over a stream of any length, for reading it piece by piece; the pieces can be read as trees with {@link #tree}.
     * Broken JSON comes out as {@link JsonProcessingException}, for {@link #broken}.
     */
    public static JsonParser parser(InputStream in) throws IOException {
        return STREAMED.createParser(in);
    }

    /** The value at which a parser stands, whole, when it has at most {@link Limit#JSON_TOKENS}; {@code where} names it. */
    public static JsonNode tree(JsonParser parser, Object where) throws IOException {
        CountedParser counted = new CountedParser(parser, where);
        JsonNode node = parser.getCodec().readTree(counted);
        return require(node, where);
    }

    /** Counts what is read, so that one piece of a long document cannot fill the memory. */
    private static final class CountedParser extends JsonParserDelegate {

        private final Object where;
        private long left = Limit.JSON_TOKENS.value();

        CountedParser(JsonParser parser, Object where) {
            super(parser);
            this.where = where;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            if (--left < 0) {
                throw Limit.JSON_TOKENS.exceeded("a part of the JSON document is too large", where, "more");
            }
            return super.nextToken();
        }
    }

    /** What broken JSON means for the user; {@code where} names the document. */
    public static InputException broken(Object where, JsonProcessingException cause) {
        String place = cause.getLocation() == null
                ? where.toString()
                : where + ", line " + cause.getLocation().getLineNr() + " column "
                        + cause.getLocation().getColumnNr();
        return new InputException(Problem.of("not valid JSON: " + words(cause)).at(place), cause);
    }

    /** The parser's words without the names of its own options. */
    private static String words(JsonProcessingException cause) {
        String message = String.valueOf(cause.getOriginalMessage());
        if (message.startsWith("Trailing token")) {
            return "there is more after the end of the document";
        }
        return OWN_NAMES.matcher(message).replaceAll("");
    }

    private static JsonNode require(JsonNode node, Object where) {
        if (node == null || node.isMissingNode()) {
            throw new InputException(Problem.of("JSON document is empty").at(where));
        }
        return node;
    }
}
