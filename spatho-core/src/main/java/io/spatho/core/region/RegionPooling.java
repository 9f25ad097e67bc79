package io.spatho.core.region;

import io.spatho.core.matrix.DenseMatrix;
import java.util.List;

/**
 * Region embeddings from cell embeddings: the weighted mean over a region's members with the weights of their memberships (an
 * inner cell counts twice a boundary cell, a context cell nothing; spots and bins in drawn regions by the share of their area inside), scaled to length 1.
 *
 * <p>Sums are float64, in the order of the memberships. Cost: members x dimensions.
 */
public final class RegionPooling {

    /** The pooling in words, for a manifest. */
    public static final String METHOD =
            "mean over member cells, weight 1 for inner and 0.5 for boundary cells, 0 for context"
                    + " (spots and bins in drawn regions: the share of their area inside), scaled to unit length";

    private RegionPooling() {}

    /**
     * Regions x dimensions. A region without members, or whose mean has length 0 or is not finite, has no direction: its row is
     * NaN.
     */
    public static DenseMatrix pool(DenseMatrix cells, List<CellMembership> members, int regions) {
        int dimensions = cells.columns();
        double[] sums = new double[Math.multiplyExact(regions, dimensions)];
        for (CellMembership member : members) {
            if (member.weight() > 0) {
                int to = member.region() * dimensions;
                int from = member.cell() * dimensions;
                for (int d = 0; d < dimensions; d++) {
                    sums[to + d] += member.weight() * cells.values()[from + d];
                }
            }
        }
        DenseMatrix pooled = DenseMatrix.zeros(regions, dimensions);
        for (int region = 0; region < regions; region++) {
            double squares = 0;
            for (int d = 0; d < dimensions; d++) {
                squares += sums[region * dimensions + d] * sums[region * dimensions + d];
            }
            double length = squares > 0 && squares < Double.POSITIVE_INFINITY ? Math.sqrt(squares) : Double.NaN;
            for (int d = 0; d < dimensions; d++) {
                pooled.values()[region * dimensions + d] = (float) (sums[region * dimensions + d] / length);
            }
        }
        return pooled;
    }
}
