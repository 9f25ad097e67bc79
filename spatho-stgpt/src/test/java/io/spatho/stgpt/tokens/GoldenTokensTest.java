package io.spatho.stgpt.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.tokens.TokenSettings.GeneChoice;
import io.spatho.stgpt.tokens.TokenSettings.Ties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens against those that the reference implementation fed to the model. */
final class GoldenTokensTest {

    private record Golden(CsrMatrix counts, String[] cellIds, List<String> symbols, CheckpointFolder folder) {}

    @ParameterizedTest
    @ValueSource(strings = {"scgpt-spatial-colon", "scgpt-colon-legacy", "scgpt-colon-ddp"})
    void tokensEqualTheReference(String name) {
        Path folder = golden(name);
        Golden golden = read(folder);
        Tokenizer tokenizer = tokenizer(golden, GeneChoice.REFERENCE);
        try (HdfFile expected = new HdfFile(folder.resolve("expected.h5"))) {
            int[][] genes = (int[][]) expected.getDatasetByPath("gene_ids").getData();
            float[][] values = (float[][]) expected.getDatasetByPath("values").getData();
            String[] ids = (String[]) expected.getDatasetByPath("cell_id").getData();
            int next = 0;
            for (int cell = 0; cell < tokenizer.cells(); cell++) {
                if (tokenizer.hasNoGene(cell)) {
                    continue;
                }
                TokenSequence tokens = tokenizer.tokens(cell).orElseThrow();
                int length = tokens.length();
                assertThat(golden.cellIds[cell]).isEqualTo(ids[next]);
                assertThat(length).isEqualTo(tokenizer.length(cell));
                assertThat(tokens.genes()).isEqualTo(Arrays.copyOf(genes[next], length));
                assertThat(tokens.values()).isEqualTo(Arrays.copyOf(values[next], length));
                assertThat(Arrays.stream(genes[next]).skip(length))
                        .allMatch(id -> id == golden.folder.vocabulary().pad());
                next++;
            }
            assertThat(next).isEqualTo(ids.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "scgpt-spatial-sampled-fp16")
    void sampledTokensAreAmongTheCellsOwn(String name) {
        Path folder = golden(name);
        Golden golden = read(folder);
        Tokenizer whole = Tokenizer.scgptSpatial(
                golden.counts,
                golden.cellIds,
                GeneMapping.of(golden.symbols, golden.folder.vocabulary(), name),
                golden.folder.vocabulary(),
                TokenSettings.published(0),
                golden.folder.geneMeans().orElseThrow());
        Tokenizer sampled = tokenizer(golden, GeneChoice.REFERENCE);
        try (HdfFile expected = new HdfFile(folder.resolve("expected.h5"))) {
            int[][] genes = (int[][]) expected.getDatasetByPath("gene_ids").getData();
            float[][] values = (float[][]) expected.getDatasetByPath("values").getData();
            int next = 0;
            for (int cell = 0; cell < whole.cells(); cell++) {
                if (whole.hasNoGene(cell)) {
                    continue;
                }
                Set<String> own = pairs(whole.tokens(cell).orElseThrow());
                TokenSequence ours = sampled.tokens(cell).orElseThrow();
                int length = ours.length();
                int[] theirs = Arrays.copyOf(genes[next], length);
                assertThat(own).containsAll(pairs(ours));
                assertThat(own).containsAll(pairs(new TokenSequence(theirs, Arrays.copyOf(values[next], length))));
                next++;
            }
            assertThat(next).isEqualTo(genes.length);
        }
    }

    private static Set<String> pairs(TokenSequence tokens) {
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i < tokens.length(); i++) {
            pairs.add(tokens.genes()[i] + ":" + tokens.values()[i]);
        }
        return pairs;
    }

    private static Tokenizer tokenizer(Golden golden, GeneChoice choice) {
        Vocabulary vocabulary = golden.folder.vocabulary();
        GeneMapping mapping = GeneMapping.of(golden.symbols, vocabulary, "input.h5ad");
        int longest = golden.folder.arguments().longestSequence();
        TokenSettings settings = new TokenSettings(51, longest, -2, choice, Ties.FIXED, 7);
        return golden.folder
                .geneMeans()
                .map(means ->
                        Tokenizer.scgptSpatial(golden.counts, golden.cellIds, mapping, vocabulary, settings, means))
                .orElseGet(() -> Tokenizer.scgpt(golden.counts, golden.cellIds, mapping, vocabulary, settings));
    }

    private static Golden read(Path folder) {
        try (HdfFile file = new HdfFile(folder.resolve("input.h5ad"))) {
            int[] shape = Arrays.stream(
                            (long[]) file.getByPath("X").getAttribute("shape").getData())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            float[] values = floats(file.getDatasetByPath("X/data").getData());
            long[] starts = longs(file.getDatasetByPath("X/indptr").getData());
            int[] columns = Arrays.stream(
                            longs(file.getDatasetByPath("X/indices").getData()))
                    .mapToInt(Math::toIntExact)
                    .toArray();
            String obs = (String) file.getByPath("obs").getAttribute("_index").getData();
            String[] cells = (String[]) file.getDatasetByPath("obs/" + obs).getData();
            String[] symbols =
                    (String[]) file.getDatasetByPath("var/feature_name").getData();
            CsrMatrix counts = new CsrMatrix(shape[0], shape[1], starts, columns, values);
            return new Golden(counts, cells, List.of(symbols), CheckpointFolder.open(folder));
        }
    }

    private static float[] floats(Object data) {
        return (float[]) data;
    }

    private static long[] longs(Object data) {
        return data instanceof int[] ints ? Arrays.stream(ints).asLongStream().toArray() : (long[]) data;
    }

    private static Path golden(String name) {
        Path folder = Path.of(System.getProperty("spatho.sampleData", ""), "golden", name);
        Assumptions.assumeTrue(Files.isDirectory(folder), "sample data " + folder + " absent");
        return folder;
    }
}
