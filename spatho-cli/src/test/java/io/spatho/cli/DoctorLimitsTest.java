package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.json.StrictJson;
import io.spatho.core.limit.Limit;
import org.junit.jupiter.api.Test;

/** {@code spatho doctor --limits} names every limit, its value and the variable that sets it. */
class DoctorLimitsTest {

    @Test
    void everyLimitIsPrinted() {
        Outcome outcome = spatho("doctor", "--limits");
        assertThat(outcome.exitCode()).isZero();
        for (Limit limit : Limit.values()) {
            assertThat(outcome.out()).contains(limit.variable() + " ").contains(limit.reason());
        }
    }

    @Test
    void everyLimitIsInTheJson() {
        JsonNode list = StrictJson.parse(spatho("doctor", "--limits", "--json").out(), "doctor");
        assertThat(list).hasSize(Limit.values().length);
        assertThat(list.get(0).path("name").asText()).isEqualTo("compression_ratio");
        assertThat(list.get(0).path("limit").asLong()).isEqualTo(200);
        assertThat(list.get(0).path("set").asBoolean()).isFalse();
    }
}
