package io.spatho.anndata.tree;

import java.util.Arrays;

/** One field of an array of records, with its values for all records. */
public sealed interface RecordField {

    /** The field's name. */
    String name();

    /**
     * Numbers.
     *
     * @param name the field's name
     * @param values of all records; the first extent is their number, further ones are those of the field
     */
    record Values(String name, Numbers values) implements RecordField {}

    /**
     * Strings.
     *
     * @param name the field's name
     * @param values one of each record
     */
    record Texts(String name, String[] values) implements RecordField {
        @Override
        public String toString() {
            return name + Arrays.toString(values);
        }
    }
}
