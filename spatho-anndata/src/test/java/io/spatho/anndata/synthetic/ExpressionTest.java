package io.spatho.anndata.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ExpressionTest {

    private static final int CELLS = 4_000;
    private static final long SEED = 3;
    private static final double MOLECULES = 120;

    private static Section section;
    private static Panel panel;
    private static int[][] counts;
    private static List<Cell> cells;

    @BeforeAll
    static void make() {
        try (Workers workers = new Workers(2)) {
            section = Section.of(CELLS, SEED, workers);
            panel = Panel.targeted(174, SEED);
            Expression expression = new Expression(section.lattice().tissue(), panel, SEED, MOLECULES);
            counts = new int[CELLS][panel.features().size()];
            int[] row = {0};
            new XeniumCounts(section, panel, expression, SEED).forEach(workers, block -> {
                int at = 0;
                for (int length : block.rowLengths()) {
                    for (int end = at + length; at < end; at++) {
                        counts[row[0]][block.features()[at]] = block.counts()[at];
                    }
                    row[0]++;
                }
            });
        }
        TypeMixture mixture = new TypeMixture();
        cells = IntStream.range(0, CELLS)
                .mapToObj(number -> section.cell(number, mixture))
                .toList();
    }

    private static int gene(String symbol) {
        return panel.features().stream().map(Feature::name).toList().indexOf(symbol);
    }

    @Test
    void depthIsAboutWhatWasAskedForAndFewCellsArePoor() {
        double[] totals = Arrays.stream(counts)
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
        assertThat(Arrays.stream(totals).average().orElseThrow()).isBetween(0.7 * MOLECULES, 1.3 * MOLECULES);
        assertThat(Arrays.stream(totals).filter(total -> total < 20).count()).isBetween(20L, 300L);
    }

    @Test
    void markersTellTypesApart() {
        int tumour = gene("KRT8");
        int tCell = gene("CD3D");
        assertThat(mean(tumour, CellType.TUMOUR)).isGreaterThan(10 * mean(tumour, CellType.T_CELL));
        assertThat(mean(tCell, CellType.T_CELL)).isGreaterThan(10 * mean(tCell, CellType.TUMOUR));
        assertThat(mean(gene("ALB"), CellType.TUMOUR)).isLessThan(0.3);
    }

    private static double mean(int gene, CellType type) {
        return IntStream.range(0, CELLS)
                .filter(cell -> cells.get(cell).type() == type)
                .mapToDouble(cell -> counts[cell][gene])
                .average()
                .orElseThrow();
    }

    @Test
    void countsOfOneTypeAreOverdispersed() {
        int gene = gene("KRT8");
        double[] values = IntStream.range(0, CELLS)
                .filter(cell -> cells.get(cell).type() == CellType.TUMOUR)
                .mapToDouble(cell -> counts[cell][gene])
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        double dispersion = (variance - mean) / (mean * mean);
        assertThat(dispersion).as("gamma 1/7, log-normal 0.13, low quality").isBetween(0.15, 0.6);
    }

    @Test
    void hypoxiaStandsInNestsAndNeighboursAgree() {
        assertThat(moran(gene("CA9"))).isGreaterThan(0.15);
        assertThat(moran(gene("KRT8"))).isGreaterThan(0.3);
        assertThat(moran(gene("ALB"))).isCloseTo(0, within(0.04));
        assertThat(moran(panel.genes() + 3)).isCloseTo(0, within(0.04));
    }

    /** Moran's I with weight 1 for cells nearer than 14 µm. */
    private static double moran(int feature) {
        double[] values = IntStream.range(0, CELLS)
                .mapToDouble(cell -> Math.log1p(counts[cell][feature]))
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double products = 0;
        double pairs = 0;
        double squares = 0;
        for (int i = 0; i < CELLS; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
            for (int j = Math.max(0, i - 400); j < i; j++) {
                double dx = cells.get(i).x() - cells.get(j).x();
                double dy = cells.get(i).y() - cells.get(j).y();
                if (dx * dx + dy * dy < 14 * 14) {
                    products += (values[i] - mean) * (values[j] - mean);
                    pairs++;
                }
            }
        }
        return products / pairs / (squares / CELLS);
    }

    @Test
    void typesCanBeFoundAgainFromTheirMarkers() {
        CellType[] types = CellType.values();
        double[][] score = new double[types.length][panel.genes()];
        for (CellType type : types) {
            double total = 0;
            for (int gene = 0; gene < panel.genes(); gene++) {
                score[type.position()][gene] = 0.02 + mean(gene, type);
                total += score[type.position()][gene];
            }
            for (int gene = 0; gene < panel.genes(); gene++) {
                score[type.position()][gene] = Math.log(score[type.position()][gene] / total);
            }
        }
        long right = IntStream.range(0, CELLS)
                .filter(cell ->
                        likeliest(counts[cell], score) == cells.get(cell).type().position())
                .count();
        assertThat((double) right / CELLS).isGreaterThan(0.9);
    }

    private static int likeliest(int[] row, double[][] score) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int type = 0; type < score.length; type++) {
            double sum = 0;
            for (int gene = 0; gene < score[type].length; gene++) {
                sum += row[gene] * score[type][gene];
            }
            if (sum > highest) {
                highest = sum;
                best = type;
            }
        }
        return best;
    }

    @Test
    void controlsAreRareAndSpreadOverTheirKinds() {
        double probes = IntStream.range(0, CELLS)
                .mapToDouble(cell -> Arrays.stream(counts[cell], panel.genes(), panel.genes() + Panel.CONTROL_PROBES)
                        .sum())
                .average()
                .orElseThrow();
        assertThat(probes).isBetween(0.045, 0.075);
    }

    @Test
    void aliasTablesDrawInProportion() {
        double[] weights = {0, 1, 0, 3, 6, 0.5};
        AliasTable table = new AliasTable(weights);
        CounterRandom random = CounterRandom.of(9, "alias", 0);
        int[] drawn = new int[weights.length];
        int draws = 105_000;
        for (int i = 0; i < draws; i++) {
            drawn[table.draw(random)]++;
        }
        for (int item = 0; item < weights.length; item++) {
            double expected = draws * weights[item] / 10.5;
            assertThat((double) drawn[item]).isCloseTo(expected, within(5 * Math.sqrt(expected) + 0.5));
        }
        assertThat(new AliasTable(new double[4]).isEmpty()).isTrue();
    }
}
