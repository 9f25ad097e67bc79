package io.spatho.core.region;

import org.locationtech.jts.geom.Geometry;

/**
 * A part of the tissue: a polygon or multipolygon in slide micrometres.
 *
 * @param id unique within a run
 * @param geometry its outline in micrometres
 * @param source {@code user} for drawn regions, {@code neighbourhood_clustering} for computed ones
 * @param label the structure it belongs to, or empty
 */
public record Region(String id, Geometry geometry, String source, String label) {

    public Region {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a region needs an id");
        }
    }
}
