package io.spatho.stgpt.train;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A training from first weights to the best ones: the loop, scorings on validation data between its steps, early stopping, and a
 * state from which a killed training goes on.
 *
 * <p>Determinism: the bits of the result depend on the first weights, settings, loss and score only; not on threads, and not on how
 * often the training was killed and resumed. Cost: that of the steps and scorings; the best weights are held in Java's memory.
 */
public final class TrainingCourse {

    private static final String BEST = "best";

    private final TorchEngine engine;
    private final Operators operators;
    private final Device device;

    /** A course on a device for which the operators were loaded. */
    public TrainingCourse(TorchEngine engine, Operators operators, Device device) {
        this.engine = engine;
        this.operators = operators;
        this.device = device;
    }

    /** Judges weights on data that does not train; the step of its answer is not looked at. */
    @FunctionalInterface
    public interface Score {
        /** The error that decides, and what else was measured. */
        TrainingHistory.Scoring of(NDList weights);
    }

    /**
     * What is trained.
     *
     * @param initial first weights, in the network's order
     * @param training how
     * @param course when it is judged, saved and ended
     * @param loss of a shard of a batch
     * @param score of the weights on validation data
     */
    public record Lesson(
            List<NamedTensor> initial, TrainingSettings training, CourseSettings course, ShardLoss loss, Score score) {}

    /**
     * What came out.
     *
     * @param best the weights with the smallest error, in the network's order
     * @param bestStep the step after which they stood
     * @param lastStep the last step done
     * @param history every step and scoring
     */
    public record Outcome(List<NamedTensor> best, int bestStep, int lastStep, TrainingHistory history) {}

    /** Trains, or goes on with what the state holds of this very training. */
    public Outcome run(Lesson lesson, TrainingState state, Workers workers, Progress progress) {
        Optional<Checkpoint> saved = state.read();
        TrainingHistory history = saved.map(found -> TrainingHistory.read(TrainingState.history(found)))
                .orElseGet(TrainingHistory::new);
        List<String> names = lesson.initial.stream().map(NamedTensor::name).toList();
        List<NamedTensor> best =
                new ArrayList<>(saved.map(found -> best(found, names)).orElse(lesson.initial));
        try (TrainableWeights weights = saved.map(found -> TrainableWeights.resume(engine, device, names, found))
                .orElseGet(() -> TrainableWeights.of(engine, device, lesson.initial))) {
            saved.ifPresent(found -> progress.note("goes on after step " + weights.step()));
            if (saved.isEmpty() && lesson.course.isJudged(0)) {
                judge(lesson, weights, history, best);
            }
            TrainingLoop loop = new TrainingLoop(engine, operators, device);
            while (weights.step() < lesson.course.steps() && !isDone(lesson.course, history)) {
                int next = lesson.course.stopAfter(weights.step());
                loop.run(weights, lesson.training, next, lesson.loss, workers, (step, loss, norm) -> {
                    history.add(new TrainingHistory.Step(
                            step, loss, norm, lesson.training.schedule().rate(step)));
                    progress.advance(step, lesson.course.steps());
                });
                if (lesson.course.isJudged(next)) {
                    judge(lesson, weights, history, best);
                }
                state.save(snapshot(weights, best), history.text());
            }
            return new Outcome(List.copyOf(best), history.best().step(), weights.step(), history);
        }
    }

    private static boolean isDone(CourseSettings course, TrainingHistory history) {
        return course.patience() > 0 && !history.scorings().isEmpty() && history.sinceBest() >= course.patience();
    }

    private static void judge(
            Lesson lesson, TrainableWeights weights, TrainingHistory history, List<NamedTensor> best) {
        TrainingHistory.Scoring found = lesson.score.of(weights.tensors());
        history.add(new TrainingHistory.Scoring(weights.step(), found.error(), found.parts()));
        if (history.best().step() == weights.step()) {
            best.clear();
            best.addAll(weights.values());
        }
    }

    private static List<NamedTensor> best(Checkpoint saved, List<String> names) {
        Checkpoint kept = saved.under(BEST);
        // Copies: the file is replaced while they are needed.
        return names.stream()
                .map(kept::tensor)
                .map(tensor -> new NamedTensor(tensor.name(), tensor.shape(), tensor.values()))
                .toList();
    }

    private static List<NamedTensor> snapshot(TrainableWeights weights, List<NamedTensor> best) {
        List<NamedTensor> all = new ArrayList<>(weights.snapshot());
        best.forEach(tensor -> all.add(tensor.renamed(BEST + "/" + tensor.name())));
        return all;
    }
}
