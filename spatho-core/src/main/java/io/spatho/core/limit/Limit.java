package io.spatho.core.limit;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.util.Locale;
import java.util.Optional;

/**
 * The limits that every reader holds a file to before it believes or allocates what the file says.
 *
 * <p>Each has a default that real data of the platforms never reaches. The environment variable {@code SPATHO_LIMIT_<NAME>}, or the
 * system property {@code spatho.limit.<name>} (which wins), sets another; both are read once, at the first use. A limit never
 * changes a result: what is over it is refused with an {@link InputException} that names the limit and how to raise it.
 *
 * <p>Sources: safetensors (header), parquet-java (Thrift message), Jackson's stream constraints, APPNOTE 6.3 with the overlap
 * bombs of 2019 (zip), RFC 1951 (DEFLATE reaches 1032:1; text and counts stay far below 200:1).
 */
public enum Limit {
    /** Expanded bytes for one compressed byte. */
    COMPRESSION_RATIO(200, 100_000, "times", "gzip, zip, HDF5 and Parquet content against its stored bytes"),
    /** Expanded bytes below which the ratio does not count. */
    COMPRESSION_FREE_BYTES(1L << 20, 1L << 40, "bytes", "small files may be as dense as they like"),
    /** One decoded chunk of an array or page of a table. */
    CHUNK_BYTES(256L << 20, Limit.LONGEST_ARRAY, "bytes", "a chunk is decoded whole, to exactly what it declares"),
    /** Bytes of an array that a file declares and never stores. */
    UNWRITTEN_BYTES(64L << 20, 1L << 40, "bytes", "arrays may declare what they do not hold"),
    /** Bytes of an array for one byte of its stored chunks. */
    ARRAY_RATIO(40_000, 1L << 40, "times", "Zstandard packs a constant chunk of an array tens of thousands of times"),
    /** Chunks of an array. */
    ARRAY_CHUNKS(4_000_000, Limit.LONGEST_ARRAY, "chunks", "two million cells have thousands"),
    /** Entries of a zip archive. */
    ZIP_ENTRIES(1_000_000, Limit.LONGEST_ARRAY, "entries", "archives are read in place and never nested"),
    /** The directory of a zip archive. */
    ZIP_DIRECTORY_BYTES(128L << 20, Limit.LONGEST_ARRAY, "bytes", "the directory is held in memory"),
    /** A name inside an archive, array tree or checkpoint. */
    NAME_BYTES(512, 1 << 16, "bytes", "names are relative and without .., drive, NUL and backslash"),
    /** Chunks in one shard of an array. */
    SHARD_CHUNKS(1 << 22, 1 << 26, "chunks", "the index of a shard is held in memory"),
    /** One entry of a zip archive that is read whole. */
    ZIP_ENTRY_BYTES(512L << 20, Limit.LONGEST_ARRAY, "bytes", "a chunk or a description"),
    /** Nested groups of an array tree. */
    TREE_DEPTH(64, 1_000, "levels", "links may lead in circles"),
    /** Names of one group or array in an array tree. */
    OBJECT_LINKS(64, 1L << 20, "names", "groups that name each other twice unfold into billions of paths"),
    /** Nested arrays and objects of a JSON document. */
    JSON_DEPTH(100, 1_000, "levels", "documents of the platforms nest 6 deep"),
    /** A text of a JSON document. */
    JSON_STRING_CHARACTERS(20_000_000, Limit.LONGEST_ARRAY, "characters", "Jackson's own default"),
    /** A key of a JSON document. */
    JSON_NAME_CHARACTERS(50_000, Limit.LONGEST_ARRAY, "characters", "Jackson's own default"),
    /** A number of a JSON document. */
    JSON_NUMBER_CHARACTERS(1_000, 1_000_000, "characters", "long numbers cost quadratic time"),
    /** Tokens of a JSON tree that is held in memory: a million keys with their values. */
    JSON_TOKENS(2_000_000, 1L << 40, "tokens", "a million keys with their values in one tree"),
    /** A JSON document that is held in memory. */
    JSON_BYTES(64L << 20, Limit.LONGEST_ARRAY, "bytes", "documents that are not streamed"),
    /** A configuration file. */
    CONFIG_BYTES(1L << 20, Limit.LONGEST_ARRAY, "bytes", "a YAML file of options"),
    /** A cell id, barcode, category, region name or other label. */
    LABEL_BYTES(4_096, 1 << 24, "bytes", "labels are shown in tables and reports"),
    /** The name or id of a gene or other feature. */
    SYMBOL_BYTES(256, 1 << 24, "bytes", "the longest names of the panels have about 60"),
    /** A text in a table. */
    TEXT_BYTES(1L << 20, Limit.LONGEST_ARRAY, "bytes", "a field of a CSV file or a value of a Parquet or Arrow column"),
    /** A row of a delimited text file. */
    CSV_ROW_CHARACTERS(16L << 20, Limit.LONGEST_ARRAY, "characters", "a row is held in memory"),
    /** Columns of a table. */
    TABLE_COLUMNS(20_000, 10_000_000, "columns", "tables of cells have tens"),
    /** Rows of a table, and observations or features of a matrix. */
    TABLE_ROWS(Limit.LONGEST_ARRAY, Limit.LONGEST_ARRAY, "rows", "a column is one Java array"),
    /** Entries of a sparse matrix. */
    MATRIX_ENTRIES(Limit.LONGEST_ARRAY, Limit.LONGEST_ARRAY, "entries", "the entries are one Java array"),
    /** Names in the header of a table of counts, which has one for each feature. */
    CSV_HEADER_FIELDS(100_000, 10_000_000, "names", "whole transcriptomes have 40,000"),
    /** A line of a Matrix Market file. */
    MTX_LINE_BYTES(1 << 16, 1 << 24, "bytes", "three numbers, or the metadata comment"),
    /** Values of a Parquet file below which the compression ratio does not count. */
    PARQUET_FREE_VALUES(4_000_000, 1L << 40, "values", "run lengths make a million equal values of a few bytes"),
    /** The Thrift footer of a Parquet file. */
    PARQUET_FOOTER_BYTES(100_000_000, Limit.LONGEST_ARRAY, "bytes", "parquet-java's own default"),
    /** A file of drawn regions. */
    REGIONS_BYTES(1L << 30, 1L << 40, "bytes", "read feature by feature"),
    /** Regions in a file. */
    REGIONS(1_000_000, Limit.LONGEST_ARRAY, "regions", "cell outlines of a section as GeoJSON"),
    /** Corners of all regions in a file. */
    REGION_CORNERS(20_000_000, Limit.LONGEST_ARRAY, "corners", "two million cells have 50 million, regions few"),
    /** One outline as well-known binary. */
    OUTLINE_BYTES(16L << 20, Limit.LONGEST_ARRAY, "bytes", "a million corners"),
    /** A file of marker genes. */
    PANEL_BYTES(16L << 20, Limit.LONGEST_ARRAY, "bytes", "MSigDB whole has 8 MB"),
    /** An encoded picture of the slide in low or high resolution. */
    PICTURE_BYTES(64L << 20, Limit.LONGEST_ARRAY, "bytes", "Space Ranger's have at most 2,000 pixels a side"),
    /** Pixels of a picture in an AnnData file or SpatialData store. */
    PICTURE_PIXELS(100_000_000, Limit.LONGEST_ARRAY, "pixels", "pictures in AnnData files are decoded whole"),
    /** Outlined cells of a segmentation in GeoJSON. */
    SEGMENTS(10_000_000, Limit.LONGEST_ARRAY, "outlines", "a section has a million cells"),
    /** Corners of one outlined cell. */
    SEGMENT_CORNERS(1_000_000, 1L << 29, "corners", "Space Ranger's outlines have hundreds"),
    /** Groups of a Xenium Explorer cell group file. */
    CELL_GROUPS(100_000, Limit.LONGEST_ARRAY, "groups", "drawn or clustered by people"),
    /** Pairs of points that tie a picture to a section. */
    KEYPOINTS(100_000, 10_000_000, "points", "set by hand, or tens of thousands by programs"),
    /** The description of a batch in an Arrow stream. */
    ARROW_METADATA_BYTES(64L << 20, Limit.LONGEST_ARRAY, "bytes", "the description is held in memory"),
    /** Files of a Zarr store in a folder. */
    STORE_FILES(1_000_000, Limit.LONGEST_ARRAY, "files", "each is part of the store's digest"),
    /** The finest bins of a feature slice file. */
    SLICE_BINS(400_000_000, Limit.LONGEST_ARRAY, "bins", "a capture area of 6.5 mm has 11 million"),
    /** Pixels of a slide that is decoded whole, as PNG and JPEG must be. */
    SLIDE_PICTURE_PIXELS(150_000_000, Limit.LONGEST_ARRAY, "pixels", "larger slides are pyramids of tiles"),
    /** Directories and sub-directories of a TIFF file. */
    TIFF_DIRECTORIES(4_096, 1 << 20, "directories", "a pyramid has a few for each level or channel"),
    /** Entries of one directory of a TIFF file. */
    TIFF_ENTRIES(4_096, 1 << 16, "entries", "scanners write tens"),
    /** The value of one tag of a TIFF file. */
    TIFF_VALUE_BYTES(256L << 20, Limit.LONGEST_ARRAY, "bytes", "the places of 16 million tiles"),
    /** A text in a TIFF file. */
    TIFF_TEXT_BYTES(16L << 20, Limit.LONGEST_ARRAY, "bytes", "OME-XML of thousands of planes"),
    /** Pixels of one picture of a slide, of which only tiles are held. */
    TIFF_PIXELS(1L << 42, 1L << 50, "pixels", "two million columns and rows"),
    /** One tile or strip of a slide, encoded or decoded. */
    TIFF_TILE_BYTES(256L << 20, Limit.LONGEST_ARRAY, "bytes", "a tile is decoded whole"),
    /** Files of a bundle's folder that are looked at. */
    BUNDLE_FILES(20_000, Limit.LONGEST_ARRAY, "files", "a run has tens"),
    /** Folders inside a bundle's folder that are looked into. */
    BUNDLE_DEPTH(5, 100, "levels", "Space Ranger nests 4 deep"),
    /** Whether links in a bundle's folder may lead out of it. */
    BUNDLE_LINKS_OUTSIDE(0, 1, "1 yes, 0 no", "a foreign bundle must not read this machine's other files"),
    /** The header of a safetensors file. */
    SAFETENSORS_HEADER_BYTES(100_000_000, Limit.LONGEST_ARRAY, "bytes", "the format's own limit"),
    /** A pickle in a checkpoint. */
    PICKLE_BYTES(64L << 20, Limit.LONGEST_ARRAY, "bytes", "names and shapes without the numbers"),
    /** Instructions of a pickle. */
    PICKLE_INSTRUCTIONS(2_000_000, Limit.LONGEST_ARRAY, "instructions", "a model of 5,000 tensors has 200,000"),
    /** Nested containers of a checkpoint. */
    CHECKPOINT_DEPTH(100, 1_000, "levels", "state dictionaries nest 3 deep");

    static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

    private final long standard;
    private final long most;
    private final String unit;
    private final String reason;
    private final Optional<String> stated;

    Limit(long standard, long most, String unit, String reason) {
        this.standard = standard;
        this.most = most;
        this.unit = unit;
        this.reason = reason;
        this.stated = Optional.ofNullable(System.getProperty(property()))
                .or(() -> Optional.ofNullable(System.getenv(variable())));
    }

    /** The limit in force; a setting that is no number in range is a {@link UsageException}. */
    public long value() {
        return stated.isEmpty() ? standard : parse(stated.get());
    }

    /** Fails when any setting is no number in its range; to be called once, before files are read. */
    public static void requireSound() {
        for (Limit limit : values()) {
            limit.value();
        }
    }

    /** The limit in force, of what is counted in an int. */
    public int intValue() {
        return (int) Math.min(value(), LONGEST_ARRAY);
    }

    long parse(String text) {
        long least = standard == 0 ? 0 : 1;
        try {
            long value = Long.parseLong(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new UsageException(Problem.of("a limit is not a whole number in its range")
                .at(variable() + " or " + property())
                .expected(least + " to " + most, text));
    }

    /** The limit without any setting. */
    public long standard() {
        return standard;
    }

    /** Whether the machine sets it. */
    public boolean isSet() {
        return stated.isPresent();
    }

    /** What is counted. */
    public String unit() {
        return unit;
    }

    /** Why there is a limit, and of this size. */
    public String reason() {
        return reason;
    }

    /** The name of the system property that sets it. */
    public String property() {
        return "spatho.limit." + id();
    }

    /** The name of the environment variable that sets it. */
    public String variable() {
        return "SPATHO_LIMIT_" + name();
    }

    /** The name in messages and JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a user who trusts a file can do. */
    public String advice() {
        return "If you trust the file, raise the limit with " + variable() + ".";
    }

    /** Fails when a file says or holds more than the limit. */
    public void require(long found, String what, Object where) {
        if (found > value()) {
            throw exceeded(what, where, found);
        }
    }

    /** The failure of a file that says or holds more than the limit. */
    public InputException exceeded(String what, Object where, Object found) {
        return new InputException(Problem.of(what)
                .at(where)
                .expected("at most " + value() + " " + unit, found)
                .fix(advice()));
    }
}
