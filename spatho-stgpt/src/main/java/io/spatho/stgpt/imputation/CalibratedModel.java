package io.spatho.stgpt.imputation;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.evaluation.Correlation;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.region.RegionModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A trained model whose predictions were calibrated gene by gene on validation cells and tested on held-out cells. */
final class CalibratedModel {

    static final int FOLDS = 5;

    private static final int MOST_CELLS = 1024;

    private final RegionModel model;
    private final FoldedPredictions predictions;
    private final GenePlan plan;
    private final double level;
    private final long seed;
    private final List<GeneCalibration> calibrations = new ArrayList<>();
    private double widening = 1;
    private double transferCoverage = Double.NaN;

    CalibratedModel(RegionModel model, FoldedPredictions predictions, GenePlan plan, double level, long seed) {
        this.model = model;
        this.predictions = predictions;
        this.plan = plan;
        this.level = level;
        this.seed = seed;
    }

    static int[] some(int[] cells) {
        int count = Math.min(MOST_CELLS, cells.length);
        return IntStream.range(0, count)
                .map(i -> cells[(int) ((long) i * cells.length / count)])
                .toArray();
    }

    /** Calibrates every gene of the model on the validation cells and judges the wanted ones on the held-out cells. */
    List<GeneSupport> calibrate(CsrMatrix expression, Division division) {
        int[] validation = some(division.cells(Division.Part.VALIDATION));
        int[] heldOut = some(division.cells(Division.Part.HELD_OUT));
        DenseMatrix onValidation = predictions.of(expression, validation);
        DenseMatrix onHeldOut = predictions.of(expression, heldOut);
        for (int gene = 0; gene < model.genes().size(); gene++) {
            calibrations.add(GeneCalibration.of(
                    measured(expression, validation, gene),
                    predicted(onValidation, gene),
                    level,
                    seed,
                    model.genes().get(gene)));
        }
        List<GeneSupport> support = new ArrayList<>(plan.refused());
        for (String name : plan.wanted()) {
            int gene = model.genes().indexOf(name);
            if (gene < 0) {
                support.add(
                        GeneSupport.refused(name, "not expressed where the model was trained, or too little variable"));
                continue;
            }
            double[] measured = measured(expression, heldOut, gene);
            double[] predicted = predicted(onHeldOut, gene);
            GeneCalibration calibration = calibrations.get(gene);
            support.add(new GeneSupport(
                    name,
                    gene,
                    Optional.of(calibration),
                    calibration.coverage(measured, predicted),
                    Correlation.pearson(measured, predicted),
                    calibration.refusal()));
        }
        return support;
    }

    /**
     * Tests the calibration on genes that the case did measure, hidden fold after fold, and widens all intervals by the factor that
     * the wanted share of these genes needs: genes count as exchangeable here, those not measured included.
     */
    void transfer(CsrMatrix expression, int cells) {
        int[] sample = some(IntStream.range(0, cells).toArray());
        DenseMatrix predicted = predictions.of(expression, sample);
        List<Double> factors = new ArrayList<>();
        double covered = 0;
        for (int fold = 1; fold < predictions.folds(); fold++) {
            for (int gene : predictions.genes(fold)) {
                GeneCalibration source = calibrations.get(gene);
                if (source.refusal().isEmpty() && source.reach() > 0) {
                    double[] measured = measured(expression, sample, gene);
                    double[] values = predicted(predicted, gene);
                    GeneCalibration here = GeneCalibration.of(
                            measured, values, level, seed, model.genes().get(gene));
                    covered += source.coverage(measured, values);
                    factors.add(here.reach() / source.reach());
                }
            }
        }
        double[] sorted = factors.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        int rank = (int) Math.ceil((sorted.length + 1) * level);
        if (sorted.length > 0) {
            transferCoverage = covered / factors.size();
            widening = Math.max(1, sorted[Math.min(sorted.length, rank) - 1]);
        }
    }

    private static double[] measured(CsrMatrix expression, int[] cells, int gene) {
        return Arrays.stream(cells)
                .mapToDouble(cell -> expression.get(cell, gene))
                .toArray();
    }

    private static double[] predicted(DenseMatrix all, int gene) {
        double[] values = new double[all.rows()];
        Arrays.setAll(values, row -> all.get(row, gene));
        return values;
    }

    /** The factor by which all intervals are widened for the case. */
    double widening() {
        return widening;
    }

    /** Mean coverage, before widening, of measured genes of the case; NaN without a reference. */
    double transferCoverage() {
        return transferCoverage;
    }

    RegionModel model() {
        return model;
    }

    FoldedPredictions predictions() {
        return predictions;
    }
}
