package io.spatho.anndata.slide;

/** The dialects that are told apart by content, never by file name. */
public enum SlideFormat {
    /** OME-TIFF: OME-XML in the first directory, levels in sub-directories. */
    OME_TIFF("OME-TIFF"),
    /** Aperio SVS: properties after bars in the description. */
    APERIO("Aperio SVS"),
    /** A TIFF by ImageJ. */
    IMAGEJ_TIFF("ImageJ TIFF"),
    /** Any other TIFF. */
    TIFF("TIFF"),
    /** PNG. */
    PNG("PNG"),
    /** JPEG. */
    JPEG("JPEG");

    private final String title;

    SlideFormat(String title) {
        this.title = title;
    }

    /** The name for people. */
    public String title() {
        return title;
    }
}
