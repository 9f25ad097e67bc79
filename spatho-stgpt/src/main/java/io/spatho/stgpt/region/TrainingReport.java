package io.spatho.stgpt.region;

import java.util.List;

/**
 * How the region model was trained and how it does on held-out spatial blocks, beside baselines. Errors are mean squared errors in
 * units of the training cells' variance, so that predicting a gene's mean scores about 1.
 *
 * @param trainingCells cells that training used
 * @param heldOutCells cells in held-out blocks
 * @param cellsWithoutGenes cells that express none of the model's genes; their embedding is zero
 * @param genes genes that the model uses
 * @param steps steps of the optimizer
 * @param curve errors in the course of training
 * @param heldOut errors on the held-out blocks at the end
 */
public record TrainingReport(
        int trainingCells,
        int heldOutCells,
        int cellsWithoutGenes,
        int genes,
        int steps,
        List<CurvePoint> curve,
        HeldOut heldOut) {

    public TrainingReport {
        curve = List.copyOf(curve);
    }

    /**
     * Errors at a moment of the training.
     *
     * @param step steps done
     * @param training mean loss of the steps since the last point: the two errors added
     * @param heldOutMasked error of hidden genes on held-out cells
     * @param heldOutNearby error of neighbourhoods of held-out cells
     */
    public record CurvePoint(int step, double training, double heldOutMasked, double heldOutNearby) {}

    /**
     * Errors on the held-out blocks.
     *
     * @param cells held-out cells that were scored
     * @param hiddenValues values that were hidden and predicted
     * @param masked error of the model on hidden genes
     * @param maskedGeneMean error of predicting each gene's mean where it is expressed
     * @param maskedCellMean error of predicting the mean of the cell's visible values, each measured against its gene's mean
     * @param nearby error of the model on neighbourhoods
     * @param nearbyGeneMean error of predicting each gene's mean neighbourhood
     * @param nearbyLinear error of a ridge regression on the cell's own expression, the best of three penalties
     */
    public record HeldOut(
            int cells,
            long hiddenValues,
            double masked,
            double maskedGeneMean,
            double maskedCellMean,
            double nearby,
            double nearbyGeneMean,
            double nearbyLinear) {}
}
