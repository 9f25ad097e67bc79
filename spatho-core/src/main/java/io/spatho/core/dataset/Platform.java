package io.spatho.core.dataset;

/** The platform that a case was measured on. */
public enum Platform {
    /** 10x Xenium: molecules in situ, observations are segmented cells. */
    XENIUM("xenium", "cell"),
    /** 10x Visium: observations are 55 µm spots on a hexagonal grid. */
    VISIUM("visium", "spot"),
    /** 10x Visium HD: observations are square bins. */
    VISIUM_HD("visium_hd", "bin"),
    /** Vizgen MERSCOPE: molecules in situ, observations are segmented cells. */
    MERSCOPE("merscope", "cell"),
    /** NanoString (Bruker) CosMx: molecules in situ, observations are segmented cells. */
    COSMX("cosmx", "cell"),
    /** Anything else that came as an h5ad file. */
    H5AD("h5ad", "cell");

    private final String id;
    private final String observation;

    Platform(String id, String observation) {
        this.id = id;
        this.observation = observation;
    }

    /** The name used in files. */
    public String id() {
        return id;
    }

    /** What one observation is called: cell, spot or bin. */
    public String observation() {
        return observation;
    }
}
