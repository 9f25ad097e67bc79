package io.spatho.cli;

import java.util.Locale;

/** How far an analysis goes; each stage holds the ones before it. */
enum Stage {
    /** Quality control. */
    QC,
    /** Normalisation, components, neighbours, clusters and structures. */
    CLUSTER,
    /** Markers and names of the clusters. */
    ANNOTATE,
    /** Spatial statistics. */
    SPATIAL,
    /** Regions, their outlines, vectors and review. */
    REGIONS;

    /** The stage's name on the command line and in a configuration. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return id();
    }
}
