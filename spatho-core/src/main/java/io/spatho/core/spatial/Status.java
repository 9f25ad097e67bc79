package io.spatho.core.spatial;

/** Whether a statistic is defined, and if not, why. */
public enum Status {
    /** The statistic has a value. */
    DEFINED("defined"),
    /** All observations have the same value. */
    CONSTANT("constant"),
    /** No observation has a neighbour. */
    NO_NEIGHBOURS("no neighbours"),
    /** There are not enough observations. */
    TOO_FEW_CELLS("too few cells"),
    /** A value is NaN or infinite. */
    NOT_FINITE("not finite");

    private final String id;

    Status(String id) {
        this.id = id;
    }

    /** The name used in files. */
    public String id() {
        return id;
    }
}
