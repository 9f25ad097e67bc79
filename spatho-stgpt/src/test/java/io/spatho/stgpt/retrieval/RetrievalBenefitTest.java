package io.spatho.stgpt.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.engine.DeviceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On made tissue over several seeds: looking cells up helps where the reference holds the answer, and is said not to help where it does
 * not. Writes the table to {@code target/retrieval-benefit.txt}.
 */
final class RetrievalBenefitTest {

    private static final int SPOTS = 576;
    private static final int CELLS = 4000;

    @TempDir
    Path temp;

    @Test
    void lookingUpHelpsWhereTheAnswerLiesInTheReference() throws IOException {
        assumeTrue(Boolean.getBoolean("spatho.quality"), "takes many minutes: run with -Dspatho.quality=true");
        List<String> lines = new ArrayList<>();
        List<String> related = new ArrayList<>();
        List<String> unrelated = new ArrayList<>();
        for (String seed : System.getProperty("spatho.seeds", "11,12,13,14,15").split(",", -1)) {
            related.add(verdict(Long.parseLong(seed), true, lines));
            unrelated.add(verdict(Long.parseLong(seed), false, lines));
            Files.write(Path.of("target", "retrieval-benefit.txt"), lines);
        }
        long helped = related.stream().filter(Benefit.HELPS::equals).count();
        assertThat(helped).as(String.join("\n", lines)).isGreaterThanOrEqualTo(Math.round(0.8 * related.size()));
        assertThat(unrelated).as(String.join("\n", lines)).doesNotContain(Benefit.HELPS);
    }

    private String verdict(long seed, boolean related, List<String> lines) {
        JsonNode document = train(seed, related);
        JsonNode gain = document.path("gain");
        StringBuilder line = new StringBuilder("seed " + seed + (related ? ", related" : ", unrelated"));
        for (JsonNode one : document.path("configurations")) {
            line.append(String.format(
                    Locale.ROOT,
                    ", %s %.4f",
                    one.path("name").asText(),
                    one.path("genes").path("mean_squared_error").asDouble()));
        }
        line.append(saved(", saved", gain)).append(saved(", over shuffled", gain.path("over_shuffled")));
        String verdict = gain.path("verdict").asText();
        lines.add(line + ", blocks " + gain.path("blocks").asInt() + ", coverage "
                + document.path("held_out_coverage").asDouble() + ": " + verdict);
        return verdict;
    }

    private static String saved(String name, JsonNode gain) {
        return String.format(
                Locale.ROOT,
                "%s %.4f (%.4f to %.4f)",
                name,
                gain.path("mean_squared_error_saved").asDouble(),
                gain.path("interval").path("lower").asDouble(),
                gain.path("interval").path("upper").asDouble());
    }

    private JsonNode train(long seed, boolean related) {
        MadeTissue made = new MadeTissue(seed, related);
        try (Workers workers = new Workers(2)) {
            Path folder = Files.createDirectories(temp.resolve(seed + "-" + related));
            ReferenceIndex index = ReferenceBuilder.build(
                    made.reference(CELLS),
                    new ReferenceSettings("cell_type", Optional.empty(), 2000, 8, CELLS, 1),
                    "made",
                    workers);
            List<String> narrow = IntStream.range(MadeTissue.PROGRAMMES, MadeTissue.GENES)
                    .mapToObj(gene -> "GENE" + gene)
                    .toList();
            RetrievalRequest request = new RetrievalRequest(
                    made.tissue(SPOTS),
                    made.features(SPOTS, folder.resolve("features.parquet")),
                    Optional.empty(),
                    index,
                    narrow,
                    narrow.size(),
                    Optional.empty(),
                    Optional.empty(),
                    RetrievalSettings.standard(seed),
                    false,
                    false,
                    false,
                    DeviceRequest.cpu());
            RetrievalTrainTool tool = new RetrievalTrainTool();
            FolderStore store = new FolderStore(folder, new ParquetTables(), "run_test");
            return tool.run(request, new ToolContext(tool.id(), List.of("fp"), store, workers, 1, Progress.SILENT));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
