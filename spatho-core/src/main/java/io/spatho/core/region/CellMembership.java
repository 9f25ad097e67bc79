package io.spatho.core.region;

/**
 * How one observation belongs to one region.
 *
 * @param region position of the region in its list
 * @param cell row of the observation
 * @param role inside, at the edge, or in the surrounding ring
 * @param weight its share in the region's pooled values; the weights of a region's rows sum to 1. Of cells only inner and boundary
 *     members have one; of spots and bins also context, where a part of it reaches into the region
 * @param distanceUm distance to the region's outline in micrometres, never negative
 */
public record CellMembership(int region, int cell, Role role, double weight, double distanceUm) {

    /** The place of a member. */
    public enum Role {
        /** Inside and farther from the outline than the boundary width. */
        INNER("inner"),
        /** Inside and within the boundary width of the outline. */
        BOUNDARY("boundary"),
        /** Outside, and within the context width of the outline or reaching into the region. */
        CONTEXT("context");

        private final String id;

        Role(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }
}
