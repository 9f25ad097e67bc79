package io.spatho.anndata.tiff;

/** The numbers of the tags that are read or written. */
public final class TiffTag {

    /** Kind of image: bit 0 a reduced version of another. */
    public static final int NEW_SUBFILE_TYPE = 254;
    /** Columns. */
    public static final int IMAGE_WIDTH = 256;
    /** Rows. */
    public static final int IMAGE_LENGTH = 257;
    /** Bits of each sample. */
    public static final int BITS_PER_SAMPLE = 258;
    /** Codec. */
    public static final int COMPRESSION = 259;
    /** Meaning of the samples. */
    public static final int PHOTOMETRIC = 262;
    /** Order of bits in a byte. */
    public static final int FILL_ORDER = 266;
    /** Free text; the home of OME-XML and of scanner properties. */
    public static final int IMAGE_DESCRIPTION = 270;
    /** Maker of the scanner. */
    public static final int MAKE = 271;
    /** Offsets of strips. */
    public static final int STRIP_OFFSETS = 273;
    /** Samples of a pixel. */
    public static final int SAMPLES_PER_PIXEL = 277;
    /** Rows of a strip. */
    public static final int ROWS_PER_STRIP = 278;
    /** Encoded bytes of strips. */
    public static final int STRIP_BYTE_COUNTS = 279;
    /** Pixels per unit across. */
    public static final int X_RESOLUTION = 282;
    /** Pixels per unit down. */
    public static final int Y_RESOLUTION = 283;
    /** 1 samples side by side, 2 one plane for each sample. */
    public static final int PLANAR_CONFIGURATION = 284;
    /** 1 none, 2 inch, 3 centimetre. */
    public static final int RESOLUTION_UNIT = 296;
    /** Program that wrote the file. */
    public static final int SOFTWARE = 305;
    /** Differencing before compression. */
    public static final int PREDICTOR = 317;
    /** Palette. */
    public static final int COLOR_MAP = 320;
    /** Columns of a tile. */
    public static final int TILE_WIDTH = 322;
    /** Rows of a tile. */
    public static final int TILE_LENGTH = 323;
    /** Offsets of tiles. */
    public static final int TILE_OFFSETS = 324;
    /** Encoded bytes of tiles. */
    public static final int TILE_BYTE_COUNTS = 325;
    /** Offsets of sub-directories. */
    public static final int SUB_IFDS = 330;
    /** Meaning of samples beyond the colours. */
    public static final int EXTRA_SAMPLES = 338;
    /** Kind of numbers: 1 unsigned, 2 signed, 3 floating point. */
    public static final int SAMPLE_FORMAT = 339;
    /** Quantisation and Huffman tables that JPEG tiles share. */
    public static final int JPEG_TABLES = 347;
    /** Chroma subsampling. */
    public static final int YCBCR_SUBSAMPLING = 530;

    private TiffTag() {}
}
