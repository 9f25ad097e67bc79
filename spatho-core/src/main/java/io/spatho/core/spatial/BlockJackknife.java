package io.spatho.core.spatial;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The delete-a-block jackknife of Moran's I and Geary's C: each spatial block is left out in turn, with its cells and all pairs
 * that touch it, and the spread of the estimates gives the standard error of the estimate on all cells.
 *
 * <p>Blocks of unequal size are weighed as in Busing, Meijer and van der Leeden 1999, equations 6 to 8. The weights of pairs
 * that remain are not standardised anew. Cost: that of about two permutations.
 */
final class BlockJackknife {

    private final CsrMatrix matrix;
    private final SpatialWeights weights;
    private final GeneMoments moments;
    private final SpatialBlocks blocks;

    BlockJackknife(CsrMatrix matrix, SpatialWeights weights, GeneMoments moments, SpatialBlocks blocks) {
        this.matrix = matrix;
        this.weights = weights;
        this.moments = moments;
        this.blocks = blocks;
    }

    /** Standard errors and intervals of Moran's I (first) and Geary's C (second). */
    EstimateInterval[] intervals(CrossProducts whole, double[][] estimates, double level, Workers workers) {
        SpatialBlocks.Members members = blocks.members();
        List<Part> parts = workers.map(blocks.blocks(), block -> new Part(members, block));
        int genes = matrix.columns();
        EstimateInterval[] intervals = {
            EstimateInterval.undefined(genes, level), EstimateInterval.undefined(genes, level)
        };
        if (blocks.blocks() < 2) {
            return intervals;
        }
        double factor = new TDistribution(blocks.blocks() - 1.0).inverseCumulativeProbability(0.5 + level / 2);
        double[] without = new double[parts.size()];
        for (int gene = 0; gene < genes; gene++) {
            if (moments.status[gene] == Status.DEFINED) {
                for (int statistic = 0; statistic < 2; statistic++) {
                    for (int block = 0; block < without.length; block++) {
                        without[block] = without(whole, parts.get(block), gene)[statistic];
                    }
                    double error = standardError(estimates[statistic][gene], without, parts);
                    intervals[statistic].set(gene, estimates[statistic][gene], error, factor);
                }
            }
        }
        return intervals;
    }

    /** Both statistics of one gene with one block left out; NaN when nothing of the gene remains. */
    private double[] without(CrossProducts whole, Part part, int gene) {
        double n = moments.cells - (double) part.cells;
        double total = moments.mean[gene] * moments.cells;
        double allSquares = moments.squares[gene] + moments.mean[gene] * total;
        double mean = (total - part.totals[gene]) / n;
        double rest = allSquares - part.squares[gene];
        double squares = rest - n * mean * mean;
        if (!(squares > 1e-10 * allSquares / moments.cells)) {
            return new double[] {Double.NaN, Double.NaN};
        }
        double sum = weights.sum() - part.weightSum;
        double products = whole.products[gene] - part.products[gene];
        double weighted = whole.weighted[gene] - part.weighted[gene];
        double differences = whole.weightedSquares[gene] - part.weightedSquares[gene] - 2 * products;
        return new double[] {
            MoranI.estimate(n, sum, products - mean * weighted + mean * mean * sum, squares),
            GearyC.estimate(n, sum, differences, squares)
        };
    }

    private double standardError(double estimate, double[] without, List<Part> parts) {
        int count = without.length;
        double centre = count * estimate;
        for (int block = 0; block < count; block++) {
            centre -= (1 - parts.get(block).cells / (double) moments.cells) * without[block];
        }
        double variance = 0;
        for (int block = 0; block < count; block++) {
            double ratio = moments.cells / (double) parts.get(block).cells;
            double pseudo = ratio * estimate - (ratio - 1) * without[block];
            variance += (pseudo - centre) * (pseudo - centre) / (ratio - 1);
        }
        return Math.sqrt(variance / count);
    }

    /** What leaves the sums together with one block. */
    private final class Part {
        final int cells;
        final double[] totals;
        final double[] squares;
        final double[] products;
        final double[] weighted;
        final double[] weightedSquares;
        double weightSum;
        private final double[] spread;

        Part(SpatialBlocks.Members members, int block) {
            int genes = matrix.columns();
            this.cells = members.starts()[block + 1] - members.starts()[block];
            this.totals = new double[genes];
            this.squares = new double[genes];
            this.products = new double[genes];
            this.weighted = new double[genes];
            this.weightedSquares = new double[genes];
            this.spread = new double[genes];
            for (int i = members.starts()[block]; i < members.starts()[block + 1]; i++) {
                addCell(members.cells()[i], block);
            }
        }

        private void addCell(int cell, int block) {
            double marginal = weights.marginal(cell);
            for (int i = matrix.start(cell); i < matrix.end(cell); i++) {
                int gene = matrix.columnIndices()[i];
                double value = value(i);
                spread[gene] = value;
                totals[gene] += value;
                squares[gene] += value * value;
                weighted[gene] += marginal * value;
                weightedSquares[gene] += marginal * value * value;
            }
            for (int at = weights.start(cell); at < weights.end(cell); at++) {
                boolean sameBlock = blocks.blockOf()[weights.neighbour(at)] == block;
                if (!sameBlock || weights.neighbour(at) > cell) {
                    addPair(weights.neighbour(at), weights.pairWeight(at), sameBlock);
                }
            }
            for (int i = matrix.start(cell); i < matrix.end(cell); i++) {
                spread[matrix.columnIndices()[i]] = 0;
            }
        }

        private void addPair(int other, double weight, boolean sameBlock) {
            weightSum += weight;
            for (int i = matrix.start(other); i < matrix.end(other); i++) {
                int gene = matrix.columnIndices()[i];
                double value = value(i);
                products[gene] += weight * spread[gene] * value;
                if (!sameBlock) {
                    weighted[gene] += weight * value;
                    weightedSquares[gene] += weight * value * value;
                }
            }
        }

        private double value(int entry) {
            return (double) matrix.values()[entry] - moments.shift[matrix.columnIndices()[entry]];
        }
    }
}
