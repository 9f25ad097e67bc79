package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho discordance}: what it leaves, that a model scores alike when read back, and what it refuses. */
class DiscordanceCommandTest {

    @TempDir
    Path temp;

    @Test
    void madeSlidesAreTrainedOnAndScoredAgainFromTheModel() {
        Path first = temp.resolve("first");
        Outcome trained = spatho(
                "discordance",
                "train",
                "--synthetic",
                "--steps",
                20,
                "--annealing",
                5,
                "--hidden",
                8,
                "--permutations",
                9,
                "--seeds",
                2,
                "--contrastive",
                4,
                "--embedded-clustering",
                "--noise",
                "heavy-tailed",
                "--device",
                "cpu",
                "-o",
                first);
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out().strip()).endsWith("discordance.json");
        assertThat(spatho("verify", first).exitCode()).isZero();
        assertThat(spatho("validate", first, "--validation", "strict").exitCode())
                .isZero();
        JsonNode document = StrictJson.read(first.resolve("discordance/discordance.json"));
        assertThat(document.path("spots").asInt()).isEqualTo(1800);
        assertThat(document.path("planted").path("auroc_divergence").asDouble()).isBetween(0.0, 1.0);
        Table spots = ParquetTable.read(first.resolve("discordance/spots.parquet"));
        assertThat(spots.names())
                .contains("divergence", "p_value", "p_adjusted", "domain", "domain_share", "pseudotime", "latent_1");
        assertThat(document.path("domain_method").asText()).isEqualTo("embedded clustering");
        assertThat(StrictJson.read(first.resolve("training/discordance.json"))
                        .path("contrastive")
                        .path("steps")
                        .asInt())
                .isEqualTo(4);

        assertThat(trained.err()).contains("seed 0:").contains("seed 1:").contains("over 2 seeds: rank correlation");
        JsonNode seeds = StrictJson.read(first.resolve("discordance/seeds.json"));
        PublishedSchemas.requireValid("discordance_seeds", seeds);
        PublishedSchemas.requireValid("discordance", document);
        assertThat(seeds.path("seeds")).hasSize(2);
        assertThat(seeds.path("seeds").path(0).path("planted").path("auroc_divergence"))
                .isEqualTo(document.path("planted").path("auroc_divergence"));
        assertThat(seeds.path("agreement").path("rank_correlation").asDouble()).isBetween(-1.0, 1.0);
        assertThat(Files.exists(first.resolve("training/seed_1/state.safetensors")))
                .isFalse();

        Path second = temp.resolve("second");
        Outcome scored = spatho(
                "discordance",
                "score",
                "--synthetic",
                "--noise",
                "heavy-tailed",
                "--model",
                first.resolve("model"),
                "--permutations",
                9,
                "--device",
                "cpu",
                "-o",
                second);
        assertThat(scored.exitCode()).as(scored.err()).isZero();
        Table again = ParquetTable.read(second.resolve("discordance/spots.parquet"));
        assertThat(again.doubles("divergence")).isEqualTo(spots.doubles("divergence"));
        assertThat(again.doubles("domain_share")).isEqualTo(spots.doubles("domain_share"));
        assertThat(again.doubles("p_value")).isEqualTo(spots.doubles("p_value"));
    }

    @Test
    void whatCannotBeDoneIsSaidBeforeAnythingIsWritten() {
        Path out = temp.resolve("none");
        Outcome nothing = spatho("discordance", "train", "-o", out);
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("there is no case");
        Outcome unpaired = spatho("discordance", "train", temp, "-o", out);
        assertThat(unpaired.exitCode()).isEqualTo(2);
        assertThat(unpaired.err()).contains("features of its picture");
        Outcome unnamed = spatho("discordance", "train", "--synthetic", "--noise", "pink", "-o", out);
        assertThat(unnamed.exitCode()).isEqualTo(2);
        assertThat(unnamed.err()).contains("--noise");
        Outcome uncounted =
                spatho("discordance", "train", temp, "--image-features", temp, "--embedded-clustering", "-o", out);
        assertThat(uncounted.exitCode()).isEqualTo(2);
        assertThat(uncounted.err()).contains("number of domains");
        Outcome unmodelled = spatho("discordance", "score", "--synthetic", "--model", temp, "-o", out);
        assertThat(unmodelled.exitCode()).isEqualTo(5);
        assertThat(unmodelled.err()).contains("no discordance model");
        assertThat(Files.exists(out)).isFalse();
    }
}
