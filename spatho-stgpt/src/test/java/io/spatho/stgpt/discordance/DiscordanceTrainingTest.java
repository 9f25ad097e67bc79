package io.spatho.stgpt.discordance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed training comes back to the bit in whichever part it was killed, and each part does what it is for. */
final class DiscordanceTrainingTest {

    private static final DiscordanceSettings PLAIN = new DiscordanceSettings(
            8, 4, 3, 60, 5, 5, 0, 3e-3, 0.01, false, 0.2, 1, ContrastiveSettings.NONE, ClusteringSettings.NONE);
    private static final DiscordanceSettings FULL =
            PLAIN.with(new ContrastiveSettings(61, 0.1, 40), new ClusteringSettings(5, 62, 5));

    @TempDir
    Path folder;

    private final TorchEngine engine = TorchEngine.start();

    private DiscordanceTrainer.Result train(DiscordanceSettings settings, TrainingState state, Progress progress) {
        try (Workers workers = new Workers(1)) {
            MadeSlides made = MadeSlides.of(2, 10, 20, 6, 1, workers);
            return new DiscordanceTrainer(engine, Device.cpu(), settings)
                    .train(made.material(), state, workers, progress);
        }
    }

    @Test
    void aTrainingKilledInAnyOfItsPartsEndsWithTheSameBits() {
        DiscordanceModel whole =
                train(FULL, TrainingState.none(), Progress.SILENT).model();
        for (int part : List.of(61, 60, 62)) {
            TrainingState state = TrainingState.in(folder.resolve("killed-" + part), Fingerprint.ofText("test"));
            assertThatThrownBy(() -> train(FULL, state, new Killer(part))).isInstanceOf(IllegalStateException.class);
            DiscordanceModel resumed = train(FULL, state, Progress.SILENT).model();
            assertThat(resumed.fingerprint())
                    .as("killed in the part of " + part)
                    .isEqualTo(whole.fingerprint());
            DiscordanceTrainer.forget(state);
            assertThat(folder.resolve("killed-" + part)).doesNotExist();
        }
    }

    @Test
    void aModelComesBackFromItsFiles() {
        for (DiscordanceSettings settings : List.of(PLAIN, FULL)) {
            DiscordanceModel whole =
                    train(settings, TrainingState.none(), Progress.SILENT).model();
            String place = settings.clustering().isOn() ? "full" : "plain";
            whole.write(new FolderStore(folder, new ParquetTables(), "run"), place);
            DiscordanceModel read = DiscordanceModel.read(folder.resolve(place));
            assertThat(read.fingerprint()).isEqualTo(whole.fingerprint());
            assertThat(read.settings()).isEqualTo(settings);
            assertThat(read.centres().isPresent())
                    .isEqualTo(settings.clustering().isOn());
        }
        assertThatThrownBy(() -> DiscordanceModel.read(folder.resolve("nowhere")))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("no discordance model");
    }

    @Test
    void encodersComeTogetherAndAssignmentsSharpen() {
        // A weight at which the assignments, not the counts, decide where the latent means go.
        DiscordanceSettings settings = FULL.with(FULL.contrastive(), new ClusteringSettings(5, 62, 1000));
        DiscordanceTrainer.Result result = train(settings, TrainingState.none(), Progress.SILENT);
        assertThat(result.phases())
                .extracting(DiscordanceTrainer.Phase::name)
                .containsExactly("contrastive", "variational", "embedded_clustering");
        List<TrainingHistory.Scoring> contrastive =
                result.phases().get(0).history().scorings();
        assertThat(contrastive.get(contrastive.size() - 1).error())
                .isLessThan(contrastive.get(0).error());
        List<TrainingHistory.Scoring> clustering =
                result.phases().get(2).history().scorings();
        assertThat(clustering.get(clustering.size() - 1).parts().get("mean_share"))
                .isGreaterThan(clustering.get(0).parts().get("mean_share"));
        assertThat(clustering.get(0).parts()).containsKeys("active_dimensions", "assignment_divergence");
    }

    /** Ends a training in the middle of the part that has so many steps. */
    private record Killer(int steps) implements Progress {
        @Override
        public void step(int number, int of, String title) {}

        @Override
        public void advance(long done, long total) {
            if (total == steps && done == 33) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void note(String line) {}
    }
}
