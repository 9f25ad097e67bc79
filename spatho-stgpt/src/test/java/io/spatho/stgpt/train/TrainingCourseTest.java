package io.spatho.stgpt.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Early stopping, what is kept, and the scaled loss. */
final class TrainingCourseTest {

    private static TorchEngine engine;
    private static Operators operators;

    @BeforeAll
    static void start() {
        engine = TorchEngine.start();
        operators = Operators.load(engine, Device.cpu());
    }

    @AfterAll
    static void close() {
        operators.close();
    }

    /** A single weight that walks down from 1 by about 0.1 a step; the error is its distance from 0.65. */
    private static TrainingCourse.Outcome course(boolean scaled, ShardLoss loss) {
        TrainingSettings settings = new TrainingSettings(
                new CosineSchedule(0.1, 0, 100, 1), new AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0), 1, 1, scaled);
        try (Workers workers = new Workers(1)) {
            return new TrainingCourse(engine, operators, Device.cpu())
                    .run(
                            new TrainingCourse.Lesson(
                                    List.of(new NamedTensor("weight", new long[] {1}, new float[] {1})),
                                    settings,
                                    CourseSettings.every(1, 20, 3, 1),
                                    loss,
                                    weights -> new TrainingHistory.Scoring(
                                            0, Math.abs(weights.get(0).toFloatArray()[0] - 0.65), new TreeMap<>())),
                            TrainingState.none(),
                            workers,
                            Progress.SILENT);
        }
    }

    @Test
    void itStopsWhenNothingGetsBetterAndKeepsTheBest() {
        TrainingCourse.Outcome outcome =
                course(false, (step, shard, weights, scope) -> weights.get(0).sum());

        assertThat(outcome.bestStep()).isBetween(3, 4);
        assertThat(outcome.lastStep()).isEqualTo(outcome.bestStep() + 3);
        assertThat(outcome.best().get(0).values()[0]).isBetween(0.59f, 0.71f);
        assertThat(outcome.history().steps()).hasSize(outcome.lastStep());
        assertThat(outcome.history().scorings()).hasSize(outcome.lastStep() + 1);
        assertThat(TrainingHistory.read(outcome.history().text()).text())
                .isEqualTo(outcome.history().text());
    }

    @Test
    void aScaledLossMovesTheSameAndSkipsStepsThatOverflow() {
        TrainingCourse.Outcome plain =
                course(false, (step, shard, weights, scope) -> weights.get(0).sum());
        TrainingCourse.Outcome scaled =
                course(true, (step, shard, weights, scope) -> weights.get(0).sum());
        assertThat(scaled.best().get(0).values()).isEqualTo(plain.best().get(0).values());

        // A slope of 1e34 overflows at the first scale of 65536 and not at half of that.
        TrainingCourse.Outcome skipping = course(true, (step, shard, weights, scope) -> weights.get(0)
                .mul(scope.manager().create(new float[] {8e33f}).duplicate())
                .sum());
        assertThat(skipping.history().scorings().get(1).error())
                .isEqualTo(skipping.history().scorings().get(0).error());
        assertThat(skipping.history().scorings().get(2).error())
                .isLessThan(skipping.history().scorings().get(1).error());
    }
}
