package io.spatho.anndata.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.random.CounterRandom;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TissueModelTest {

    private static final double RADIUS = 900;

    private final TissueModel tissue = new TissueModel(5, RADIUS);

    @Test
    void everyStructureOccursAndNestsLieOnOneSide() {
        Map<Structure, Integer> counts = new EnumMap<>(Structure.class);
        int nestsRight = 0;
        int nests = 0;
        CounterRandom random = CounterRandom.of(1, "points", 0);
        for (int i = 0; i < 20_000; i++) {
            double x = RADIUS * (2 * random.nextDouble() - 1);
            double y = RADIUS * (2 * random.nextDouble() - 1);
            Place place = tissue.at(x, y);
            counts.merge(place.structure(), 1, Integer::sum);
            if (place.structure() == Structure.TUMOUR_NEST) {
                nests++;
                nestsRight += x > 0 ? 1 : 0;
            }
        }
        assertThat(counts).containsOnlyKeys(Structure.values());
        assertThat(counts.get(Structure.STROMA)).isBetween(5_000, 16_000);
        assertThat(nestsRight).isGreaterThan(nests * 8 / 10);
    }

    @Test
    void bordersAreSmooth() {
        int changes = 0;
        int steps = 8_000;
        Structure before = tissue.at(-RADIUS, 13).structure();
        for (int i = 1; i <= steps; i++) {
            Structure here = tissue.at(-RADIUS + 2 * RADIUS * i / steps, 13).structure();
            changes += here == before ? 0 : 1;
            before = here;
        }
        assertThat(changes).as("a line meets each structure once or twice").isBetween(4, 60);
    }

    @Test
    void depthIsTheDistanceFromTheBorderWithinTheBend() {
        for (Site site : tissue.landmarks()) {
            double[] middle = tissue.middle(site);
            if (tissue.inside(site, middle[0], middle[1]) && site.structure() != Structure.GLAND) {
                Place place = tissue.at(middle[0], middle[1]);
                assertThat(place.structure()).isEqualTo(site.structure());
                assertThat(place.depth()).isBetween(0.9 * site.radius(), 1.0001 * site.radius());
            }
        }
    }

    @Test
    void nineSquaresHoldEverySiteThatCoversAPoint() {
        CounterRandom random = CounterRandom.of(2, "points", 0);
        SiteGrid grid = new SiteGrid(100, 1_000, (x, y, square) -> {
            CounterRandom jitter = CounterRandom.of(3, "sites", square);
            return new Site(
                    Structure.GLAND,
                    x + 36 * (2 * jitter.nextDouble() - 1),
                    y + 36 * (2 * jitter.nextDouble() - 1),
                    100 * 0.52,
                    false);
        });
        for (int i = 0; i < 5_000; i++) {
            double x = 1_000 * (2 * random.nextDouble() - 1);
            double y = 1_000 * (2 * random.nextDouble() - 1);
            double deepest = grid.sites().stream()
                    .mapToDouble(site -> site.depth(x, y))
                    .max()
                    .orElseThrow();
            if (deepest > 0) {
                assertThat(grid.deepest(x, y, Structure.GLAND).depth(x, y)).isEqualTo(deepest);
            }
        }
    }

    @Test
    void anotherSeedGivesAnotherSection() {
        TissueModel other = new TissueModel(6, RADIUS);
        int same = 0;
        for (int i = 0; i < 1_000; i++) {
            same += tissue.at(i, -i / 2.0).structure() == other.at(i, -i / 2.0).structure() ? 1 : 0;
        }
        assertThat(same).isLessThan(900);
    }
}
