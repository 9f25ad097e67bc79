package io.spatho.stgpt.train;

/**
 * The power of two that a loss is multiplied with before it is differentiated, so that small slopes do not vanish in half precision
 * (Micikevicius et al. 2018). It halves when a gradient overflows, and that step moves nothing; it doubles after many steps without.
 */
final class LossScale {

    private static final float FIRST = 1 << 16;
    private static final float LARGEST = 1 << 24;
    private static final int STEPS_TO_DOUBLE = 500;

    private float value;
    private int calm;
    private int skipped;

    LossScale() {
        this(FIRST, 0, 0);
    }

    LossScale(float value, int calm, int skipped) {
        this.value = value;
        this.calm = calm;
        this.skipped = skipped;
    }

    float value() {
        return value;
    }

    /** The number of steps that moved nothing. */
    int skipped() {
        return skipped;
    }

    /** Whether it can still be halved. */
    boolean canFall() {
        return value > 1f / FIRST;
    }

    void overflowed() {
        value /= 2;
        calm = 0;
        skipped++;
    }

    void moved() {
        calm++;
        if (calm == STEPS_TO_DOUBLE && value < LARGEST) {
            value *= 2;
            calm = 0;
        }
    }

    float[] state() {
        return new float[] {value, calm, skipped};
    }
}
