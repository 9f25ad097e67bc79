package io.spatho.core.cohort;

import io.spatho.core.graph.Graph;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much more often observations of two labels are spatial neighbours than by their numbers, slide by slide and over slides, in
 * doublings: {@code log2((observed + 1) / (expected + 1))}, where by numbers the ends of an edge carry labels in the shares of the
 * slide's edge ends. 0 is chance.
 *
 * @param labels the labels
 * @param values slides x labels x labels; NaN where the slide has fewer than ten observations of either
 */
record SlideNeighbourhoods(List<String> slides, List<String> labels, double[][][] values) {

    private static final int FEWEST = 10;

    static SlideNeighbourhoods of(CohortCells cells, List<String> labels, int[] labelOf) {
        int slides = cells.cases().size();
        int kinds = labels.size();
        long[][][] edges = new long[slides][kinds][kinds];
        int[][] sizes = new int[slides][kinds];
        Graph graph = cells.spatial();
        for (int row = 0; row < graph.nodes(); row++) {
            int slide = cells.caseOf()[row];
            sizes[slide][labelOf[row]]++;
            for (int i = graph.starts()[row]; i < graph.starts()[row + 1]; i++) {
                edges[slide][labelOf[row]][labelOf[graph.neighbours()[i]]]++;
            }
        }
        double[][][] values = new double[slides][kinds][kinds];
        for (int slide = 0; slide < slides; slide++) {
            values[slide] = ratios(edges[slide], sizes[slide]);
        }
        return new SlideNeighbourhoods(cells.names(), labels, values);
    }

    private static double[][] ratios(long[][] edges, int[] sizes) {
        int kinds = sizes.length;
        double[] ends = new double[kinds];
        double all = 0;
        for (int one = 0; one < kinds; one++) {
            ends[one] = Arrays.stream(edges[one]).sum();
            all += ends[one];
        }
        double[][] ratios = new double[kinds][kinds];
        for (int one = 0; one < kinds; one++) {
            for (int other = 0; other < kinds; other++) {
                boolean enough = sizes[one] >= FEWEST && sizes[other] >= FEWEST && all > 0;
                double expected = enough ? ends[one] * ends[other] / all : 0;
                ratios[one][other] =
                        enough ? Math.log((edges[one][other] + 1) / (expected + 1)) / Math.log(2) : Double.NaN;
            }
        }
        return ratios;
    }

    SlideMean mean(int one, int other) {
        double[] known = new double[slides.size()];
        Arrays.setAll(known, slide -> values[slide][one][other]);
        return SlideMean.of(known, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** One row per unordered pair of labels: each slide's value, then mean over slides with interval. */
    Table table() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        List<SlideMean> means = new ArrayList<>();
        List<double[]> own = new ArrayList<>();
        for (int one = 0; one < labels.size(); one++) {
            for (int other = one; other < labels.size(); other++) {
                first.add(labels.get(one));
                second.add(labels.get(other));
                means.add(mean(one, other));
                double[] known = new double[slides.size()];
                for (int slide = 0; slide < known.length; slide++) {
                    known[slide] = values[slide][one][other];
                }
                own.add(known);
            }
        }
        Table table = Table.ofRows(first.size())
                .with("cluster_a", CohortTables.strings(first, text -> text))
                .with("cluster_b", CohortTables.strings(second, text -> text));
        table = SlideShares.withMeans(table, means);
        for (int slide = 0; slide < slides.size(); slide++) {
            int place = slide;
            table = table.with("log2_" + slides.get(slide), CohortTables.doubles(own, known -> known[place]));
        }
        return table;
    }
}
