package io.spatho.anndata.regions;

/** For which tool regions are written. */
public enum RegionTarget {
    /** GeoJSON annotations for QuPath. */
    QUPATH("qupath"),
    /** Selections for Xenium Explorer, always in micrometres. */
    EXPLORER("explorer"),
    /** GeoJSON like Space Ranger's segmentations. */
    SPACE_RANGER("spaceranger"),
    /** A row per corner. */
    CSV("csv");

    private final String id;

    RegionTarget(String id) {
        this.id = id;
    }

    /** The name used on the command line. */
    public String id() {
        return id;
    }
}
