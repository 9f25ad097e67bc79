package io.spatho.anndata.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.anndata.csv.TextInput;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads JSON files, plain or gzip-compressed, within limits: depth 100, strings of 20 MB, names of 50 kB, numbers of 1,000
 * digits, no repeated keys.
 */
public final class LimitedJson {

    private static final int DEEPEST = 100;
    private static final int LONGEST_STRING = 20_000_000;
    private static final int LONGEST_NAME = 50_000;
    private static final int LONGEST_NUMBER = 1_000;
    private static final long MOST_TOKENS = 1_000_000;
    private static final long LARGEST_DOCUMENT = 64L << 20;

    private static final ObjectMapper SMALL = mapper(LARGEST_DOCUMENT, MOST_TOKENS);
    private static final ObjectMapper STREAMED = mapper(-1, -1);

    private LimitedJson() {}

    private static ObjectMapper mapper(long longestDocument, long mostTokens) {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(LONGEST_STRING)
                .maxNameLength(LONGEST_NAME)
                .maxNumberLength(LONGEST_NUMBER)
                .maxDocumentLength(longestDocument)
                .maxTokenCount(mostTokens)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return new ObjectMapper(factory);
    }

    /** The object in a small file (64 MiB and a million tokens at most). */
    public static JsonNode readObject(Path file) {
        try (InputStream in = TextInput.open(file)) {
            JsonNode node = SMALL.readTree(in);
            if (!node.isObject()) {
                throw new InputException(
                        Problem.of("the file is not a JSON object").at(file).expected("{…}", node.getNodeType()));
            }
            return node;
        } catch (IOException e) {
            throw broken(file, e);
        }
    }

    /** A parser over a file of any length, for reading it piece by piece; the pieces can be read as trees. */
    public static JsonParser parser(InputStream in) throws IOException {
        return STREAMED.createParser(in);
    }

    /** What a failed read means for the user. */
    public static InputException broken(Path file, IOException cause) {
        if (cause instanceof JsonProcessingException json) {
            var at = json.getLocation();
            String where = at == null ? file.toString() : file + " line " + at.getLineNr();
            return new InputException(
                    Problem.of("the file is not valid JSON (" + json.getOriginalMessage() + ")")
                            .at(where),
                    cause);
        }
        return TextInput.broken(file, cause);
    }
}
