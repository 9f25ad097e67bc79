package io.spatho.core.region;

import java.util.ArrayList;
import java.util.List;

/**
 * The quality of one region.
 *
 * @param region position of the region in its list
 * @param inner number of inner cells
 * @param boundary number of boundary cells
 * @param context number of context cells
 * @param flags what is wrong, empty when nothing is
 */
public record RegionQc(int region, int inner, int boundary, int context, List<Flag> flags) {

    /** A flaw of a region. */
    public enum Flag {
        /** There is no image of the region. */
        NO_IMAGE("no_image"),
        /** It has fewer members than asked for. */
        LOW_CELLS("low_cells"),
        /** Too few of the model's genes were measured. */
        LOW_PANEL_OVERLAP("low_panel_overlap");

        private final String id;

        Flag(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }

    /**
     * What the run knows about all regions.
     *
     * @param fewestCells regions with fewer members are flagged
     * @param imaged whether each region has an image
     * @param lowPanelOverlap whether the panel overlaps the model's vocabulary too little; false when no model was used
     */
    public record Expectations(int fewestCells, boolean[] imaged, boolean lowPanelOverlap) {}

    public RegionQc {
        flags = List.copyOf(flags);
    }

    /** The quality of each region, in order. */
    public static List<RegionQc> of(List<CellMembership> members, int regions, Expectations expected) {
        int[] inners = new int[regions];
        int[] boundaries = new int[regions];
        int[] contexts = new int[regions];
        for (CellMembership member : members) {
            switch (member.role()) {
                case INNER -> inners[member.region()]++;
                case BOUNDARY -> boundaries[member.region()]++;
                case CONTEXT -> contexts[member.region()]++;
            }
        }
        List<RegionQc> result = new ArrayList<>();
        for (int region = 0; region < regions; region++) {
            List<Flag> flags = new ArrayList<>();
            if (!expected.imaged[region]) {
                flags.add(Flag.NO_IMAGE);
            }
            if (inners[region] + boundaries[region] < expected.fewestCells) {
                flags.add(Flag.LOW_CELLS);
            }
            if (expected.lowPanelOverlap) {
                flags.add(Flag.LOW_PANEL_OVERLAP);
            }
            result.add(new RegionQc(region, inners[region], boundaries[region], contexts[region], flags));
        }
        return result;
    }

    /** The number of members. */
    public int cells() {
        return inner + boundary;
    }

    /** Share of the members that are boundary cells; NaN without members. */
    public double boundaryShare() {
        return (double) boundary / cells();
    }

    /** {@code ok}, or the flags joined by commas. */
    public String qcFlag() {
        return flags.isEmpty()
                ? "ok"
                : String.join(",", flags.stream().map(Flag::id).toList());
    }
}
