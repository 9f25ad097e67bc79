package io.spatho.stgpt.region;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * Ridge regression of a cell's neighbourhood on its own expression: what a linear map can do without a network.
 *
 * <p>{@code B = (Σ (x - μ)(x - μ)ᵀ + λ I)⁻¹ Σ (x - μ)(z - ζ)ᵀ}, with λ a tenth, one and ten times the mean variance times the number
 * of cells. As a baseline the best of the three on the held-out blocks is reported, which favours it. Float64, in cell order
 * within fixed parts. Cost: cells x nonzeros x genes + genes³; of many cells an evenly spread part is used.
 */
final class LinearBaseline {

    private static final List<Double> RIDGES = List.of(0.1, 1.0, 10.0);
    private static final int PARTS = 4;
    private static final double MOST_PRODUCTS = 6e9;

    private LinearBaseline() {}

    /** The solutions for each penalty, over cells that have neighbours. */
    static List<LinearPath> fit(RegionMaterial material, int[] cells, Workers workers) {
        int genes = material.expression().columns();
        int[] some = affordable(material.expression(), cells);
        Sums sums = new Sums(genes);
        List<Sums> parts = workers.map(PARTS, part -> {
            Sums own = new Sums(genes);
            int from = (int) ((long) some.length * part / PARTS);
            int to = (int) ((long) some.length * (part + 1) / PARTS);
            for (int i = from; i < to; i++) {
                own.add(material, some[i]);
            }
            return own;
        });
        parts.forEach(sums::add);
        double scatter = sums.centre();
        return workers.map(RIDGES.size(), i -> sums.solve(RIDGES.get(i) * scatter));
    }

    private static int[] affordable(CsrMatrix expression, int[] cells) {
        double nonzeros = 0;
        for (int cell : cells) {
            nonzeros += expression.end(cell) - expression.start(cell);
        }
        double each = nonzeros / Math.max(1, cells.length);
        double products = each * (each / 2 + expression.columns());
        return RegionTrainer.some(cells, (int) Math.max(1, Math.min(cells.length, MOST_PRODUCTS / products)));
    }

    /** The sums that the solution needs; the Gram matrix below its diagonal only. */
    private static final class Sums {

        private final double[] mean;
        private final double[] targetMean;
        private final double[][] gram;
        private final double[][] right;
        private final float[] target;
        private long used;

        Sums(int genes) {
            this.mean = new double[genes];
            this.targetMean = new double[genes];
            this.gram = new double[genes][];
            Arrays.setAll(gram, gene -> new double[gene + 1]);
            this.right = new double[genes][genes];
            this.target = new float[genes];
        }

        void add(RegionMaterial material, int cell) {
            if (!material.neighbourhood().mean(cell, target, 0)) {
                return;
            }
            used++;
            CsrMatrix expression = material.expression();
            for (int gene = 0; gene < target.length; gene++) {
                target[gene] = material.scale().nearby(gene, target[gene]);
                targetMean[gene] += target[gene];
            }
            for (int i = expression.start(cell); i < expression.end(cell); i++) {
                double value = expression.values()[i];
                int gene = expression.columnIndices()[i];
                mean[gene] += value;
                double[] products = gram[gene];
                for (int j = expression.start(cell); j <= i; j++) {
                    products[expression.columnIndices()[j]] +=
                            value * expression.values()[j];
                }
                double[] row = right[gene];
                for (int other = 0; other < row.length; other++) {
                    row[other] += value * target[other];
                }
            }
        }

        void add(Sums other) {
            used += other.used;
            add(mean, other.mean);
            add(targetMean, other.targetMean);
            for (int gene = 0; gene < mean.length; gene++) {
                add(gram[gene], other.gram[gene]);
                add(right[gene], other.right[gene]);
            }
        }

        private static void add(double[] sum, double[] part) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }

        /** Measures everything from the means; the mean variance times the number of cells. */
        double centre() {
            double n = Math.max(1, used);
            double trace = 0;
            for (int gene = 0; gene < mean.length; gene++) {
                mean[gene] /= n;
                targetMean[gene] /= n;
            }
            for (int gene = 0; gene < mean.length; gene++) {
                for (int other = 0; other < mean.length; other++) {
                    if (other <= gene) {
                        gram[gene][other] -= n * mean[gene] * mean[other];
                    }
                    right[gene][other] -= n * mean[gene] * targetMean[other];
                }
                trace += gram[gene][gene];
            }
            return trace / mean.length;
        }

        LinearPath solve(double ridge) {
            double[][] matrix = copy(gram);
            double[][] solution = copy(right);
            for (int gene = 0; gene < mean.length; gene++) {
                matrix[gene][gene] += Math.max(1e-9, ridge);
            }
            LinearSystem.solve(matrix, solution);
            int genes = mean.length;
            float[] coefficients = new float[genes * genes];
            double[] offset = targetMean.clone();
            for (int own = 0; own < genes; own++) {
                subtract(offset, solution[own], mean[own]);
                for (int gene = 0; gene < genes; gene++) {
                    coefficients[own * genes + gene] = (float) solution[own][gene];
                }
            }
            float[] rounded = new float[genes];
            for (int gene = 0; gene < genes; gene++) {
                rounded[gene] = (float) offset[gene];
            }
            return LinearPath.ofNeighbourhoods(coefficients, rounded);
        }

        private static double[][] copy(double[][] matrix) {
            return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        }
    }

    private static void subtract(double[] from, double[] other, double factor) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * other[i];
        }
    }
}
