package io.spatho.stgpt.hest;

import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.expression.ExpressionFolds;
import io.spatho.stgpt.expression.ExpressionMaterial;
import io.spatho.stgpt.expression.ExpressionScores;
import io.spatho.stgpt.expression.PlacedFeatures;
import io.spatho.stgpt.expression.WeightedCorrelation;
import io.spatho.stgpt.hest.HestSplit.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What one fold gave.
 *
 * @param split who trained and who tested
 * @param trained patches that trained
 * @param tested patches that tested
 * @param components that the regression used
 * @param pearson each gene's correlation over all tested patches; NaN where one side does not vary
 * @param rates predicted rates, tested patches x genes, sample after sample
 */
record HestFold(HestSplit split, int trained, int tested, int components, double[] pearson, DenseMatrix rates) {

    private static final double LARGEST_LOG = 12;

    static HestFold of(
            HestSplit split,
            Map<String, PatchFeatures> features,
            Map<String, DenseMatrix> counts,
            HestBenchmarkTool.Request request,
            Workers workers) {
        DenseMatrix training = logs(joined(split.train(), counts));
        HestRegression regression = HestRegression.fit(
                joined(split.train(), values(features)), training, request.components(), request.seed(), workers);
        DenseMatrix tested = logs(joined(split.test(), counts));
        DenseMatrix predicted = regression.predict(joined(split.test(), values(features)));
        double[] pearson = new double[tested.columns()];
        for (int gene = 0; gene < pearson.length; gene++) {
            pearson[gene] = WeightedCorrelation.of(doubles(tested.column(gene)), doubles(predicted.column(gene)));
        }
        return new HestFold(
                split, training.rows(), tested.rows(), regression.components(), pearson, rates(predicted, training));
    }

    /** The mean over genes of which it is defined; NaN without any. */
    double mean() {
        return Arrays.stream(pearson).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    /** All figures of the folds' predictions within slides; a slide that several folds test counts once for each. */
    static ExpressionScores within(
            List<HestFold> folds,
            Map<String, PatchFeatures> features,
            Map<String, DenseMatrix> counts,
            HestBenchmarkTool.Request request,
            Workers workers) {
        List<String> ids = new ArrayList<>();
        List<String> slides = new ArrayList<>();
        List<DenseMatrix> measured = new ArrayList<>();
        List<double[]> x = new ArrayList<>();
        List<double[]> y = new ArrayList<>();
        for (HestFold fold : folds) {
            for (Sample sample : fold.split.test()) {
                PatchFeatures own = features.get(sample.id());
                String slide = fold.split.fold() + "/" + sample.id();
                ids.addAll(Arrays.stream(own.barcodes())
                        .map(barcode -> slide + "/" + barcode)
                        .toList());
                slides.addAll(Collections.nCopies(own.barcodes().length, slide));
                measured.add(counts.get(sample.id()));
                x.add(own.columns());
                y.add(own.rows());
            }
        }
        PlacedFeatures places = new PlacedFeatures(
                ids.toArray(String[]::new),
                Libraries.of(slides.toArray(String[]::new)),
                x.stream().flatMapToDouble(Arrays::stream).toArray(),
                y.stream().flatMapToDouble(Arrays::stream).toArray(),
                List.of(),
                List.of(),
                List.of());
        ExpressionMaterial material = new ExpressionMaterial(places, request.genes(), DenseMatrix.stacked(measured));
        DenseMatrix rates =
                DenseMatrix.stacked(folds.stream().map(HestFold::rates).toList());
        return ExpressionScores.of(material, ExpressionFolds.slides(places), rates, request.seed(), workers);
    }

    /** Predictions are centred; as rates they need the training's mean. */
    private static DenseMatrix rates(DenseMatrix predicted, DenseMatrix training) {
        int genes = predicted.columns();
        double[] mean = new double[genes];
        for (int i = 0; i < training.values().length; i++) {
            mean[i % genes] += training.values()[i] / (double) training.rows();
        }
        DenseMatrix rates = DenseMatrix.zeros(predicted.rows(), genes);
        for (int i = 0; i < rates.values().length; i++) {
            double log = predicted.values()[i] + mean[i % genes];
            rates.values()[i] = (float) Math.expm1(Math.max(0, Math.min(LARGEST_LOG, log)));
        }
        return rates;
    }

    private static Map<String, DenseMatrix> values(Map<String, PatchFeatures> features) {
        Map<String, DenseMatrix> values = new LinkedHashMap<>();
        features.forEach((sample, own) -> values.put(sample, own.values()));
        return values;
    }

    private static DenseMatrix joined(List<Sample> samples, Map<String, DenseMatrix> parts) {
        return DenseMatrix.stacked(
                samples.stream().map(sample -> parts.get(sample.id())).toList());
    }

    private static DenseMatrix logs(DenseMatrix counts) {
        DenseMatrix logs = DenseMatrix.zeros(counts.rows(), counts.columns());
        for (int i = 0; i < logs.values().length; i++) {
            logs.values()[i] = (float) Math.log1p(counts.values()[i]);
        }
        return logs;
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
