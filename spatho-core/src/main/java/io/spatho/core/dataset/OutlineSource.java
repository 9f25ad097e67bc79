package io.spatho.core.dataset;

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
}
