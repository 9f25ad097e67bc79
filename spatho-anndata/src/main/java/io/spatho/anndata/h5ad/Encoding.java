package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.tree.TreeObject;

/** The names and versions by which anndata recognises an element. */
enum Encoding {
    ANNDATA("anndata", "0.1.0"),
    DICT("dict", "0.1.0"),
    DATAFRAME("dataframe", "0.2.0"),
    ARRAY("array", "0.2.0"),
    STRING_ARRAY("string-array", "0.2.0"),
    NULLABLE_STRING_ARRAY("nullable-string-array", "0.1.0"),
    NULLABLE_INTEGER("nullable-integer", "0.1.0"),
    NULLABLE_BOOLEAN("nullable-boolean", "0.1.0"),
    CATEGORICAL("categorical", "0.2.0"),
    CSR_MATRIX("csr_matrix", "0.1.0"),
    CSC_MATRIX("csc_matrix", "0.1.0"),
    NUMERIC_SCALAR("numeric-scalar", "0.2.0"),
    STRING("string", "0.2.0"),
    BYTES("bytes", "0.2.0"),
    NULL("null", "0.1.0"),
    REC_ARRAY("rec-array", "0.2.0"),
    AWKWARD_ARRAY("awkward-array", "0.1.0"),
    RAW("raw", "0.1.0");

    private final String type;
    private final String version;

    Encoding(String type, String version) {
        this.type = type;
        this.version = version;
    }

    String type() {
        return type;
    }

    /** The encoding of that name. */
    static Encoding of(String type) {
        for (Encoding encoding : values()) {
            if (encoding.type.equals(type)) {
                return encoding;
            }
        }
        throw new IllegalArgumentException("no encoding " + type);
    }

    /** Marks an element as being of this encoding. */
    <T extends TreeObject> T mark(T element) {
        element.attribute("encoding-type", type);
        element.attribute("encoding-version", version);
        return element;
    }

    /** Adds a dictionary to a group. */
    static TreeGroup dict(TreeGroup parent, String name) {
        return DICT.mark(parent.group(name));
    }

    /** Adds a string to a dictionary. */
    static void text(TreeGroup parent, String name, String value) {
        STRING.mark(parent.scalar(name, value));
    }

    /** Adds a number to a dictionary. */
    static void number(TreeGroup parent, String name, double value) {
        NUMERIC_SCALAR.mark(parent.scalar(name, value));
    }

    /** Adds an array of strings to a group. */
    static void texts(TreeGroup parent, String name, String[] values) {
        STRING_ARRAY.mark(parent.strings(name, values));
    }
}
