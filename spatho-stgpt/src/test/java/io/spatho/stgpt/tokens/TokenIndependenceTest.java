package io.spatho.stgpt.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.tokens.TokenSettings.GeneChoice;
import io.spatho.stgpt.tokens.TokenSettings.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cell's tokens depend on its own counts, its id and the seed: not on batch, chunk, order or company. */
final class TokenIndependenceTest {

    private static final int GENES = 120;
    private static final int CELLS = 60;
    private static final int LONGEST = 40;
    private static final Vocabulary VOCABULARY = vocabulary();
    private static final GeneMapping MAPPING = GeneMapping.of(symbols(), VOCABULARY, "test");

    private static List<String> symbols() {
        return IntStream.range(0, GENES).mapToObj(gene -> "G" + gene).toList();
    }

    private static Vocabulary vocabulary() {
        Map<String, Integer> ids = new HashMap<>();
        for (int gene = 0; gene < GENES; gene++) {
            if (gene % 17 != 3) {
                ids.put("G" + gene, ids.size());
            }
        }
        return Vocabulary.of(ids, "<pad>", "test");
    }

    private static String id(int cell) {
        return "cell-" + cell;
    }

    /** Counts with many ties, in which cell {@code i} expresses {@code 2 i + 1} genes or fewer. */
    private static CsrMatrix counts() {
        long[] starts = new long[CELLS + 1];
        List<Integer> columns = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int cell = 0; cell < CELLS; cell++) {
            CounterRandom random = CounterRandom.of(3, "counts", cell);
            for (int gene = 0; gene < GENES; gene++) {
                if (random.nextInt(CELLS) <= cell) {
                    columns.add(gene);
                    values.add(1f + random.nextInt(4));
                }
            }
            starts[cell + 1] = columns.size();
        }
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        int[] places = columns.stream().mapToInt(Integer::intValue).toArray();
        return new CsrMatrix(CELLS, GENES, starts, places, numbers);
    }

    private static Tokenizer tokenizer(int[] cells, TokenSettings settings) {
        String[] ids = Arrays.stream(cells).mapToObj(TokenIndependenceTest::id).toArray(String[]::new);
        return Tokenizer.scgpt(counts().selectRows(cells), ids, MAPPING, VOCABULARY, settings);
    }

    private static TokenSettings settings(GeneChoice choice, Ties ties, long seed) {
        return new TokenSettings(51, LONGEST, -2, choice, ties, seed);
    }

    private static void same(Tokenizer one, int at, Tokenizer other, int there) {
        assertThat(one.length(at)).isEqualTo(other.length(there));
        assertThat(one.tokens(at).map(TokenSequence::genes))
                .usingRecursiveComparison()
                .isEqualTo(other.tokens(there).map(TokenSequence::genes));
        assertThat(one.tokens(at).map(TokenSequence::values))
                .usingRecursiveComparison()
                .isEqualTo(other.tokens(there).map(TokenSequence::values));
    }

    @ParameterizedTest
    @CsvSource({"REFERENCE, FIXED", "REFERENCE, SEEDED", "TOP_EXPRESSED, FIXED", "TOP_EXPRESSED, SEEDED"})
    void tokensDependOnTheCellAlone(GeneChoice choice, Ties ties) {
        TokenSettings settings = settings(choice, ties, 11);
        int[] all = IntStream.range(0, CELLS).toArray();
        Tokenizer whole = tokenizer(all, settings);
        int[] shuffled = all.clone();
        CounterRandom.of(5, "order", 0).shuffle(shuffled);
        Tokenizer mixed = tokenizer(shuffled, settings);
        for (int place = 0; place < CELLS; place++) {
            int cell = shuffled[place];
            same(mixed, place, whole, cell);
            same(tokenizer(new int[] {cell}, settings), 0, whole, cell);
        }
        for (int chunk : new int[] {1, 7, 59}) {
            for (int from = 0; from < CELLS; from += chunk) {
                int[] part = Arrays.copyOfRange(all, from, Math.min(CELLS, from + chunk));
                Tokenizer some = tokenizer(part, settings);
                for (int i = part.length - 1; i >= 0; i--) {
                    same(some, i, whole, part[i]);
                }
            }
        }
    }

    @Test
    void theReferencesChoiceIsUniformOverSeedsAndKeepsTheBinsOfTheWholeCell() {
        int cell = CELLS - 1;
        int[] only = {cell};
        Tokenizer everything = tokenizer(only, new TokenSettings(51, 1200, -2, GeneChoice.REFERENCE, Ties.FIXED, 0));
        TokenSequence whole = everything.tokens(0).orElseThrow();
        Map<Integer, Float> bins = new HashMap<>();
        for (int i = 1; i < whole.length(); i++) {
            bins.put(whole.genes()[i], whole.values()[i]);
        }
        int draws = 400;
        Map<Integer, Integer> chosen = new HashMap<>();
        for (int seed = 0; seed < draws; seed++) {
            TokenSequence tokens = tokenizer(only, settings(GeneChoice.REFERENCE, Ties.FIXED, seed))
                    .tokens(0)
                    .orElseThrow();
            assertThat(tokens.length()).isEqualTo(LONGEST);
            Set<Integer> genes = new HashSet<>();
            for (int i = 1; i < tokens.length(); i++) {
                assertThat(genes.add(tokens.genes()[i])).isTrue();
                assertThat(tokens.values()[i]).isEqualTo(bins.get(tokens.genes()[i]));
                chosen.merge(tokens.genes()[i], 1, Integer::sum);
            }
        }
        double share = (LONGEST - 1.0) / (whole.length() - 1);
        double spread = Math.sqrt(draws * share * (1 - share));
        assertThat(chosen).hasSize(whole.length() - 1);
        assertThat(chosen.values()).allMatch(count -> Math.abs(count - draws * share) < 5 * spread);
    }

    @Test
    void theTopExpressedAreNeverBelowOneThatWasLeftOut() {
        int[] all = IntStream.range(0, CELLS).toArray();
        Tokenizer top = tokenizer(all, settings(GeneChoice.TOP_EXPRESSED, Ties.FIXED, 0));
        Tokenizer whole = tokenizer(all, new TokenSettings(51, 1200, -2, GeneChoice.REFERENCE, Ties.FIXED, 0));
        CsrMatrix counts = counts();
        for (int cell = 0; cell < CELLS; cell++) {
            if (whole.length(cell) <= LONGEST) {
                continue;
            }
            Set<Integer> kept = new HashSet<>();
            Arrays.stream(top.tokens(cell).orElseThrow().genes()).forEach(kept::add);
            float least = Float.MAX_VALUE;
            float most = 0;
            for (int i = counts.start(cell); i < counts.end(cell); i++) {
                int id = MAPPING.ids()[counts.columnIndices()[i]];
                if (id >= 0 && kept.contains(id)) {
                    least = Math.min(least, counts.values()[i]);
                } else if (id >= 0) {
                    most = Math.max(most, counts.values()[i]);
                }
            }
            assertThat(least).isGreaterThanOrEqualTo(most);
        }
    }
}
