package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Made clusters of known type: cells with Poisson counts, of which some marker genes work, some do not, some mark another type too, and
 * some clusters are of a type that the panel does not know.
 */
record MadeTypes(CsrMatrix logNormalised, int[] clusterOf, int clusters, PanelMatch panel, int[] truth) {

    private static final int COMPARTMENTS = 13;
    private static final int MARKERS = 5;

    /**
     * How hard the naming is.
     *
     * @param otherGenes genes that mark no compartment
     * @param worksFrom fewest share of markers that work; each data set draws its own share up to 1
     * @param fold mean logarithm of the fold change of a marker that works
     * @param offTarget chance that a marker is also high in another type
     * @param foreign share of clusters whose type is not in the panel
     * @param sibling chance that a type has half of another compartment's markers too
     */
    record Regime(int otherGenes, double worksFrom, double fold, double offTarget, double foreign, double sibling) {}

    static MadeTypes of(Regime regime, long seed) {
        CounterRandom random = CounterRandom.of(seed, "made-types", 0);
        List<int[]> columns = new ArrayList<>();
        int genes = 0;
        for (int i = 0; i < COMPARTMENTS; i++) {
            int[] set = new int[MARKERS];
            int there = 0;
            for (int m = 0; m < MARKERS; m++) {
                if (random.nextDouble() < 0.75) {
                    set[there++] = genes++;
                }
            }
            columns.add(Arrays.copyOf(set, there));
        }
        int markers = genes;
        genes += regime.otherGenes;
        int clusters = 4 + random.nextInt(9);
        double works = regime.worksFrom + (1 - regime.worksFrom) * random.nextDouble();
        int[] order = IntStream.range(0, COMPARTMENTS).toArray();
        random.shuffle(order);
        int[] truth = new int[clusters];
        double[][] folds = new double[clusters][genes];
        for (int cluster = 0; cluster < clusters; cluster++) {
            truth[cluster] = random.nextDouble() < regime.foreign ? -1 : order[cluster];
            fill(regime, folds[cluster], columns, truth[cluster], works, markers, random);
        }
        double[] base = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            base[gene] = 0.5 * Math.exp(random.nextGaussian());
        }
        return cells(random, columns, truth, folds, base);
    }

    private static void fill(
            Regime regime,
            double[] folds,
            List<int[]> columns,
            int truth,
            double works,
            int markers,
            CounterRandom random) {
        Arrays.fill(folds, 1);
        for (int gene = 0; gene < folds.length; gene++) {
            boolean marker = gene < markers;
            if (random.nextDouble() < (marker ? regime.offTarget : 0.08)) {
                folds[gene] *= Math.exp(0.8 + 0.5 * random.nextGaussian());
            }
        }
        int sibling = random.nextDouble() < regime.sibling ? random.nextInt(COMPARTMENTS) : -1;
        for (int kind : new int[] {truth, sibling}) {
            for (int gene : kind < 0 ? new int[0] : columns.get(kind)) {
                if (random.nextDouble() < (kind == truth ? works : works / 2)) {
                    folds[gene] *= Math.exp(regime.fold + 0.6 * random.nextGaussian());
                }
            }
        }
    }

    private static MadeTypes cells(
            CounterRandom random, List<int[]> columns, int[] truth, double[][] folds, double[] base) {
        List<double[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int cluster = 0; cluster < truth.length; cluster++) {
            int size = (int) Math.round(8 * Math.exp(2.5 * random.nextDouble()));
            for (int cell = 0; cell < size; cell++) {
                double depth = Math.exp(0.4 * random.nextGaussian());
                double[] row = new double[base.length];
                double sum = 0;
                for (int gene = 0; gene < row.length; gene++) {
                    row[gene] = random.nextPoisson(base[gene] * folds[cluster][gene] * depth);
                    sum += row[gene];
                }
                for (int gene = 0; gene < row.length; gene++) {
                    row[gene] = Math.log1p(row[gene] * base.length / Math.max(1, sum));
                }
                rows.add(row);
                labels.add(cluster);
            }
        }
        List<String> compartments = new ArrayList<>();
        columns.forEach(set -> compartments.add("type" + compartments.size()));
        List<String> names = new ArrayList<>();
        for (int gene = 0; gene < base.length; gene++) {
            names.add("G" + gene);
        }
        return new MadeTypes(
                MadeMatrix.of(rows.toArray(double[][]::new)),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                truth.length,
                new PanelMatch(compartments, columns, names, List.of()),
                truth);
    }
}
