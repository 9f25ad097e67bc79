package io.spatho.stgpt.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.cluster.LeidenClustering;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.integration.BatchTest;
import io.spatho.core.integration.LocalDiversity;
import io.spatho.core.integration.Silhouette;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What an embedding keeps of labels, batches and space. The same cells, labels and draws serve the model and its baseline.
 *
 * <p>Determinism: depends on the embedding, the labels and the seed. Cost: cells squared x dimensions.
 */
final class EmbeddingBenchmark {

    private static final int NEIGHBOURS = 30;
    private static final int CLUSTER_NEIGHBOURS = 15;
    private static final int MOST_FOR_SILHOUETTE = 2000;

    private final Subject subject;
    private final long seed;
    private final Workers workers;
    private final GroupBootstrap bootstrap;

    /**
     * The cells that are looked at.
     *
     * @param labels the label of each cell, from 0; empty when there are none
     * @param labelSource where the labels come from
     * @param batches the batch of each cell, from 0; empty when there is one batch only
     * @param spatial neighbours in space
     * @param groupOf the group of each cell for intervals, from 0
     * @param groups the number of groups
     */
    record Subject(int[] labels, String labelSource, int[] batches, Graph spatial, int[] groupOf, int groups) {}

    EmbeddingBenchmark(Subject subject, long seed, Workers workers) {
        this.subject = subject;
        this.seed = seed;
        this.workers = workers;
        this.bootstrap = GroupBootstrap.of(subject.groups, seed);
    }

    /** All scores of an embedding; what does not apply is null and says why. */
    ObjectNode scores(DenseMatrix points) {
        NearestNeighbours nearest =
                ExpressionNeighbours.nearest(points, NEIGHBOURS, seed, workers).neighbours();
        ObjectNode node = CanonicalJson.object();
        labels(node, points, nearest);
        batches(node, points, nearest);
        space(node, points);
        return node;
    }

    private void labels(ObjectNode node, DenseMatrix points, NearestNeighbours nearest) {
        int kinds = (int) Arrays.stream(subject.labels).distinct().count();
        if (kinds < 2) {
            String reason = "not applicable: the case has fewer than two labels";
            for (String name : new String[] {
                "adjusted_rand_index", "normalised_mutual_information", "label_separation_clisi", "label_silhouette"
            }) {
                absent(node, name, reason);
            }
            return;
        }
        Graph graph = FuzzyGraph.of(
                ExpressionNeighbours.nearest(points, CLUSTER_NEIGHBOURS, seed, workers)
                        .neighbours(),
                workers);
        int[] found = LeidenClustering.cluster(graph, LeidenClustering.Options.defaults(seed))
                .partition()
                .labels();
        Contingency table = new Contingency(found, subject.labels, subject.groupOf, subject.groups);
        String method = "Leiden clusters of the embedding against " + subject.labelSource;
        put(node, "adjusted_rand_index", table::randIndex, method);
        put(node, "normalised_mutual_information", table::mutualInformation, method);
        CellValues diversity = new CellValues(LocalDiversity.of(nearest, subject.labels), subject.groupOf);
        put(
                node,
                "label_separation_clisi",
                times -> LocalDiversity.labelSeparation(diversity.median(times), kinds),
                "local inverse Simpson's index of the labels, 1 is best");
        int[] some = some();
        double width = Silhouette.labels(points.selectRows(some), of(subject.labels, some), workers);
        single(node, "label_silhouette", width, "mean silhouette moved to 0 … 1, " + some.length + " cells");
    }

    private void batches(ObjectNode node, DenseMatrix points, NearestNeighbours nearest) {
        int kinds = (int) Arrays.stream(subject.batches).distinct().count();
        if (kinds < 2) {
            String reason = "not applicable: one batch";
            absent(node, "batch_mixing_ilisi", reason);
            absent(node, "batch_acceptance_kbet", reason);
            absent(node, "batch_silhouette", reason);
            return;
        }
        CellValues diversity = new CellValues(LocalDiversity.of(nearest, subject.batches), subject.groupOf);
        put(
                node,
                "batch_mixing_ilisi",
                times -> LocalDiversity.batchMixing(diversity.median(times), kinds),
                "local inverse Simpson's index of the batches, 1 is best");
        double accepted = BatchTest.acceptance(nearest, subject.batches);
        single(node, "batch_acceptance_kbet", accepted, "share of neighbourhoods that a chi-squared test accepts");
        int[] some = some();
        boolean labelled = subject.labels.length > 0;
        double width = Silhouette.batches(
                points.selectRows(some),
                labelled ? of(subject.labels, some) : new int[some.length],
                of(subject.batches, some),
                workers);
        single(node, "batch_silhouette", width, "1 minus the silhouette's distance from 0 within labels");
    }

    /** How much nearer a cell's embedding is to those of its spatial neighbours than to those of random cells. */
    private void space(ObjectNode node, DenseMatrix points) {
        double[] agreement = new double[points.rows()];
        double[] chance = new double[points.rows()];
        double[] centre = centre(points);
        for (int cell = 0; cell < points.rows(); cell++) {
            CounterRandom random = CounterRandom.of(seed, "evaluation-random-cells", cell);
            int degree = subject.spatial.degree(cell);
            for (int i = 0; i < degree; i++) {
                int neighbour = subject.spatial.neighbours()[subject.spatial.starts()[cell] + i];
                agreement[cell] += cosine(points, centre, cell, neighbour) / degree;
                chance[cell] += cosine(points, centre, cell, random.nextInt(points.rows())) / degree;
            }
        }
        CellValues near = new CellValues(agreement, subject.groupOf);
        CellValues apart = new CellValues(chance, subject.groupOf);
        String method = "mean cosine of a cell's centred embedding with those of its spatial neighbours";
        put(node, "neighbourhood_agreement", near::mean, method);
        put(node, "neighbourhood_agreement_of_random_cells", apart::mean, "the same with as many random cells");
    }

    private static double[] centre(DenseMatrix points) {
        double[] centre = new double[points.columns()];
        for (int i = 0; i < points.values().length; i++) {
            centre[i % centre.length] += points.values()[i] / (double) points.rows();
        }
        return centre;
    }

    private static double cosine(DenseMatrix points, double[] centre, int one, int other) {
        double both = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < centre.length; i++) {
            double a = points.get(one, i) - centre[i];
            double b = points.get(other, i) - centre[i];
            both += a * b;
            first += a * a;
            second += b * b;
        }
        return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0;
    }

    private int[] some() {
        int all = subject.groupOf.length;
        int count = Math.min(MOST_FOR_SILHOUETTE, all);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * all / count))
                .toArray();
    }

    private static int[] of(int[] values, int[] rows) {
        return Arrays.stream(rows).map(row -> values[row]).toArray();
    }

    private void put(ObjectNode node, String name, ToDoubleFunction<int[]> estimate, String method) {
        int[] once = new int[subject.groups];
        Arrays.fill(once, 1);
        Scores.put(node, name, estimate.applyAsDouble(once), bootstrap.interval(estimate), method);
    }

    private static void single(ObjectNode node, String name, double value, String method) {
        Optional<Uncertainty> none = Optional.empty();
        Scores.put(node, name, value, none, method);
    }

    private static void absent(ObjectNode node, String name, String reason) {
        single(node, name, Double.NaN, reason);
    }
}
