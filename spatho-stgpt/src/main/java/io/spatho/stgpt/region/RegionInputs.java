package io.spatho.stgpt.region;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the network may see of a cell: its expressed genes, and numbers beside them such as its place or the colours of its
 * picture.
 *
 * @param genes whether the cell's genes become tokens
 * @param beside cells x numbers, added to the state of the whole cell; no column when there are none
 * @param images what an encoder makes of the picture around each cell: a token of its own
 * @param structures what the cell belongs to, which the network learns to name and never sees
 */
public record RegionInputs(
        boolean genes, DenseMatrix beside, Optional<ImageFeatures> images, Optional<StructureLabels> structures) {

    /** Genes and numbers, without pictures and structures. */
    public RegionInputs(boolean genes, DenseMatrix beside) {
        this(genes, beside, Optional.empty(), Optional.empty());
    }

    /** Genes alone: the inputs of {@code spatho run}. */
    public static RegionInputs ofGenes(int cells) {
        return new RegionInputs(true, DenseMatrix.zeros(cells, 0));
    }

    /** The numbers of some cells, row after row. */
    float[] beside(int[] cells) {
        return beside.selectRows(cells).values();
    }

    /** The same inputs, image features measured by means and deviations. */
    RegionInputs standardisedImages(float[] moments) {
        return new RegionInputs(genes, beside, images.map(features -> features.standardised(moments)), structures);
    }

    /** Columns measured from the mean of the cells named, in units of their standard deviation; constant columns are 0. */
    public static DenseMatrix standardised(DenseMatrix columns, int[] cells) {
        DenseMatrix scaled = DenseMatrix.zeros(columns.rows(), columns.columns());
        for (int column = 0; column < columns.columns(); column++) {
            int at = column;
            double mean = Arrays.stream(cells)
                    .mapToDouble(cell -> columns.get(cell, at))
                    .average()
                    .orElse(0);
            double variance = Arrays.stream(cells)
                    .mapToDouble(cell -> Math.pow(columns.get(cell, at) - mean, 2))
                    .average()
                    .orElse(0);
            for (int row = 0; row < columns.rows() && variance > 0; row++) {
                scaled.values()[row * columns.columns() + at] =
                        (float) ((columns.get(row, at) - mean) / Math.sqrt(variance));
            }
        }
        return scaled;
    }
}
