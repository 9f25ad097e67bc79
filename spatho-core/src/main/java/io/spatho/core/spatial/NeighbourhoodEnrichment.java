package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import io.spatho.core.graph.Libraries;
import io.spatho.core.parallel.Workers;
import io.spatho.core.statistics.BenjaminiHochberg;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;

/**
 * How often cells of two labels are neighbours, compared with labels put on the cells at random.
 *
 * <p>Arrays hold categories x categories values, row after row. {@code z = (count - mean) / deviation} with the population
 * standard deviation over the random labellings; where that is 0, z, p and the adjusted p are undefined (NaN). P-values are
 * two-sided, {@code 2 * (smaller tail + 1) / (permutations + 1)}, at most 1; they are adjusted over the unordered pairs of
 * labels. Cells without a label (-1) take no part, neither as neighbours nor in the random labellings. Labels change places within a
 * library only, so that a label that is common on one slide is not compared with what it would be on another.
 *
 * <p>Determinism: depends on the inputs, the number of permutations and the seed only. Cost: permutations x (cells + edges). At most 256 labels.
 * Source: counts and z as in squidpy 1.8.2 {@code gr.nhood_enrichment} on a symmetric graph, with its {@code library_key} (Schapiro et al. 2017).
 *
 * @param categories number of labels
 * @param permutations number of random labellings
 * @param counts ordered pairs of neighbours with the labels of row and column
 * @param mean mean count over the random labellings
 * @param deviation population standard deviation over the random labellings
 * @param z standard deviates
 * @param p two-sided permutation p-values
 * @param adjusted p-values after Benjamini and Hochberg
 */
public record NeighbourhoodEnrichment(
        int categories,
        int permutations,
        long[] counts,
        double[] mean,
        double[] deviation,
        double[] z,
        double[] p,
        double[] adjusted) {

    private static final String PURPOSE = "neighbourhood-enrichment";
    private static final int PIECES = 64;

    /** The enrichment of {@code labels[cell]}, a number below {@code categories} or -1, on the graph of one library. */
    public static NeighbourhoodEnrichment of(
            Graph graph, int[] labels, int categories, int permutations, long seed, Workers workers) {
        return of(graph, Libraries.single(graph.nodes()), labels, categories, permutations, seed, workers);
    }

    /** The same on a graph that joins no cells of different libraries. */
    public static NeighbourhoodEnrichment of(
            Graph graph,
            Libraries libraries,
            int[] labels,
            int categories,
            int permutations,
            long seed,
            Workers workers) {
        LabelledEdges edges = LabelledEdges.of(graph, libraries, labels, categories);
        short[] own = edges.labels();
        long[] packed = new long[own.length];
        LabelledEdges.pack(new short[][] {own, own, own, own}, packed);
        long[] counts = edges.count(packed)[0];
        int pieces = Math.min(PIECES, permutations);
        List<Tally> parts = workers.map(pieces, piece -> {
            Tally part = new Tally(counts);
            int to = (int) ((long) permutations * (piece + 1) / pieces);
            int from = (int) ((long) permutations * piece / pieces);
            short[][] shuffled = new short[LabelledEdges.LANES][own.length];
            long[] lanes = new long[own.length];
            for (int number = from; number < to; number += LabelledEdges.LANES) {
                int labellings = Math.min(LabelledEdges.LANES, to - number);
                for (int lane = 0; lane < labellings; lane++) {
                    System.arraycopy(own, 0, shuffled[lane], 0, own.length);
                    shuffle(shuffled[lane], edges.ends(), seed, number + lane);
                }
                LabelledEdges.pack(shuffled, lanes);
                long[][] found = edges.count(lanes);
                for (int lane = 0; lane < labellings; lane++) {
                    part.add(found[lane]);
                }
            }
            return part;
        });
        Tally total = new Tally(counts);
        parts.forEach(total::add);
        return total.result(categories, permutations);
    }

    private static void shuffle(short[] labels, int[] ends, long seed, int number) {
        for (int library = 0, from = 0; library < ends.length; from = ends[library++]) {
            String purpose = library == 0 ? PURPOSE : PURPOSE + "/" + library;
            Permutations.of(seed, purpose, number).shuffle(labels, from, ends[library]);
        }
    }

    /** One row per unordered pair of labels with a defined count, in label order. */
    public Table table(List<String> names) {
        int pairs = categories * (categories + 1) / 2;
        int[] cell = new int[pairs];
        int at = 0;
        for (int a = 0; a < categories; a++) {
            for (int b = a; b < categories; b++) {
                cell[at++] = a * categories + b;
            }
        }
        return Table.ofRows(pairs)
                .with("label_a", new Column.Strings(named(cell, names, categories, true)))
                .with("label_b", new Column.Strings(named(cell, names, categories, false)))
                .with(
                        "count",
                        new Column.Longs(
                                Arrays.stream(cell).mapToLong(i -> counts[i]).toArray()))
                .with("expected", picked(mean, cell))
                .with("standard_deviation", picked(deviation, cell))
                .with("z_score", picked(z, cell))
                .with("p_value", picked(p, cell))
                .with("p_adjusted", picked(adjusted, cell))
                .with("undefined_reason", new Column.Strings(reasons(cell)));
    }

    /** Without spread over the random labellings, z and p have no value. */
    private String[] reasons(int[] cells) {
        return Arrays.stream(cells)
                .mapToObj(cell -> Double.isNaN(z[cell]) ? Status.CONSTANT.id() : "")
                .toArray(String[]::new);
    }

    private static String[] named(int[] cells, List<String> names, int categories, boolean row) {
        return Arrays.stream(cells)
                .mapToObj(cell -> names.get(row ? cell / categories : cell % categories))
                .toArray(String[]::new);
    }

    private static Column.Doubles picked(double[] values, int[] cells) {
        return new Column.Doubles(
                Arrays.stream(cells).mapToDouble(cell -> values[cell]).toArray());
    }

    /** Exact sums over random labellings, as deviations from the observed counts. */
    private static final class Tally {
        private final long[] observed;
        private final long[] sum;
        private final double[] squares;
        private final int[] atLeast;
        private final int[] atMost;

        Tally(long[] observed) {
            this.observed = observed;
            this.sum = new long[observed.length];
            this.squares = new double[observed.length];
            this.atLeast = new int[observed.length];
            this.atMost = new int[observed.length];
        }

        void add(long[] counts) {
            for (int i = 0; i < counts.length; i++) {
                long difference = counts[i] - observed[i];
                sum[i] += difference;
                squares[i] += (double) difference * difference;
                atLeast[i] += difference >= 0 ? 1 : 0;
                atMost[i] += difference <= 0 ? 1 : 0;
            }
        }

        void add(Tally other) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.sum[i];
                squares[i] += other.squares[i];
                atLeast[i] += other.atLeast[i];
                atMost[i] += other.atMost[i];
            }
        }

        NeighbourhoodEnrichment result(int categories, int permutations) {
            int pairs = observed.length;
            double[] mean = new double[pairs];
            double[] deviation = new double[pairs];
            double[] z = new double[pairs];
            double[] p = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                double shift = (double) sum[i] / permutations;
                mean[i] = permutations == 0 ? Double.NaN : observed[i] + shift;
                deviation[i] = Math.sqrt(Math.max(0, squares[i] / permutations - shift * shift));
                boolean defined = permutations > 0 && deviation[i] > 0;
                z[i] = defined ? -shift / deviation[i] : Double.NaN;
                int tail = Math.min(atLeast[i], atMost[i]);
                p[i] = defined ? Math.min(1, 2 * (tail + 1.0) / (permutations + 1.0)) : Double.NaN;
            }
            return new NeighbourhoodEnrichment(
                    categories, permutations, observed, mean, deviation, z, p, adjusted(p, categories));
        }

        private static double[] adjusted(double[] p, int categories) {
            double[] once = p.clone();
            for (int a = 0; a < categories; a++) {
                for (int b = 0; b < a; b++) {
                    once[a * categories + b] = Double.NaN;
                }
            }
            double[] adjusted = BenjaminiHochberg.adjust(once);
            for (int a = 0; a < categories; a++) {
                for (int b = 0; b < a; b++) {
                    adjusted[a * categories + b] = adjusted[b * categories + a];
                }
            }
            return adjusted;
        }
    }
}
