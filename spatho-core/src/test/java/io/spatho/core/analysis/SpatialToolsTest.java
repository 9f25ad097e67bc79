package io.spatho.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.annotate.ClusterLabel;
import io.spatho.core.communication.LigandReceptorPair;
import io.spatho.core.communication.PairList;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The spatial tools find the pattern that was planted, and say why where there is nothing to find. */
class SpatialToolsTest {

    private static final PairList PAIRS = new PairList(
            "made", List.of(LigandReceptorPair.ofGenes("LIG", "REC"), LigandReceptorPair.ofGenes("LIG", "ABSENT")));

    private static Workers workers;

    @BeforeAll
    static void start() {
        workers = new Workers(2);
    }

    @AfterAll
    static void stop() {
        workers.close();
    }

    private static AutocorrelationTool.Result autocorrelation(MadeHalves made) {
        return made.run(
                new AutocorrelationTool(),
                new AutocorrelationTool.Request(made.expression, made.graphs, OptionalInt.of(99)));
    }

    private static NeighbourhoodTool.Result neighbourhoods(MadeHalves made, List<Double> radii) {
        return made.run(
                new NeighbourhoodTool(),
                new NeighbourhoodTool.Request(made.expression, made.graphs, made.clusters, radii, 199));
    }

    @Test
    void aGeneOfOneHalfIsAutocorrelatedAndAConstantOneIsUndefined() {
        MadeHalves made = new MadeHalves(workers);
        AutocorrelationTool.Result result = autocorrelation(made);
        Table table = made.store.only(AutocorrelationTool.FILE);
        assertThat(table.strings("gene")).containsExactly("LIG", "NOISE", "REC", "SAME");
        double[] moran = table.doubles("moran_i");
        assertThat(moran[0]).isGreaterThan(0.8);
        assertThat(Math.abs(moran[1])).isLessThan(0.1);
        assertThat(table.doubles("lower")[0]).isLessThan(moran[0]);
        assertThat(table.doubles("upper")[0]).isGreaterThan(moran[0]);
        assertThat(table.doubles("p_permutation")[0]).isCloseTo(0.02, within(1e-12));
        assertThat(moran[3]).isNaN();
        assertThat(table.strings("undefined_reason")).containsExactly("", "", "", "constant");
        assertThat(result.ranked()).hasSize(3).startsWith(0 <= moran[0] - moran[2] ? 0 : 1);
        assertThat(made.evidence("spatial_autocorrelation")).hasSize(2);
        made.evidence("spatial_autocorrelation")
                .forEach(item -> assertThat(item.statement().uncertainty()).isPresent());
    }

    @Test
    void genesOfOppositeHalvesRepelAndAnAbsentGeneIsSaidToBeAbsent() {
        MadeHalves made = new MadeHalves(workers);
        made.run(new BivariateTool(), new BivariateTool.Request(made.expression, made.graphs, PAIRS, true));
        Table table = made.store.only(BivariateTool.FILE);
        assertThat(table.doubles("moran_i")[0]).isLessThan(-0.8);
        assertThat(table.doubles("upper")[0]).isLessThan(0);
        assertThat(table.doubles("moran_i")[1]).isNaN();
        assertThat(table.strings("undefined_reason")).containsExactly("", "not on the panel");
        made.run(new BivariateTool(), new BivariateTool.Request(made.expression, made.graphs, PAIRS, false));
        assertThat(made.store.only(BivariateTool.FILE).rows()).isEqualTo(1);
    }

    @Test
    void hotSpotsLieWhereTheGeneIsExpressed() {
        MadeHalves made = new MadeHalves(workers);
        AutocorrelationTool.Result moran = autocorrelation(made);
        LocalStatisticsTool.Result result = made.run(
                new LocalStatisticsTool(), new LocalStatisticsTool.Request(made.expression, made.graphs, moran));
        Table batch = made.store.batches(LocalStatisticsTool.FILE).get(0);
        assertThat(batch.strings("gene")[0]).isEqualTo("LIG");
        for (int cell = 0; cell < MadeHalves.CELLS; cell++) {
            boolean hot = batch.doubles("q_value")[cell] < 0.05 && batch.doubles("z_score")[cell] > 0;
            if (hot) {
                assertThat(cell % MadeHalves.SIDE).isLessThan(MadeHalves.SIDE / 2);
                assertThat(batch.strings("quadrant")[cell]).isEqualTo("high-high");
            }
        }
        LocalStatisticsTool.Spots lig = result.spots().stream()
                .filter(spots -> spots.gene().equals("LIG"))
                .findFirst()
                .orElseThrow();
        assertThat(lig.hot()).isBetween(MadeHalves.CELLS / 4, MadeHalves.CELLS / 2);
        assertThat(lig.defined()).isEqualTo(MadeHalves.CELLS);
        assertThat(made.evidence("hot_spots")).hasSize(3);
    }

    @Test
    void halvesAvoidEachOtherAtEveryRadius() {
        MadeHalves made = new MadeHalves(workers);
        NeighbourhoodTool.Result result = neighbourhoods(made, List.of());
        Table table = made.store.only(NeighbourhoodTool.RADII_FILE);
        JsonNode radii = made.store.document(NeighbourhoodTool.RADII_DOCUMENT);
        assertThat(radii.path("source").asText()).isEqualTo("platform");
        assertThat(radii.path("radii")).hasSize(4);
        for (int row = 0; row < table.rows(); row++) {
            boolean same = table.strings("label_a")[row].equals(table.strings("label_b")[row]);
            assertThat(table.strings("stability")[row])
                    .isEqualTo(same ? "more at every radius" : "less at every radius");
            assertThat(table.doubles("ratio")[row] > 1).isEqualTo(same);
        }
        assertThat(result.stablePairs()).isOne();
        assertThat(result.enrichedPairs()).isZero();
        assertThat(result.arrangedPairs()).isEqualTo(3);
        assertThat(made.evidence("group_centrality")).hasSize(2);
    }

    @Test
    void chosenRadiiAreUsedAndOnesThatAreNotLocalAreLeftOutWithTheirReason() {
        MadeHalves made = new MadeHalves(workers);
        neighbourhoods(made, List.of(25.0, 12.0));
        JsonNode radii = made.store.document(NeighbourhoodTool.RADII_DOCUMENT);
        assertThat(radii.path("radii").get(0).path("radius_um").asDouble()).isEqualTo(12);
        assertThat(radii.path("skipped")).isEmpty();
        assertThat(SpatialRadii.meanNeighbours(made.graphs.laidOut(made.expression.kept()), 1e4))
                .isEqualTo(MadeHalves.CELLS - 1);
        assertThat(WorkBound.holds(1e6, 1000)).isFalse();
        assertThat(WorkBound.labellings(1_000_000_000L, 1000)).isEqualTo(199);
        assertThat(WorkBound.labellings(10, 1000)).isEqualTo(1000);
    }

    @Test
    void eachHalfIsGatheredAndKeepsToItself() {
        MadeHalves made = new MadeHalves(workers);
        PatternTool.Result result =
                made.run(new PatternTool(), new PatternTool.Request(made.expression, made.graphs, made.clusters));
        double[] distances = result.coOccurrence().thresholds();
        int at = distances.length / 4;
        assertThat(result.coOccurrence().ratio(0, 1, at)).isLessThan(1);
        assertThat(result.coOccurrence().ratio(0, 0, at)).isGreaterThan(1);
        assertThat(result.ripley().z()[at]).isGreaterThan(10);
        assertThat(distances[distances.length - 1]).isLessThanOrEqualTo(0.25 * 10 * MadeHalves.SIDE);
        Table ripley = made.store.only(PatternTool.RIPLEY_FILE);
        assertThat(ripley.doubles("l_um")[at]).isGreaterThan(ripley.doubles("random_labelling_upper_um")[at]);
        assertThat(ripley.doubles("random_labelling_lower_um")[at])
                .isLessThan(ripley.doubles("random_labelling_l_um")[at]);
    }

    @Test
    void aLigandOfOneHalfSpeaksToTheReceptorOfTheOther() {
        MadeHalves made = new MadeHalves(workers);
        made.run(
                new CommunicationTool(),
                new CommunicationTool.Request(made.expression, made.graphs, made.clusters, PAIRS, 199));
        Table table = made.store.only(CommunicationTool.FILE);
        assertThat(table.rows()).isEqualTo(4);
        assertThat(table.strings("undefined_reason"))
                .containsExactly("expressed by too few", "", "expressed by too few", "expressed by too few");
        assertThat(table.doubles("score")[1]).isCloseTo(2.5, within(0.2));
        assertThat(table.doubles("p_value")[1]).isCloseTo(1 / 200.0, within(1e-12));
        assertThat(made.evidence("ligand_receptor")).hasSize(1);
        var interval = made.evidence("ligand_receptor")
                .get(0)
                .statement()
                .uncertainty()
                .orElseThrow();
        assertThat(table.doubles("score")[1]).isBetween(interval.lower(), interval.upper());
    }

    @Test
    void immuneCellsInAHalfOfTheirOwnAreHotUnlessLabelsAreUnsure() {
        MadeHalves made = new MadeHalves(workers);
        AutocorrelationTool.Result moran = autocorrelation(made);
        NeighbourhoodTool.Result neighbourhoods = neighbourhoods(made, List.of());
        SpatialFeaturesTool.Result sure = made.run(
                new SpatialFeaturesTool(),
                new SpatialFeaturesTool.Request(
                        made.expression,
                        made.graphs,
                        made.clusters,
                        made.annotation(0.95, ClusterLabel.Status.ASSIGNED),
                        moran,
                        neighbourhoods));
        assertThat(sure.phenotype()).isEqualTo("immune_hot");
        assertThat(sure.features().at("/annotation/immune_share").asDouble()).isEqualTo(0.5);
        assertThat(sure.features().at("/uncertainty/mean_prediction_entropy").isNull())
                .isTrue();
        SpatialFeaturesTool.Result unsure = made.run(
                new SpatialFeaturesTool(),
                new SpatialFeaturesTool.Request(
                        made.expression,
                        made.graphs,
                        made.clusters,
                        made.annotation(0.2, ClusterLabel.Status.AMBIGUOUS),
                        moran,
                        neighbourhoods));
        assertThat(unsure.isWeak()).isTrue();
        assertThat(unsure.phenotype()).isEmpty();
        assertThat(made.evidence("phenotype").get(0).statement().qcStatus()).isEqualTo(QcStatus.WARN);
        assertThat(unsure.features().at("/phenotype/undefined_reason").asText())
                .contains("too few observations have a sure name");
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        assertThat(everything(1)).isEqualTo(everything(3));
    }

    private static Object everything(int threads) {
        try (Workers some = new Workers(threads)) {
            MadeHalves made = new MadeHalves(some);
            AutocorrelationTool.Result moran = autocorrelation(made);
            made.run(new BivariateTool(), new BivariateTool.Request(made.expression, made.graphs, PAIRS, true));
            made.run(new LocalStatisticsTool(), new LocalStatisticsTool.Request(made.expression, made.graphs, moran));
            neighbourhoods(made, List.of());
            made.run(new PatternTool(), new PatternTool.Request(made.expression, made.graphs, made.clusters));
            made.run(
                    new CommunicationTool(),
                    new CommunicationTool.Request(made.expression, made.graphs, made.clusters, PAIRS, 99));
            return made.store.all();
        }
    }
}
