package io.spatho.anndata.bundle;

import io.spatho.anndata.h5ad.CoordinateUnit;
import io.spatho.anndata.tenx.MatrixRequest;
import io.spatho.anndata.visium.Bins;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.Platform;
import io.spatho.core.parallel.Workers;
import java.util.Optional;

/**
 * How a bundle is opened.
 *
 * @param format the kind to take it for; found out from its content when empty
 * @param spaceRanger what is taken from a Visium or Visium HD run
 * @param spatialUnit what a unit of {@code obsm["spatial"]} is in an h5ad file that does not say it
 * @param matrix which genome is wanted, and who takes the counts
 * @param workers threads for inflating, parsing and hashing; their number changes no result
 */
public record BundleOptions(
        Optional<Platform> format,
        SpaceRangerOptions spaceRanger,
        CoordinateUnit spatialUnit,
        MatrixRequest matrix,
        Workers workers) {

    /** Everything found out from the content. */
    public static BundleOptions of(Workers workers) {
        return new BundleOptions(
                Optional.empty(), SpaceRangerOptions.USUAL, CoordinateUnit.DECLARED, MatrixRequest.WHOLE, workers);
    }

    /** The same with a Visium HD bin size. */
    public BundleOptions withBinSizeUm(double size) {
        return withSpaceRanger(spaceRanger.withBins(Bins.of(size)));
    }

    /** The same with other choices for a Visium or Visium HD run. */
    public BundleOptions withSpaceRanger(SpaceRangerOptions choices) {
        return new BundleOptions(format, choices, spatialUnit, matrix, workers);
    }

    /** The same with the unit of an h5ad file's coordinates. */
    public BundleOptions withSpatialUnit(CoordinateUnit unit) {
        return new BundleOptions(format, spaceRanger, unit, matrix, workers);
    }

    /** The same with features of one genome only. */
    public BundleOptions withGenome(Optional<String> genome) {
        return new BundleOptions(format, spaceRanger, spatialUnit, new MatrixRequest(genome, matrix.counts()), workers);
    }

    /** The same with gene counts that go to somebody else, where the bundle's reader can hand them over. */
    public BundleOptions withCountsTo(CountSink sink) {
        MatrixRequest request = new MatrixRequest(matrix.genome(), Optional.of(sink));
        return new BundleOptions(format, spaceRanger, spatialUnit, request, workers);
    }
}
