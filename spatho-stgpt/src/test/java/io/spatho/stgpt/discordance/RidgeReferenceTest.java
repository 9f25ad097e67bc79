package io.spatho.stgpt.discordance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** On made slides, whose pictures show their domain: the reference explains genes and finds what was planted. */
final class RidgeReferenceTest {

    @Test
    void picturesExplainGenesExceptWhereTheyWereMadeToMislead() {
        try (Workers workers = new Workers(1)) {
            MadeSlides made = MadeSlides.of(2, 16, 40, 12, 2, workers);
            RidgeReference reference = RidgeReference.of(made.material(), 0);
            assertThat(reference.explained()).isBetween(0.1, 1.0);
            double planted = 0;
            double others = 0;
            for (int spot = 0; spot < reference.saved().length; spot++) {
                planted += made.isPlanted(spot) ? reference.saved()[spot] : 0;
                others += made.isPlanted(spot) ? 0 : reference.saved()[spot];
            }
            assertThat(planted).isNegative();
            assertThat(others).isPositive();
            double[] lost = reference.saved().clone();
            Arrays.setAll(lost, spot -> -reference.saved()[spot]);
            assertThat(PlantedTruth.area(lost, Planted.of(made).spots())).isGreaterThan(0.9);
        }
    }
}
