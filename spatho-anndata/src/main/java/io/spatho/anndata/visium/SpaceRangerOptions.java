package io.spatho.anndata.visium;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is taken from a Space Ranger run.
 *
 * @param raw whether the raw matrix is read, with spots outside of tissue, instead of the filtered one
 * @param bins the observations of a Visium HD run
 * @param probes whether the counts of single probes are read as a modality of their own
 * @param binOutlines whether Visium HD bins get squares as outlines
 * @param slices whether a Visium HD run is read from {@code feature_slice.h5} even where it has binned outputs
 * @param segmentation GeoJSON polygons in full-resolution pixels that the finest bins are gathered into, in place of the run's own
 */
public record SpaceRangerOptions(
        boolean raw, Bins bins, boolean probes, boolean binOutlines, boolean slices, Optional<Path> segmentation) {

    /** The filtered matrix, the usual bins and nothing else. */
    public static final SpaceRangerOptions USUAL =
            new SpaceRangerOptions(false, Bins.USUAL, false, false, false, Optional.empty());

    /** The same with other bins. */
    public SpaceRangerOptions withBins(Bins wanted) {
        return new SpaceRangerOptions(raw, wanted, probes, binOutlines, slices, segmentation);
    }

    /** The same with the raw or the filtered matrix. */
    public SpaceRangerOptions withRaw(boolean wanted) {
        return new SpaceRangerOptions(wanted, bins, probes, binOutlines, slices, segmentation);
    }

    /** The same with or without probes. */
    public SpaceRangerOptions withProbes(boolean wanted) {
        return new SpaceRangerOptions(raw, bins, wanted, binOutlines, slices, segmentation);
    }

    /** The same with or without squares of bins. */
    public SpaceRangerOptions withBinOutlines(boolean wanted) {
        return new SpaceRangerOptions(raw, bins, probes, wanted, slices, segmentation);
    }

    /** The same with or without {@code feature_slice.h5} as source. */
    public SpaceRangerOptions withSlices(boolean wanted) {
        return new SpaceRangerOptions(raw, bins, probes, binOutlines, wanted, segmentation);
    }

    /** The same with polygons to gather bins into. */
    public SpaceRangerOptions withSegmentation(Path file) {
        return new SpaceRangerOptions(raw, bins, probes, binOutlines, slices, Optional.of(file));
    }

    /** The name of the matrix of spots or bins without its ending. */
    public String matrix() {
        return raw ? "raw_feature_bc_matrix" : "filtered_feature_bc_matrix";
    }

    /** The name of the matrix of cells without its ending. */
    public String cellMatrix() {
        return raw ? "raw_feature_cell_matrix" : "filtered_feature_cell_matrix";
    }
}
