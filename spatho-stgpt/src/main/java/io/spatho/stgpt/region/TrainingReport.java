package io.spatho.stgpt.region;

import java.util.List;

/**
 * How the region model was trained and how it does on held-out spatial blocks, beside baselines. Errors are mean squared errors in
 * units of the training cells' variance, so that predicting a gene's mean scores about 1.
 *
 * @param trainingCells cells that training used
 * @param validationCells cells in the blocks that chose among the states of the training
 * @param heldOutCells cells in held-out blocks, which had no part in training or choosing
 * @param cellsWithoutGenes cells that express none of the model's genes; their embedding is zero
 * @param genes genes that the model uses
 * @param steps steps of the optimizer
 * @param bestStep the step whose weights were kept
 * @param curve errors in the course of training
 * @param heldOut errors on the held-out blocks at the end
 */
public record TrainingReport(
        int trainingCells,
        int validationCells,
        int heldOutCells,
        int cellsWithoutGenes,
        int genes,
        int steps,
        int bestStep,
        List<CurvePoint> curve,
        HeldOut heldOut) {

    public TrainingReport {
        curve = List.copyOf(curve);
    }

    /**
     * Errors at a moment of the training.
     *
     * @param step steps done
     * @param training mean loss of the steps since the last point: the three errors added, about
     * @param validationMasked error of hidden genes on validation cells
     * @param validationNearby error of the network on neighbourhoods of validation cells
     */
    public record CurvePoint(int step, double training, double validationMasked, double validationNearby) {}

    /**
     * Errors on the held-out blocks.
     *
     * @param cells held-out cells that were scored
     * @param hiddenValues values that were hidden and predicted
     * @param masked error of the model on hidden genes
     * @param maskedGeneMean error of predicting each gene's mean where it is expressed
     * @param maskedCellMean error of predicting the mean of the cell's visible values, each measured against its gene's mean
     * @param panel error of the model on genes that were taken out of the cell, zeros included: network and components mixed
     * @param panelNetwork error of the network alone
     * @param panelLinear error of principal components alone
     * @param panelGeneMean error of predicting each gene's mean over all cells
     * @param nearby error of the model on neighbourhoods: network and linear path mixed
     * @param nearbyNetwork error of the network alone
     * @param nearbyGeneMean error of predicting each gene's mean neighbourhood
     * @param nearbyLinear error of a ridge regression on the cell's own expression, the best of three penalties
     */
    public record HeldOut(
            int cells,
            long hiddenValues,
            double masked,
            double maskedGeneMean,
            double maskedCellMean,
            double panel,
            double panelNetwork,
            double panelLinear,
            double panelGeneMean,
            double nearby,
            double nearbyNetwork,
            double nearbyGeneMean,
            double nearbyLinear) {}
}
