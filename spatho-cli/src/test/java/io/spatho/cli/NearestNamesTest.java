package io.spatho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {

    @Test
    void lettersToChangeAreCounted() {
        assertThat(NearestNames.distance("resolutoin", "resolution")).isEqualTo(1);
        assertThat(NearestNames.distance("neighbours", "neighbors")).isEqualTo(1);
        assertThat(NearestNames.distance("", "seed")).isEqualTo(4);
        assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void theNearestComeFirstAndWhatIsFarIsLeftOut() {
        List<String> known =
                List.of("--resolution-sweep", "--seed", "--structure-resolution", "--resolution", "--resume");
        assertThat(NearestNames.of("--resolutoin", known))
                .startsWith("--resolution")
                .doesNotContain("--seed");
        assertThat(NearestNames.of("--colour", List.of("--spatial-neighbors"))).isEmpty();
    }
}
