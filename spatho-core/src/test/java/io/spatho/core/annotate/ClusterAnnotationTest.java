package io.spatho.core.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClusterAnnotationTest {

    private static final ClusterAnnotation.Settings SETTINGS = new ClusterAnnotation.Settings(999, 500, 1, 0.05);

    private static GenePanel genes(List<String> names) {
        return new GenePanel("made", names, names, Collections.nCopies(names.size(), "Gene Expression"));
    }

    private static List<ClusterLabel> run(
            CsrMatrix matrix, int[] clusterOf, int clusters, PanelMatch match, int threads) {
        try (Workers workers = new Workers(threads)) {
            return ClusterAnnotation.of(matrix, clusterOf, clusters, match, SETTINGS, workers);
        }
    }

    /** All genes of the bundled panel and 140 others, as noise. */
    private static List<String> names() {
        List<String> names = new ArrayList<>();
        MarkerPanel.bundled().compartments().forEach(compartment -> names.addAll(compartment.genes()));
        IntStream.range(0, 140).forEach(i -> names.add("OTHER" + i));
        return names;
    }

    private static double[][] noise(int cells, int genes, long seed) {
        CounterRandom random = CounterRandom.of(seed, "noise", 0);
        double[][] rows = new double[cells][genes];
        for (double[] row : rows) {
            Arrays.setAll(row, gene -> random.nextDouble() < 0.5 ? 0 : random.nextDouble() * 2);
        }
        return rows;
    }

    @Test
    void plantedCompartmentsAreFound() {
        List<String> names = names();
        double[][] rows = noise(300, names.size(), 4);
        int[] clusterOf = IntStream.range(0, 300).map(i -> i / 100).toArray();
        for (int cell = 0; cell < 200; cell++) {
            for (String gene : cell < 100
                    ? List.of("CD3D", "CD3E", "TRAC", "CD2", "CD7")
                    : List.of("EPCAM", "KRT8", "KRT18", "CDH1")) {
                rows[cell][names.indexOf(gene)] += 1.5;
            }
        }
        PanelMatch match = MarkerPanel.bundled().match(genes(names));
        List<ClusterLabel> labels = run(MadeMatrix.of(rows), clusterOf, 3, match, 2);
        assertThat(labels).extracting(ClusterLabel::label).containsExactly("T_cells", "Epithelial", "Unknown");
        assertThat(labels.get(0).status()).isEqualTo(ClusterLabel.Status.ASSIGNED);
        assertThat(labels.get(0).confidence()).isGreaterThan(0.95);
        assertThat(labels.get(0).evidence()).hasSize(5);
        assertThat(labels.get(1).evidence())
                .extracting(ClusterLabel.EvidenceGene::name)
                .contains("EPCAM", "KRT8", "KRT18", "CDH1");
        assertThat(labels.get(2).confidence()).isLessThan(0.95);
        assertThat(labels.get(2).evidence()).isEmpty();
        assertThat(AnnotationTable.of(labels, List.of("0", "1", "2")).strings("note"))
                .containsExactly("assigned", "assigned", "unknown");
        assertThat(run(MadeMatrix.of(rows), clusterOf, 3, match, 7)).isEqualTo(labels);
    }

    @Test
    void theScoreIsTheMeanOfZScores() {
        double[][] rows = {{1, 0, 5}, {3, 2, 5}, {5, 4, 5}, {7, 0, 5}};
        PanelMatch match = new PanelMatch(
                List.of("one", "few"), List.of(new int[] {0, 1, 2}, new int[] {0}), List.of("a", "b", "c"), List.of());
        List<ClusterLabel> labels = run(MadeMatrix.of(rows), new int[] {0, 0, 1, 1}, 2, match, 1);
        // z of gene a: (1,3,5,7 - 4) / sqrt 5; of gene b: (0,2,4,0 - 1.5) / sqrt 2.75; gene c is constant and left out.
        double expected = (2 / Math.sqrt(5) + 0.5 / Math.sqrt(2.75)) / 2;
        ClusterLabel.Score score = labels.get(1).scores().get(0);
        assertThat(score.score()).isCloseTo(expected, within(1e-14));
        assertThat(score.genes()).isEqualTo(2);
        assertThat(labels.get(1).scores().get(1).score()).isNaN();
        assertThat(labels.get(1).scores().get(1).p()).isNaN();
        // With no other genes to draw, chance always does as well.
        assertThat(labels.get(1).label()).isEqualTo(ClusterLabel.UNKNOWN);
        assertThat(labels.get(1).pScore()).isEqualTo(1);
    }

    @Test
    void twoCompartmentsAtOnceAreAmbiguous() {
        List<String> names = names();
        double[][] rows = noise(200, names.size(), 5);
        for (int cell = 0; cell < 100; cell++) {
            for (String gene :
                    List.of("CD3D", "CD3E", "TRAC", "CD2", "CD7", "MS4A1", "CD19", "CD79A", "CD79B", "PAX5")) {
                rows[cell][names.indexOf(gene)] += 1.5;
            }
        }
        int[] clusterOf = IntStream.range(0, 200).map(i -> i / 100).toArray();
        ClusterLabel label = run(
                        MadeMatrix.of(rows), clusterOf, 2, MarkerPanel.bundled().match(genes(names)), 2)
                .get(0);
        assertThat(label.status()).isEqualTo(ClusterLabel.Status.AMBIGUOUS);
        assertThat(List.of(label.label(), label.runnerUp())).containsExactlyInAnyOrder("T_cells", "B_cells");
        assertThat(label.pScore()).isLessThan(0.01);
        assertThat(label.confidence()).isLessThan(0.95);
    }

    @Test
    void panelsOfRandomGenesAreUnknown() {
        int genes = 120;
        int trials = 400;
        CsrMatrix matrix = MadeMatrix.of(noise(80, genes, 6));
        int[] clusterOf = IntStream.range(0, 80).map(i -> i % 4).toArray();
        List<String> names = IntStream.range(0, genes).mapToObj(i -> "G" + i).toList();
        long sure = 0;
        long named = 0;
        try (Workers workers = new Workers(2)) {
            for (int trial = 0; trial < trials; trial++) {
                int[] order = IntStream.range(0, genes).toArray();
                CounterRandom.of(9, "panel", trial).shuffle(order);
                List<int[]> sets = IntStream.range(0, 6)
                        .mapToObj(i -> Arrays.copyOfRange(order, i * 5, i * 5 + 5))
                        .toList();
                PanelMatch match = new PanelMatch(List.of("a", "b", "c", "d", "e", "f"), sets, names, List.of());
                ClusterAnnotation.Settings settings = new ClusterAnnotation.Settings(199, 100, trial, 0.05);
                List<ClusterLabel> labels = ClusterAnnotation.of(matrix, clusterOf, 4, match, settings, workers);
                sure += labels.stream()
                        .filter(label -> label.confidence() >= 0.9)
                        .count();
                named += labels.stream()
                        .filter(label -> label.status() != ClusterLabel.Status.UNKNOWN)
                        .count();
            }
        }
        // Panels of random genes: no more than chance allows may be named.
        assertThat(named / (4.0 * trials)).isLessThan(0.07);
        assertThat(sure / (4.0 * trials)).isLessThan(0.03);
    }

    @Test
    void emptyClustersAndPanelsAreUnknown() {
        CsrMatrix matrix = MadeMatrix.of(noise(10, 30, 1));
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "G" + i).toList();
        PanelMatch match = MarkerPanel.bundled().match(genes(names));
        assertThat(match.notes()).singleElement().asString().contains("13 of 13 compartments");
        List<ClusterLabel> labels = run(matrix, new int[10], 2, match, 1);
        assertThat(labels).extracting(ClusterLabel::label).containsOnly(ClusterLabel.UNKNOWN);
        assertThat(labels).extracting(ClusterLabel::confidence).containsOnly(0.0);
    }
}
