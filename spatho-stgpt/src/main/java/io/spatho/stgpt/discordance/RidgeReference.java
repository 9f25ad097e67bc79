package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.region.LinearSystem;
import java.util.Arrays;

/**
 * What ridge regression from pictures to genes says of planted discordance, to tell whether the picture or the model limits what is
 * found. Each spot's genes are predicted, as the network reads them, from its own features and the mean of its neighbourhood's, by a
 * fit to the spots of other spatial blocks (five folds, penalty a tenth of the number of spots).
 *
 * <p>Cost: five times spots x features² and features³, in float64 on one thread. Determinism: depends on the material and the seed.
 *
 * @param residual mean squared error of each spot over genes
 * @param saved what the prediction saves each spot of the squared error of the gene means; below 0 where the picture misleads
 * @param explained the share of all squares that it saves
 */
record RidgeReference(double[] residual, double[] saved, double explained) {

    private static final int FOLDS = 5;
    private static final double PENALTY = 0.1;

    static RidgeReference of(SpotMaterial material, long seed) {
        DenseMatrix genes = InputScaling.of(material.counts()).genes(material.counts());
        double[][] features = features(material);
        int[] folds = folds(material, seed);
        double[] residual = new double[material.size()];
        double[] saved = new double[material.size()];
        double all = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            double[][] fitted = fit(features, genes, folds, fold);
            double[] mean = fitted[fitted.length - 1];
            for (int spot = 0; spot < saved.length; spot++) {
                for (int gene = 0; gene < mean.length && folds[spot] == fold; gene++) {
                    double found = genes.get(spot, gene) - mean[gene];
                    double left = found;
                    for (int column = 0; column < fitted.length - 1; column++) {
                        left -= features[spot][column] * fitted[column][gene];
                    }
                    residual[spot] += left * left / mean.length;
                    saved[spot] += (found * found - left * left) / mean.length;
                    all += found * found / mean.length;
                }
            }
        }
        return new RidgeReference(residual, saved, Arrays.stream(saved).sum() / Math.max(Double.MIN_NORMAL, all));
    }

    /** How well both agree with what was planted, and the share explained. */
    ObjectNode into(ObjectNode node, Planted truth) {
        double[] lost = Arrays.stream(saved).map(value -> -value).toArray();
        return node.put("auroc_ridge_residual", PlantedTruth.defined(PlantedTruth.area(residual, truth.spots())))
                .put("auroc_ridge_loss", PlantedTruth.defined(PlantedTruth.area(lost, truth.spots())))
                .put("ridge_explained_share", explained);
    }

    /** Features of a spot and their mean over it and its neighbours. */
    private static double[][] features(SpotMaterial material) {
        DenseMatrix image = InputScaling.image(material.image(), material.slides());
        int width = image.columns();
        double[][] features = new double[image.rows()][2 * width];
        int[] starts = material.graph().starts();
        for (int spot = 0; spot < features.length; spot++) {
            double share = 1.0 / (1 + starts[spot + 1] - starts[spot]);
            for (int column = 0; column < width; column++) {
                double sum = image.get(spot, column);
                for (int i = starts[spot]; i < starts[spot + 1]; i++) {
                    sum += image.get(material.graph().neighbours()[i], column);
                }
                features[spot][column] = image.get(spot, column);
                features[spot][width + column] = sum * share;
            }
        }
        return features;
    }

    /** Whole squares of each slide go to one fold. */
    private static int[] folds(SpotMaterial material, long seed) {
        int[] folds = new int[material.size()];
        for (int[] rows : material.slides().rows()) {
            int[] squares = Division.grid(
                    Arrays.stream(rows).mapToDouble(i -> material.xUm()[i]).toArray(),
                    Arrays.stream(rows).mapToDouble(i -> material.yUm()[i]).toArray());
            int[] order = Arrays.stream(squares).distinct().sorted().toArray();
            CounterRandom.of(seed, "discordance-ridge-folds", rows[0]).shuffle(order);
            for (int i = 0; i < rows.length; i++) {
                int square = squares[i];
                int place = 0;
                while (order[place] != square) {
                    place++;
                }
                folds[rows[i]] = place % FOLDS;
            }
        }
        return folds;
    }

    /** Coefficients (features x genes) of the spots outside a fold, and below them their gene means. */
    private static double[][] fit(double[][] features, DenseMatrix genes, int[] folds, int without) {
        int width = features[0].length;
        double[][] gram = new double[width][width];
        double[][] right = new double[width + 1][genes.columns()];
        double[] mean = right[width];
        int n = 0;
        for (int spot = 0; spot < folds.length; spot++) {
            for (int gene = 0; gene < mean.length && folds[spot] != without; gene++) {
                mean[gene] += genes.get(spot, gene);
            }
            n += folds[spot] == without ? 0 : 1;
        }
        for (int gene = 0; gene < mean.length; gene++) {
            mean[gene] /= Math.max(1, n);
        }
        for (int spot = 0; spot < folds.length; spot++) {
            for (int one = 0; one < width && folds[spot] != without; one++) {
                for (int other = 0; other <= one; other++) {
                    gram[one][other] += features[spot][one] * features[spot][other];
                }
                for (int gene = 0; gene < mean.length; gene++) {
                    right[one][gene] += features[spot][one] * (genes.get(spot, gene) - mean[gene]);
                }
            }
        }
        for (int one = 0; one < width; one++) {
            gram[one][one] += PENALTY * Math.max(1, n);
        }
        LinearSystem.solve(gram, Arrays.copyOf(right, width));
        return right;
    }
}
