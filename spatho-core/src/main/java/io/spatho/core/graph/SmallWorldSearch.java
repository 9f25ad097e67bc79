package io.spatho.core.graph;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Approximate nearest neighbours by Lucene's navigable small-world graph, used without an index.
 *
 * <p>The graph is built by one thread in row order from a seed, so it is the same every time; queries only read it. What is found
 * is measured again in float64 and ordered by distance, then index.
 */
final class SmallWorldSearch {

    private static final int LINKS = 16;
    private static final int BUILD_BEAM = 100;
    private static final int SEARCH_BEAM = 80;
    private static final int BLOCK = 512;

    private final float[][] vectors;
    private final int k;
    private final long seed;

    SmallWorldSearch(DenseMatrix points, int k, long seed) {
        this.vectors = new float[points.rows()][points.columns()];
        for (int row = 0; row < vectors.length; row++) {
            System.arraycopy(points.values(), row * points.columns(), vectors[row], 0, points.columns());
        }
        this.k = k;
        this.seed = seed;
    }

    /** The neighbours of every point. */
    NearestNeighbours all(Workers workers) {
        OnHeapHnswGraph graph = build();
        int[] indices = new int[Math.multiplyExact(vectors.length, k)];
        float[] distances = new float[indices.length];
        workers.forRanges(vectors.length, BLOCK, (from, to) -> {
            NearestList nearest = new NearestList(Math.max(1, k));
            for (int point = from; point < to && k > 0; point++) {
                search(graph, point, nearest);
                for (int rank = 0; rank < k; rank++) {
                    indices[point * k + rank] = nearest.index(rank);
                    distances[point * k + rank] = (float) Math.sqrt(nearest.key(rank));
                }
            }
        });
        return new NearestNeighbours(vectors.length, k, indices, distances);
    }

    private OnHeapHnswGraph build() {
        try {
            return HnswGraphBuilder.create(new Scorers(), LINKS, BUILD_BEAM, seed, vectors.length)
                    .build(vectors.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void search(OnHeapHnswGraph graph, int point, NearestList nearest) {
        nearest.clear();
        int beam = Math.max(SEARCH_BEAM, 2 * (k + 1));
        try {
            ScoreDoc[] found = HnswGraphSearcher.search(
                            new Scorer(vectors[point]), beam, graph, null, Integer.MAX_VALUE)
                    .topDocs()
                    .scoreDocs;
            for (ScoreDoc candidate : found) {
                if (candidate.doc != point) {
                    nearest.offer(squaredDistance(point, candidate.doc), candidate.doc);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A graph search may end in a small disconnected part; the lowest indices then fill the list, farther than all
        // found.
        for (int other = 0; !nearest.isFull(); other++) {
            if (other != point && !holds(nearest, other)) {
                nearest.offer(squaredDistance(point, other), other);
            }
        }
    }

    private static boolean holds(NearestList nearest, int point) {
        for (int rank = 0; rank < nearest.size(); rank++) {
            if (nearest.index(rank) == point) {
                return true;
            }
        }
        return false;
    }

    private double squaredDistance(int one, int other) {
        float[] a = vectors[one];
        float[] b = vectors[other];
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            double difference = (double) a[d] - b[d];
            sum += difference * difference;
        }
        return sum;
    }

    /** Similarity of one vector to all: larger is nearer. */
    private final class Scorer implements RandomVectorScorer {

        private final float[] query;

        Scorer(float[] query) {
            this.query = query;
        }

        @Override
        public float score(int node) {
            return 1 / (1 + VectorUtil.squareDistance(query, vectors[node]));
        }

        @Override
        public int maxOrd() {
            return vectors.length;
        }
    }

    /** Hands out scorers; the vectors are only read, so copies share them. */
    private final class Scorers implements RandomVectorScorerSupplier {

        @Override
        public RandomVectorScorer scorer(int node) {
            return new Scorer(vectors[node]);
        }

        @Override
        public RandomVectorScorerSupplier copy() {
            return this;
        }
    }
}
