package io.spatho.anndata.xenium;

import java.util.Arrays;

/** Rows of the dataset by cell id; holds one integer a cell beside the ids themselves. */
final class CellIndex {

    /** The row of a molecule that the platform assigned to no cell. */
    static final int NONE = -1;

    /** The row of an id that the dataset does not have. */
    static final int UNKNOWN = -2;

    private static final String UNASSIGNED = "UNASSIGNED";
    private static final String UNASSIGNED_NUMBER = "-1";
    private static final int SPREAD = 0x9E3779B9;

    private final String[] ids;
    private final int[] slots;
    private final int shift;

    /** The ids of the rows; each once. */
    CellIndex(String[] ids) {
        this.ids = ids;
        int size = Integer.highestOneBit(Math.max(4, ids.length)) << 2;
        if (size <= 0) {
            size = 1 << 30;
        }
        this.slots = new int[size];
        this.shift = Integer.numberOfLeadingZeros(size) + 1;
        Arrays.fill(slots, NONE);
        for (int row = 0; row < ids.length; row++) {
            int slot = slot(ids[row]);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = row;
        }
    }

    private int slot(String id) {
        return (id.hashCode() * SPREAD) >>> shift;
    }

    int size() {
        return ids.length;
    }

    /** The row of an id, {@link #NONE} for {@code UNASSIGNED}, {@code -1} and nothing, {@link #UNKNOWN} for any other. */
    int row(String id) {
        int slot = slot(id);
        while (slots[slot] >= 0) {
            if (ids[slots[slot]].equals(id)) {
                return slots[slot];
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        boolean nothing = id.isBlank() || id.equals(UNASSIGNED) || id.equals(UNASSIGNED_NUMBER);
        return nothing ? NONE : UNKNOWN;
    }
}
