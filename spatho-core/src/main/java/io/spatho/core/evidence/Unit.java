package io.spatho.core.evidence;

/** What a piece of evidence is about. */
public enum Unit {
    /** A region of tissue. */
    REGION("region"),
    /** One observation: cell, spot or bin. */
    CELL("cell"),
    /** A structure: all regions of one label. */
    STRUCTURE("structure"),
    /** A gene. */
    GENE("gene"),
    /** The whole slide. */
    SLIDE("slide"),
    /** A pair of labels, regions or genes. */
    PAIR("pair");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    /** The name used in files. */
    public String id() {
        return id;
    }

    /** The unit of that name. */
    public static Unit of(String id) {
        for (Unit unit : values()) {
            if (unit.id.equals(id)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("no such unit: " + id);
    }
}
