package io.spatho.core.region;

/**
 * A region that a reader should look at twice, and why.
 *
 * @param region position of the region in its list
 * @param kind what is unusual
 * @param reason one sentence with the numbers
 * @param value the number that was judged
 * @param threshold the limit that it broke
 */
public record RegionOutlier(int region, Kind kind, String reason, double value, double threshold) {

    /** What is unusual about a region. */
    public enum Kind {
        /** It rests on few cells, or mostly on cells at its edge. */
        WEAKLY_SUPPORTED("weakly_supported"),
        /** Its embedding is nearer to another structure than to its own. */
        AMBIGUOUS("ambiguous"),
        /** Its embedding is far from those of the other regions of its structure. */
        OUTLYING("outlying");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }
}
