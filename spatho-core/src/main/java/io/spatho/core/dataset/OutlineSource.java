package io.spatho.core.dataset;

import java.util.List;

/** Outlines that lie in a file of the case and are read when somebody needs them. */
public interface OutlineSource {

    /** What is outlined: {@code cell_boundaries} or {@code nucleus_boundaries}. */
    String name();

    /**
     * Reads the outlines of the dataset's observations; those of others are left out.
     *
     * @throws io.spatho.core.error.InputException when the file is not what it should be
     */
    Outlines read();

    /** What was unusual but not wrong in the last {@link #read}, one plain sentence each. */
    default List<String> warnings() {
        return List.of();
    }
}
