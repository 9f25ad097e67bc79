package io.spatho.stgpt.train;

import java.util.function.IntPredicate;

/**
 * When a training is judged, saved and ended.
 *
 * @param steps most steps
 * @param judged whether the weights are scored after a step; step 0 is before the first; after the last one they always are
 * @param patience scorings in a row without a new best after which training ends; 0 to go on to the last step
 * @param saveEvery steps between two savings of the state; 0 to save at scorings only
 */
public record CourseSettings(int steps, IntPredicate judged, int patience, int saveEvery) {

    public CourseSettings {
        if (steps < 1 || patience < 0 || saveEvery < 0) {
            throw new IllegalArgumentException("steps " + steps + ", patience " + patience + ", save " + saveEvery);
        }
    }

    /** Scores before the first step and then every {@code every} steps. */
    public static CourseSettings every(int every, int steps, int patience, int saveEvery) {
        if (every < 1) {
            throw new IllegalArgumentException("scores every " + every + " steps");
        }
        return new CourseSettings(steps, step -> step % every == 0, patience, saveEvery);
    }

    boolean isJudged(int step) {
        return step == steps || judged.test(step);
    }

    /** The next step at which something happens besides training. */
    int stopAfter(int step) {
        int next = step + 1;
        while (!isJudged(next) && (saveEvery == 0 || next % saveEvery != 0)) {
            next++;
        }
        return next;
    }
}
