package io.spatho.core.region;

/**
 * Two regions that lie side by side, seen from the first; each pair is listed from both sides with the same numbers.
 *
 * @param region position of the region in its list
 * @param neighbour position of the other region
 * @param relation whether they touch or are near
 * @param distanceUm shortest distance between the two outlines' areas in micrometres; 0 when they overlap
 * @param sharedBoundaryUm length of outline along which they touch, in micrometres: the mean over the two of the length of
 *     one's outline within the touching distance of the other; 0 when they are only near
 */
public record RegionAdjacency(
        int region, int neighbour, Relation relation, double distanceUm, double sharedBoundaryUm) {

    /** How close two regions are. */
    public enum Relation {
        /** No farther apart than the touching distance, or overlapping. */
        TOUCHING("touching"),
        /** Farther apart than that and no farther than the near distance. */
        NEAR("near");

        private final String id;

        Relation(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }
}
