package io.spatho.stgpt.tokens;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The tokens of a model by id: gene symbols, case-sensitive, and the special tokens {@code <pad>}, {@code <cls>} and
 * {@code <eoc>}, which are appended in this order where they are absent.
 */
public final class Vocabulary {

    private static final String CLS = "<cls>";
    private static final String EOC = "<eoc>";

    private final String[] tokens;
    private final Map<String, Integer> ids;
    private final String padToken;

    private Vocabulary(String[] tokens, String padToken) {
        this.tokens = tokens;
        this.padToken = padToken;
        this.ids = new HashMap<>(tokens.length * 2);
        for (int id = 0; id < tokens.length; id++) {
            ids.put(tokens[id], id);
        }
    }

    /**
     * A vocabulary from ids that must be exactly 0 … n-1.
     *
     * @param ids token to id
     * @param padToken the padding token, {@code <pad>} in the published models
     * @param source the file, for messages
     */
    public static Vocabulary of(Map<String, Integer> ids, String padToken, String source) {
        String[] tokens = new String[ids.size()];
        ids.forEach((token, id) -> {
            if (id < 0 || id >= tokens.length) {
                throw fault(source, "token " + token, "ids 0 to " + (tokens.length - 1), id);
            }
            if (tokens[id] != null) {
                throw fault(source, "token " + token, "one token per id", "id " + id + " also for " + tokens[id]);
            }
            tokens[id] = token;
        });
        if (tokens.length == 0) {
            throw fault(source, "the vocabulary", "tokens", "none");
        }
        List<String> absent = List.of(padToken, CLS, EOC).stream()
                .filter(special -> !ids.containsKey(special))
                .distinct()
                .toList();
        String[] all = Arrays.copyOf(tokens, tokens.length + absent.size());
        for (int i = 0; i < absent.size(); i++) {
            all[tokens.length + i] = absent.get(i);
        }
        return new Vocabulary(all, padToken);
    }

    private static InputException fault(String source, String place, Object expected, Object found) {
        return new InputException(Problem.of("the vocabulary is not numbered without gaps")
                .at(source + ", " + place)
                .expected(expected, found)
                .fix("Use the vocab.json that was published with the weights."));
    }

    /** The number of tokens, special tokens included. */
    public int size() {
        return tokens.length;
    }

    /** The token of an id. */
    public String token(int id) {
        return tokens[id];
    }

    /** The id of a gene symbol; empty for an unknown symbol and for special tokens. */
    public OptionalInt gene(String symbol) {
        Integer id = ids.get(symbol);
        return id == null || isSpecial(symbol) ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private boolean isSpecial(String token) {
        return token.equals(padToken) || token.equals(CLS) || token.equals(EOC);
    }

    /** The id of the padding token. */
    public int pad() {
        return Objects.requireNonNull(ids.get(padToken));
    }

    /** The id of {@code <cls>}. */
    public int cls() {
        return Objects.requireNonNull(ids.get(CLS));
    }
}
