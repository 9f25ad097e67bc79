package io.spatho.report.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.random.CounterRandom;
import io.spatho.report.mechanism.MadeEvidence;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingPairsTest {

    @Test
    void madePairsGoRoundThePatternsAndFollowFromTheSeed() {
        List<ObjectNode> pairs = TrainingPairs.made(14, 42);
        assertThat(pairs).isEqualTo(TrainingPairs.made(14, 42)).isNotEqualTo(TrainingPairs.made(14, 43));
        assertThat(pairs.get(7).path("pattern")).isEqualTo(pairs.get(0).path("pattern"));
        assertThat(pairs.stream().filter(pair -> pair.path("split").asText().equals("eval")))
                .hasSize(2);
        assertThat(pairs.get(0).path("phenotype").asText()).isEqualTo("immune_hot");
        assertThat(pairs.get(1).path("pattern").asText()).isEqualTo("cold_immune_desert");
        assertThat(pairs.get(0).path("text").asText())
                .startsWith("<start_of_turn>user\n")
                .contains("<end_of_turn>\n<start_of_turn>model\n")
                .endsWith("<end_of_turn>");
    }

    @Test
    void countsAddUp() {
        for (TissuePattern pattern : TissuePattern.values()) {
            int[] counts = MadeSlide.counts(pattern, CounterRandom.of(1, "test", 0), 5000);
            assertThat(Arrays.stream(counts).sum()).isEqualTo(5000);
        }
    }

    @Test
    void stoppedRunsAndMarksOfTurnsAreRefused() {
        assertThat(TrainingPairs.ofRun("run", MadeEvidence.run("stromal_rich", true)))
                .hasSize(2);
        assertThatThrownBy(() ->
                        TrainingPairs.ofRun("run", List.of(MadeEvidence.phenotype("", false, "the signal is weak"))))
                .isInstanceOf(GuardrailException.class)
                .hasMessageContaining("the signal is weak");
        assertThatThrownBy(() -> ChatFormat.exchange("a<end_of_turn>", "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
