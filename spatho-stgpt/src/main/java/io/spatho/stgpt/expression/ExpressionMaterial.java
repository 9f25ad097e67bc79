package io.spatho.stgpt.expression;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Observations that have both counts and features of the picture around them.
 *
 * @param ids their names
 * @param x micrometres
 * @param y micrometres
 * @param genes which genes
 * @param counts observations x genes
 * @param scales sides of the fields of view, ascending
 * @param features for each field observations x features
 */
public record ExpressionMaterial(
        String[] ids,
        double[] x,
        double[] y,
        List<String> genes,
        DenseMatrix counts,
        List<Double> scales,
        List<DenseMatrix> features) {

    private static final double LEAST_COVERED = 0.95;
    private static final int FEWEST = 30;

    public ExpressionMaterial {
        genes = List.copyOf(genes);
        scales = List.copyOf(scales);
        features = List.copyOf(features);
    }

    /**
     * Brings counts and features together by the observations' names.
     *
     * @param genes which genes; empty for the {@code most} genes with most counts
     * @throws InputException when a gene is absent, features are not finite, or less than 95 % of the observations have a tile
     */
    public static ExpressionMaterial of(SpatialDataset dataset, TileFeatures features, List<String> genes, int most) {
        int[] rows = features.rowsOf(dataset.cellIds());
        int[] kept = IntStream.range(0, rows.length).filter(i -> rows[i] >= 0).toArray();
        if (kept.length < LEAST_COVERED * rows.length || kept.length < FEWEST) {
            throw new InputException(Problem.of("the features do not cover the observations")
                    .at("the table of features")
                    .expected(
                            "a tile for 95 % of " + Words.count(rows.length) + " observations, and for at least "
                                    + FEWEST,
                            Words.count(kept.length))
                    .fix("Encode this very case: spatho histology encode BUNDLE --he SLIDE"));
        }
        int[] columns = columns(dataset, genes, most);
        List<String> names = dataset.panel().uniqueNames();
        int[] tiles = Arrays.stream(kept).map(i -> rows[i]).toArray();
        List<Double> scales = features.scales().stream().sorted().toList();
        return new ExpressionMaterial(
                Arrays.stream(kept).mapToObj(i -> dataset.cellIds()[i]).toArray(String[]::new),
                Arrays.stream(kept).mapToDouble(i -> dataset.xUm()[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> dataset.yUm()[i]).toArray(),
                Arrays.stream(columns).mapToObj(names::get).toList(),
                dense(dataset.counts().selectRows(kept), columns),
                scales,
                scales.stream()
                        .map(scale -> finite(features.at(scale).selectRows(tiles), scale))
                        .toList());
    }

    private static int[] columns(SpatialDataset dataset, List<String> genes, int most) {
        List<String> names = dataset.panel().uniqueNames();
        if (genes.isEmpty()) {
            double[] totals = new double[names.size()];
            CsrMatrix counts = dataset.counts();
            for (int row = 0; row < counts.rows(); row++) {
                for (int i = counts.start(row); i < counts.end(row); i++) {
                    totals[counts.columnIndices()[i]] += counts.values()[i];
                }
            }
            return IntStream.range(0, totals.length)
                    .boxed()
                    .filter(gene -> totals[gene] > 0)
                    .sorted((one, other) -> Double.compare(totals[other], totals[one]))
                    .limit(most)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return genes.stream().distinct().mapToInt(gene -> column(names, gene)).toArray();
    }

    private static int column(List<String> names, String gene) {
        int column = names.indexOf(gene);
        if (column < 0) {
            throw new InputException(Problem.of("a gene to be predicted is absent from the case")
                    .at(gene)
                    .expected("a gene of the panel, such as " + names.get(0), "none of that name")
                    .fix("Leave it out, or name it as the panel does"));
        }
        return column;
    }

    private static DenseMatrix dense(CsrMatrix counts, int[] columns) {
        int[] place = new int[counts.columns()];
        Arrays.fill(place, -1);
        for (int i = 0; i < columns.length; i++) {
            place[columns[i]] = i;
        }
        DenseMatrix all = DenseMatrix.zeros(counts.rows(), columns.length);
        for (int row = 0; row < counts.rows(); row++) {
            for (int i = counts.start(row); i < counts.end(row); i++) {
                int column = place[counts.columnIndices()[i]];
                if (column >= 0) {
                    all.values()[row * columns.length + column] = counts.values()[i];
                }
            }
        }
        return all;
    }

    private static DenseMatrix finite(DenseMatrix features, double scale) {
        for (float value : features.values()) {
            if (!Float.isFinite(value)) {
                throw new InputException(Problem.of("a feature is not a number")
                        .at("features at " + scale + " µm")
                        .expected("finite values", value)
                        .fix("Encode the slide anew"));
            }
        }
        return features;
    }

    /** How many observations. */
    public int size() {
        return ids.length;
    }

    /** The distance between neighbouring observations: the median distance to the nearest of up to 500 of them. */
    double pitch() {
        int step = Math.max(1, size() / 500);
        double[] nearest = IntStream.range(0, size())
                .filter(i -> i % step == 0)
                .mapToDouble(this::nearest)
                .sorted()
                .toArray();
        return Math.max(1e-3, nearest[nearest.length / 2]);
    }

    private double nearest(int one) {
        double best = Double.POSITIVE_INFINITY;
        for (int other = 0; other < size(); other++) {
            double distance = Math.hypot(x[one] - x[other], y[one] - y[other]);
            best = other != one && distance < best ? distance : best;
        }
        return best;
    }
}
