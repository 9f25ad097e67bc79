package io.spatho.core.embedding;

import io.spatho.core.matrix.DenseMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The regions whose vectors are nearest to a region's, by cosine, wherever they lie. Cost: regions squared x dimensions. */
public final class SimilarRegions {

    private SimilarRegions() {}

    /**
     * A pair.
     *
     * @param region the region
     * @param similar the region that is like it
     * @param rank from 1
     * @param cosine the likeness
     */
    public record Pair(int region, int similar, int rank, double cosine) {}

    /** The {@code most} nearest of each region, in order of regions, then ranks; regions without a vector have none. */
    public static List<Pair> of(DenseMatrix regions, int most) {
        List<Pair> pairs = new ArrayList<>();
        for (int region = 0; region < regions.rows(); region++) {
            if (!Vectors.defined(regions, region)) {
                continue;
            }
            double[] own = Vectors.row(regions, region);
            List<Pair> candidates = new ArrayList<>();
            for (int other = 0; other < regions.rows(); other++) {
                if (other != region && Vectors.defined(regions, other)) {
                    candidates.add(new Pair(region, other, 0, Vectors.cosine(regions, other, own)));
                }
            }
            candidates.sort(
                    Comparator.comparingDouble((Pair pair) -> -pair.cosine).thenComparingInt(Pair::similar));
            for (int rank = 0; rank < Math.min(most, candidates.size()); rank++) {
                Pair pair = candidates.get(rank);
                pairs.add(new Pair(region, pair.similar, rank + 1, pair.cosine));
            }
        }
        return pairs;
    }
}
