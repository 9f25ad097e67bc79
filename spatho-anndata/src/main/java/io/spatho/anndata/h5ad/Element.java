package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One element of an AnnData file, whichever encoding it was stored in: what it holds, with its type, without being read where it
 * is large.
 *
 * <p>Numbers stay in their file until they are asked for, so an element lives as long as the file is open; names and strings are
 * held. Every kind of anndata's on-disk format has one record here; files from before anndata 0.7 are brought to the same kinds.
 */
public sealed interface Element {

    /** The extents; none for what is a single value or has no rows. */
    default long[] extents() {
        return FrameReader.extents(this);
    }

    /** A numeric or boolean array of any rank from 1. */
    record Dense(Numbers values) implements Element {}

    /** One number or boolean. */
    record Scalar(Numbers value) implements Element {}

    /**
     * An array of strings.
     *
     * @param values row after row; none is {@code null}
     * @param shape the extents
     */
    record Strings(String[] values, long[] shape) implements Element {}

    /** One string. */
    record Text(String value) implements Element {}

    /**
     * Byte strings of a fixed width (numpy's {@code S}).
     *
     * @param encoded one after the other, padded with zeros
     * @param width bytes of each
     * @param shape the extents; none for a scalar
     */
    record Bytes(byte[] encoded, int width, long[] shape) implements Element {}

    /** Python's None. */
    record Nothing() implements Element {}

    /**
     * Values out of a list.
     *
     * @param codes positions in the list, -1 for missing
     * @param categories the list: strings, numbers or booleans
     * @param ordered whether the order of the list means something
     */
    record Categorical(Numbers codes, Element categories, boolean ordered) implements Element {}

    /**
     * Values of which some are missing.
     *
     * @param encoding anndata's name, {@code nullable-integer}, {@code nullable-boolean} or {@code nullable-string-array}
     * @param values the values, anything where one is missing
     * @param mask true where one is missing
     * @param missing how pandas shows what is missing, {@code NA} or {@code NaN}; empty when the file does not say it
     */
    record Nullable(String encoding, Element values, Numbers mask, String missing) implements Element {}

    /**
     * A sparse matrix.
     *
     * @param byColumn whether it is compressed by column (CSC) instead of by row
     * @param shape the extents, of which there may be one only
     * @param data the stored values
     * @param indices their positions along the other axis
     * @param starts where each row or column starts
     */
    record Sparse(boolean byColumn, long[] shape, Numbers data, Numbers indices, Numbers starts) implements Element {}

    /**
     * A data frame.
     *
     * @param indexName the name of the index, {@code _index} when it has none
     * @param index the row names
     * @param columns in order; one may have the index's name and is then the index
     */
    record Frame(String indexName, Element index, Map<String, Element> columns) implements Element {
        public Frame {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        /** The number of rows. */
        public long rows() {
            return FrameReader.rows(index);
        }
    }

    /**
     * Elements by name, in the order of the file.
     *
     * @param encoding {@code dict}, or {@code anndata} or {@code raw} for such objects below {@code uns}
     * @param children the elements
     */
    record Dict(String encoding, Map<String, Element> children) implements Element {

        /** No elements. */
        public static final Dict EMPTY = new Dict(Map.of());

        public Dict {
            children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
        }

        /** A plain dictionary. */
        public Dict(Map<String, Element> children) {
            this("dict", children);
        }
    }

    /**
     * An array of records; complex numbers too, which HDF5 holds as records of {@code r} and {@code i}.
     *
     * @param encoding {@code rec-array}, or {@code array} or {@code numeric-scalar} for complex numbers
     * @param fields the fields in order
     * @param shape the extents; none for a scalar
     */
    record Records(String encoding, java.util.List<RecordField> fields, long[] shape) implements Element {
        public Records {
            fields = java.util.List.copyOf(fields);
        }
    }

    /**
     * A ragged array of the awkward library.
     *
     * @param form its structure as JSON
     * @param length how many items it has
     * @param buffers its buffers by name
     */
    record Awkward(String form, long length, Map<String, Element> buffers) implements Element {
        public Awkward {
            buffers = Collections.unmodifiableMap(new LinkedHashMap<>(buffers));
        }
    }
}
