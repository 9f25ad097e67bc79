package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.copy;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --shard} and {@code spatho merge}: what shards make together is the run in one piece, byte for byte, or nothing. */
class ShardCommandTest {

    @TempDir
    static Path shared;

    private static Path bundle;
    private static Path checkpoint;

    @TempDir
    Path temp;

    @BeforeAll
    static void make() throws IOException {
        bundle = shared.resolve("xenium");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(
                    Platform.XENIUM, SyntheticOptions.of(720, 60, 7).withSlide(true), bundle, workers);
        }
        checkpoint = TestCheckpoints.write(shared.resolve("model"), TestCheckpoints.genesOf(bundle), "");
        for (int number = 1; number <= 3; number++) {
            Outcome outcome = export(shared.resolve("shard-" + number), "--shard", number + "/3", "--threads", number);
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        }
    }

    private static Outcome export(Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("stgpt", "export", bundle, "--checkpoint", checkpoint, "-o", out));
        words.addAll(List.of("--device", "cpu"));
        words.addAll(Arrays.asList(more));
        return spatho(words.toArray());
    }

    private static Outcome merge(Path out, Object... shards) {
        List<Object> words = new ArrayList<>(List.of("merge"));
        words.addAll(Arrays.asList(shards));
        words.addAll(List.of("--case", bundle, "--input", checkpoint, "-o", out, "--threads", 1));
        return spatho(words.toArray());
    }

    private static Path shard(int number) {
        return shared.resolve("shard-" + number);
    }

    private static void requireRefused(Outcome outcome, Path out, String... words) {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("spatho: ")))
                .as(outcome.err())
                .hasSize(1);
        assertThat(outcome.err()).contains(words);
        assertThat(out).doesNotExist();
    }

    @Test
    void shardsOfAnExportMakeTheUnshardedExport() {
        Path whole = temp.resolve("whole");
        Outcome outcome = export(whole, "--threads", 2);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();

        Path merged = temp.resolve("merged");
        Outcome put = merge(merged, shard(3), shard(1), shard(2));
        assertThat(put.exitCode()).as(put.err()).isZero();
        assertThat(put.out()).isEqualTo(outcome.out().replace(whole.toString(), merged.toString()));
        assertThat(digests(merged, "run_log.json")).isEqualTo(digests(whole, "run_log.json"));
        assertThat(spatho("verify", merged).exitCode()).isZero();

        JsonNode first = StrictJson.read(shard(1).resolve("shard/shard.json"));
        assertThat(first.path("pieces").path(0).path("to").asInt()).isEqualTo(256);
        assertThat(first.path("items").asInt()).isBetween(600, 720);
        JsonNode schema =
                StrictJson.read(Path.of(System.getProperty("spatho.root"), "docs", "schemas", "shard.schema.json"));
        for (int number = 1; number <= 3; number++) {
            assertThat(spatho("verify", shard(number)).exitCode()).isZero();
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(StrictJson.read(shard(number).resolve("shard/shard.json"))))
                    .isEmpty();
        }
    }

    @Test
    void shardsOfARunMakeTheWholeRunEvenWhenSomeHaveNothingToDo() throws IOException {
        requireSameInShards("visium-mini", List.of("run"), 5);
    }

    /** Every fixture in one to five shards takes minutes, so by default one of them in two. */
    @ParameterizedTest
    @ValueSource(strings = {"xenium-mini", "visium-mini", "visium-hd-mini"})
    void anExportOfAFixtureIsTheSameInAnyNumberOfShards(String fixture) throws IOException {
        if (Boolean.getBoolean("spatho.everyShard")) {
            requireSameInShards(fixture, List.of("stgpt", "export"), 1, 2, 3, 4, 5);
        } else if (fixture.equals("xenium-mini")) {
            requireSameInShards(fixture, List.of("stgpt", "export"), 2);
        }
    }

    private void requireSameInShards(String fixture, List<String> verb, int... counts) throws IOException {
        Path source = Path.of(System.getProperty("spatho.root"), "fixtures", fixture);
        Path model = TestCheckpoints.write(temp.resolve("model"), TestCheckpoints.genesOf(source), "");
        List<Object> words = new ArrayList<>(verb);
        words.addAll(List.of(source, "--checkpoint", model, "--device", "cpu"));
        Path whole = temp.resolve("whole");
        require(words, "-o", whole);
        for (int of : counts) {
            List<Object> merge = new ArrayList<>(List.of("merge"));
            for (int number = 1; number <= of; number++) {
                Path part = temp.resolve(number + "-of-" + of);
                require(words, "--shard", number + "/" + of, "-o", part, "--threads", 1 + number % 2);
                merge.add(part);
            }
            Path merged = temp.resolve("merged-" + of);
            require(merge, "--case", source, "--input", model, "-o", merged);
            assertThat(digests(merged, "run_log.json")).as("%s shards", of).isEqualTo(digests(whole, "run_log.json"));
        }
    }

    private static void require(List<Object> words, Object... more) {
        List<Object> line = new ArrayList<>(words);
        line.addAll(Arrays.asList(more));
        Outcome outcome = spatho(line.toArray());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void shardsOfTilesMakeTheUnshardedFeatures() {
        Path whole = temp.resolve("whole");
        Outcome outcome = encode(whole, "--threads", 2);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        List<Object> words = new ArrayList<>(List.of("merge"));
        for (int number = 1; number <= 3; number++) {
            Path part = temp.resolve("part-" + number);
            Outcome done = encode(part, "--shard", number + "/3", "--threads", number);
            assertThat(done.exitCode()).as(done.err()).isZero();
            words.add(part);
        }
        words.addAll(List.of("--case", bundle, "-o", temp.resolve("merged")));
        for (Path input : List.of(
                SyntheticBundles.slideOf(bundle),
                SyntheticBundles.alignmentOf(bundle),
                SyntheticBundles.keypointsOf(bundle))) {
            words.addAll(List.of("--input", input));
        }
        Outcome put = spatho(words.toArray());
        assertThat(put.exitCode()).as(put.err()).isZero();
        assertThat(digests(temp.resolve("merged"), "run_log.json")).isEqualTo(digests(whole, "run_log.json"));
    }

    private static Outcome encode(Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("histology", "encode", bundle, "-o", out));
        words.addAll(List.of("--he", SyntheticBundles.slideOf(bundle)));
        words.addAll(List.of("--he-alignment", SyntheticBundles.alignmentOf(bundle)));
        words.addAll(List.of("--he-keypoints", SyntheticBundles.keypointsOf(bundle)));
        words.addAll(List.of("--fields", "8,32", "--stain", "macenko"));
        words.addAll(Arrays.asList(more));
        return spatho(words.toArray());
    }

    @Test
    void aShardThatIsMissingRepeatedOrNoneIsRefused() {
        Path out = temp.resolve("out");
        requireRefused(merge(out, shard(1), shard(3)), out, "shards are missing", "2/3");
        requireRefused(merge(out, shard(1), shard(2), shard(3), shard(1)), out, "1/3 was given twice");
        requireRefused(merge(out, shard(1), temp), out, "no finished run");
    }

    @Test
    void aShardThatWasAlteredIsRefused() throws IOException {
        Path out = temp.resolve("out");
        Path spoilt = copy(shard(2), temp.resolve("spoilt"));
        Path table = spoilt.resolve("shard/rows-256.parquet");
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);
        requireRefused(merge(out, shard(1), spoilt, shard(3)), out, "altered", "rows-256.parquet");
        Path extra = copy(shard(2), temp.resolve("extra"));
        Files.writeString(extra.resolve("shard/rows-999.parquet"), "more");
        requireRefused(merge(out, shard(1), extra, shard(3)), out, "extra: shard/rows-999.parquet");
    }

    @Test
    void aShardOfAnotherRunIsRefused() throws IOException {
        Path out = temp.resolve("out");
        Path foreign = temp.resolve("foreign");
        assertThat(export(foreign, "--shard", "2/3", "--seed", 5).exitCode()).isZero();
        requireRefused(merge(out, shard(1), foreign, shard(3)), out, "another run", "seed 0, found 5");
        Path fourth = temp.resolve("fourth");
        assertThat(export(fourth, "--shard", "2/4").exitCode()).isZero();
        requireRefused(merge(out, shard(1), fourth, shard(3)), out, "another run", "expected one of 3, found 4");
        Path other = temp.resolve("model");
        TestCheckpoints.write(other, TestCheckpoints.genesOf(bundle).subList(0, 50), "");
        Outcome changed = spatho(
                "merge", shard(1), shard(2), shard(3), "--case", bundle, "--input", other, "-o", out, "--threads", 1);
        requireRefused(changed, out, "belong to another run", "input model");
    }

    @Test
    void aShardThatWasCutOffIsRefusedAndResumes() throws IOException {
        Path out = temp.resolve("out");
        Path cut = copy(shard(2), temp.resolve("cut"));
        Files.delete(cut.resolve("evidence_manifest.json"));
        Files.delete(cut.resolve("statement.intoto.json"));
        Files.delete(cut.resolve("shard/shard.json"));
        requireRefused(merge(out, shard(1), cut, shard(3)), out, "no finished run");
        Outcome resumed = export(cut, "--shard", "2/3", "--resume");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(digests(cut, "run_log.json")).isEqualTo(digests(shard(2), "run_log.json"));
    }

    @Test
    void whatCannotBeShardedIsAUsageError() {
        Path out = temp.resolve("out");
        assertThat(export(out, "--shard", "4/3").err()).contains("--shard", "i/n");
        assertThat(export(out, "--shard", "1/3", "--shards", shard(1)).exitCode())
                .isEqualTo(2);
        Outcome trained = spatho("run", bundle, "-o", out, "--shard", "1/2");
        assertThat(trained.exitCode()).isEqualTo(2);
        assertThat(trained.err()).contains("--checkpoint");
        assertThat(out).doesNotExist();
    }
}
