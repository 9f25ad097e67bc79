package io.spatho.anndata.tree;

/** How one number is stored. */
public enum NumberType {
    /** Signed, one byte. */
    INT8(1, Family.SIGNED),
    /** Signed, two bytes. */
    INT16(2, Family.SIGNED),
    /** Signed, four bytes. */
    INT32(4, Family.SIGNED),
    /** Signed, eight bytes. */
    INT64(8, Family.SIGNED),
    /** Unsigned, one byte. */
    UINT8(1, Family.UNSIGNED),
    /** Unsigned, two bytes. */
    UINT16(2, Family.UNSIGNED),
    /** Unsigned, four bytes. */
    UINT32(4, Family.UNSIGNED),
    /** Unsigned, eight bytes. */
    UINT64(8, Family.UNSIGNED),
    /** Half precision. */
    FLOAT16(2, Family.FLOATING),
    /** Single precision. */
    FLOAT32(4, Family.FLOATING),
    /** Double precision. */
    FLOAT64(8, Family.FLOATING),
    /** One byte, 0 or 1. */
    BOOLEAN(1, Family.TRUTH);

    private final int bytes;
    private final Family family;

    private enum Family {
        SIGNED,
        UNSIGNED,
        FLOATING,
        TRUTH
    }

    NumberType(int bytes, Family family) {
        this.bytes = bytes;
        this.family = family;
    }

    /** Bytes per number. */
    public int bytes() {
        return bytes;
    }

    /** Whether these are signed or unsigned integers. */
    public boolean isInteger() {
        return family == Family.SIGNED || family == Family.UNSIGNED;
    }

    /** Whether these are integers without a sign. */
    public boolean isUnsigned() {
        return family == Family.UNSIGNED;
    }

    /** Whether these are floating-point numbers. */
    public boolean isFloating() {
        return family == Family.FLOATING;
    }

    /** The name that numpy has for the type. */
    public String numpyName() {
        return this == BOOLEAN ? "bool" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
