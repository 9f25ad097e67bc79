package io.spatho.anndata.tiff;

import java.io.IOException;

/** The bytes of one tile do not decode; the rest of the image may still be good. */
public final class CorruptTileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** A tile that does not decode, and why. */
    public CorruptTileException(String reason) {
        super(reason);
    }

    /** A tile that a codec refused. */
    public CorruptTileException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
