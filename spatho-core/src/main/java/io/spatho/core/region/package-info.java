/**
 * Regions of tissue and the cells that belong to them: found from structures or drawn by a user, outlined, described and
 * judged. Start at {@link io.spatho.core.region.RegionFinder} and {@link io.spatho.core.region.RegionAssignment}.
 */
package io.spatho.core.region;
