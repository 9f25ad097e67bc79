package io.spatho.stgpt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CosineScheduleTest {

    @Test
    void risesLinearlyAndFallsAlongHalfACosine() {
        CosineSchedule schedule = new CosineSchedule(2, 10, 110, 0.1);

        assertThat(schedule.rate(1)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.rate(10)).isCloseTo(2, within(1e-12));
        assertThat(schedule.rate(60)).isCloseTo(2 * (0.1 + 0.9 * 0.5), within(1e-12));
        assertThat(schedule.rate(110)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.rate(200)).isCloseTo(0.2, within(1e-12));
    }
}
