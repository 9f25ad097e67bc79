package io.spatho.core.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.pattern.PatternGolden;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LigandReceptorScoresTest {

    private static final GenePanel PANEL = panel(6);

    private static GenePanel panel(int genes) {
        List<String> names = IntStream.range(0, genes).mapToObj(g -> "G" + g).toList();
        return new GenePanel(
                "made", names, names, names.stream().map(n -> "Gene Expression").toList());
    }

    private static LigandReceptorScores.Result scores(
            CsrMatrix values, int[] labels, List<LigandReceptorPair> pairs, LigandReceptorScores.Settings settings) {
        try (Workers workers = new Workers(2)) {
            return LigandReceptorScores.of(values, PANEL, labels, 3, pairs, settings, workers);
        }
    }

    @Test
    void scoresEqualSquidpyAndTestsAgree() {
        PatternGolden golden = PatternGolden.read();
        CsrMatrix values = expression(golden);
        List<LigandReceptorPair> pairs = List.of(
                LigandReceptorPair.ofGenes("G0", "G3"),
                LigandReceptorPair.ofGenes("G1", "G4"),
                LigandReceptorPair.ofGenes("G2", "G5"),
                LigandReceptorPair.ofGenes("G2", "ABSENT"));
        LigandReceptorScores.Result result =
                scores(values, golden.labels(), pairs, new LigandReceptorScores.Settings(0.4, 1999, 5));
        assertThat(result.pairs()).hasSize(3);
        for (int pair = 0; pair < 3; pair++) {
            JsonNode means = golden.get("ligand_receptor_mean").get(pair);
            JsonNode p = golden.get("ligand_receptor_p").get(pair);
            for (int cell = 0; cell < 9; cell++) {
                int at = result.at(pair, cell / 3, cell % 3);
                if (p.get(cell).isNull()) {
                    assertThat(result.score()[at]).isNaN();
                    assertThat(result.p()[at]).isNaN();
                } else {
                    assertThat(result.score()[at]).isCloseTo(means.get(cell).asDouble(), within(1e-10));
                    double expected = p.get(cell).asDouble();
                    double noise = Math.sqrt(2 * expected * (1 - expected) / 1999);
                    assertThat(result.p()[at]).isCloseTo(expected, within(5 * noise + 1e-3));
                }
            }
        }
    }

    private static CsrMatrix expression(PatternGolden golden) {
        JsonNode rows = golden.get("expression");
        double[][] values = new double[rows.size()][];
        for (int row = 0; row < values.length; row++) {
            values[row] = PatternGolden.numbers(rows.get(row));
        }
        return MadeMatrix.of(values);
    }

    @Test
    void aComplexIsAsStrongAsItsWeakestSubunitInEachLabel() {
        double[][] rows = {{4, 1, 2, 0, 0, 0}, {2, 6, 2, 0, 0, 0}, {0, 0, 8, 0, 0, 0}};
        LigandReceptorPair complex = new LigandReceptorPair("A", List.of("G0", "G1"), "B", List.of("G2"));
        LigandReceptorScores.Result result = scores(
                MadeMatrix.of(rows), new int[] {0, 1, 2}, List.of(complex), new LigandReceptorScores.Settings(0, 0, 1));
        assertThat(result.score()[result.at(0, 0, 2)]).isEqualTo((1 + 8) / 2.0);
        assertThat(result.score()[result.at(0, 1, 0)]).isEqualTo((2 + 2) / 2.0);
        assertThat(result.score()[result.at(0, 2, 2)]).isNaN();
        assertThat(result.p()).containsOnly(Double.NaN);
    }

    @Test
    void cellsWithoutLabelTakeNoPartAndThreadsChangeNothing() {
        PatternGolden golden = PatternGolden.read();
        CsrMatrix values = expression(golden);
        int[] labels = golden.labels();
        for (int cell = 0; cell < 100; cell++) {
            labels[cell] = -1;
        }
        int[] kept = IntStream.range(100, 300).toArray();
        int[] keptLabels = IntStream.of(kept).map(cell -> labels[cell]).toArray();
        List<LigandReceptorPair> pairs = List.of(LigandReceptorPair.ofGenes("G0", "G3"));
        LigandReceptorScores.Settings settings = new LigandReceptorScores.Settings(0.1, 99, 5);
        LigandReceptorScores.Result some = scores(values, labels, pairs, settings);
        LigandReceptorScores.Result alone = scores(values.selectRows(kept), keptLabels, pairs, settings);
        assertThat(some.score()).isEqualTo(alone.score());
        assertThat(some.p()).isEqualTo(alone.p());
    }
}
