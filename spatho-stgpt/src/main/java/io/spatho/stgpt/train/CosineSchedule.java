package io.spatho.stgpt.train;

/**
 * A learning rate that rises linearly for the warm-up and then falls along half a cosine to {@code floor} times its peak at the
 * last step (Loshchilov and Hutter 2017).
 *
 * @param peak the highest rate
 * @param warmUp steps of the rise
 * @param steps all steps
 * @param floor the last rate as a share of the peak
 */
public record CosineSchedule(double peak, int warmUp, int steps, double floor) {

    public CosineSchedule {
        if (!(peak > 0) || warmUp < 0 || steps < 1 || warmUp > steps || !(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException(
                    "peak " + peak + ", warm-up " + warmUp + " of " + steps + " steps, floor " + floor);
        }
    }

    /** The rate of a step, counted from 1. */
    public double rate(int step) {
        if (step <= warmUp) {
            return peak * step / warmUp;
        }
        double progress = (step - warmUp) / (double) Math.max(1, steps - warmUp);
        return peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress))));
    }
}
