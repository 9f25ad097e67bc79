package io.spatho.anndata.bundle;

import io.spatho.anndata.h5ad.CoordinateUnit;
import io.spatho.anndata.visium.Bins;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.parallel.Workers;
import java.util.Optional;

/**
 * How a bundle is opened.
 *
 * @param format the kind to take it for; found out from its content when empty
 * @param spaceRanger what is taken from a Visium or Visium HD run
 * @param spatialUnit what a unit of {@code obsm["spatial"]} is in an h5ad file that does not say it
 * @param workers threads for inflating, parsing and hashing; their number changes no result
 */
public record BundleOptions(
        Optional<Platform> format, SpaceRangerOptions spaceRanger, CoordinateUnit spatialUnit, Workers workers) {

    /** Everything found out from the content. */
    public static BundleOptions of(Workers workers) {
        return new BundleOptions(Optional.empty(), SpaceRangerOptions.USUAL, CoordinateUnit.DECLARED, workers);
    }

    /** The same with a Visium HD bin size. */
    public BundleOptions withBinSizeUm(double size) {
        return withSpaceRanger(spaceRanger.withBins(Bins.of(size)));
    }

    /** The same with other choices for a Visium or Visium HD run. */
    public BundleOptions withSpaceRanger(SpaceRangerOptions choices) {
        return new BundleOptions(format, choices, spatialUnit, workers);
    }

    /** The same with the unit of an h5ad file's coordinates. */
    public BundleOptions withSpatialUnit(CoordinateUnit unit) {
        return new BundleOptions(format, spaceRanger, unit, workers);
    }
}
