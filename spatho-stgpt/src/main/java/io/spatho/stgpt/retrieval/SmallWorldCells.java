package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Compares a query with the cells that a walk on a hierarchical navigable small-world graph meets (Malkov and Yashunin 2018; Lucene
 * 9.12.3, used without an index). The beam of the walk is the smallest power of two that finds {@value #WANTED_RECALL} of the true ten
 * nearest of a sample.
 *
 * <p>Determinism: the graph is built by one thread in the order of the cells from the seed; queries only read it. Cost: about {@code n
 * log n} comparisons to build, {@code beam log n} for each query.
 */
public final class SmallWorldCells implements CellSearch {

    static final double WANTED_RECALL = 0.95;

    static final int LINKS = 16;

    private static final int BUILD_BEAM = 100;
    private static final int FIRST_BEAM = 16;
    private static final int SAMPLE = 200;
    private static final int NEIGHBOURS = 10;

    private final DenseMatrix vectors;
    private final OnHeapHnswGraph graph;
    private int beam = FIRST_BEAM;
    private double recall;

    /** Builds the graph of rows of length one (or zero) and measures it. */
    public SmallWorldCells(DenseMatrix vectors, long seed) {
        this.vectors = vectors;
        try {
            this.graph = HnswGraphBuilder.create(new Scorers(), LINKS, BUILD_BEAM, seed, vectors.rows())
                    .build(vectors.rows());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int[] order = IntStream.range(0, vectors.rows()).toArray();
        CounterRandom.of(seed, "reference-recall", 0).shuffle(order);
        measure(Arrays.copyOf(order, Math.min(order.length, SAMPLE)));
    }

    private float[] row(int cell) {
        int width = vectors.columns();
        return Arrays.copyOfRange(vectors.values(), cell * width, (cell + 1) * width);
    }

    private void measure(int[] sample) {
        ExactCells exact = new ExactCells(vectors);
        List<int[]> truth = new ArrayList<>();
        for (int cell : sample) {
            truth.add(exact.nearest(row(cell), NEIGHBOURS).cells());
        }
        recall = recall(sample, truth);
        while (recall < WANTED_RECALL && beam < vectors.rows()) {
            beam *= 2;
            recall = recall(sample, truth);
        }
    }

    private double recall(int[] sample, List<int[]> truth) {
        int found = 0;
        int wanted = 0;
        for (int i = 0; i < sample.length; i++) {
            Set<Integer> seen = new HashSet<>();
            for (int cell : nearest(row(sample[i]), NEIGHBOURS).cells()) {
                seen.add(cell);
            }
            for (int cell : truth.get(i)) {
                found += seen.contains(cell) ? 1 : 0;
                wanted++;
            }
        }
        return wanted == 0 ? 1 : found / (double) wanted;
    }

    /** The number of candidates that a walk keeps. */
    public int beam() {
        return beam;
    }

    /** The share of the true ten nearest of a sample that was found. */
    public double recall() {
        return recall;
    }

    @Override
    public Found nearest(float[] query, int k) {
        int held = Math.min(k, vectors.rows());
        BestCells best = new BestCells(held);
        try {
            ScoreDoc[] met = HnswGraphSearcher.search(
                            new Scorer(query),
                            Math.min(vectors.rows(), Math.max(beam, k)),
                            graph,
                            null,
                            Integer.MAX_VALUE)
                    .topDocs()
                    .scoreDocs;
            for (ScoreDoc one : met) {
                best.offer(one.doc, BestCells.product(query, vectors.values(), one.doc));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Found found = best.found();
        // A walk may be caught in a small part of the graph that leads nowhere else.
        return found.cells().length == held ? found : new ExactCells(vectors).nearest(query, k);
    }

    /** Similarity of a query to each cell; not below zero, as Lucene wants it. */
    private final class Scorer implements RandomVectorScorer {

        private final float[] query;

        Scorer(float[] query) {
            this.query = query;
        }

        @Override
        public float score(int cell) {
            return Math.max(0, (1 + BestCells.product(query, vectors.values(), cell)) / 2);
        }

        @Override
        public int maxOrd() {
            return vectors.rows();
        }
    }

    /** Hands out scorers; the vectors are only read, so copies share them. */
    private final class Scorers implements RandomVectorScorerSupplier {

        @Override
        public RandomVectorScorer scorer(int cell) {
            return new Scorer(row(cell));
        }

        @Override
        public RandomVectorScorerSupplier copy() {
            return this;
        }
    }
}
