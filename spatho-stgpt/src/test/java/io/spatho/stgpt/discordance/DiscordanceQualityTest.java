package io.spatho.stgpt.discordance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainingState;
import org.junit.jupiter.api.Test;

/** On made slides: planted discordance is found, domains are found, and what is called discordant is. */
final class DiscordanceQualityTest {

    @Test
    void plantedDiscordanceAndDomainsAreFound() {
        assumeTrue(Boolean.getBoolean("spatho.quality"), "takes a minute: run with -Dspatho.quality=true");
        TorchEngine engine = TorchEngine.start();
        try (Workers workers = new Workers(2)) {
            MadeSlides made = MadeSlides.of(2, 22, 60, 16, 7, workers);
            DiscordanceTrainer.Result trained = new DiscordanceTrainer(
                            engine, Device.cpu(), DiscordanceSettings.standard(7))
                    .train(made.material(), TrainingState.none(), workers, Progress.SILENT);
            DiscordanceScores scores = new DiscordanceScorer(
                            engine, Device.cpu(), ScoreSettings.standard(7).withDomains(MadeSlides.DOMAINS))
                    .score(trained.model(), made.material(), workers, Progress.SILENT);
            PlantedTruth.Quality quality = PlantedTruth.compare(Planted.of(made), scores);

            assertThat(quality.areaUnderCurve()).as(quality.toString()).isGreaterThanOrEqualTo(0.95);
            assertThat(quality.molecularDomains()).as(quality.toString()).isGreaterThanOrEqualTo(0.9);
            assertThat(quality.falseShare()).as(quality.toString()).isLessThan(0.2);
            assertThat(quality.foundShare()).as(quality.toString()).isGreaterThan(0.1);
            assertThat(scores.activeDimensions()).isPositive();
        }
    }
}
