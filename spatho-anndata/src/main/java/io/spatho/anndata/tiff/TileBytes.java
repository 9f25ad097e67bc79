package io.spatho.anndata.tiff;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The codecs that turn bytes into bytes; each fills an array whose size was checked before, and says when there is too little. */
final class TileBytes {

    private TileBytes() {}

    static byte[] decode(TiffCompression codec, byte[] in, int size) throws CorruptTileException {
        byte[] out = new byte[size];
        int filled =
                switch (codec) {
                    case NONE -> copy(in, out);
                    case LZW -> new LzwDecoder().decode(in, out);
                    case DEFLATE -> inflate(in, out);
                    case PACK_BITS -> packBits(in, out);
                    case ZSTD -> zstd(in, out);
                    case JPEG, JPEG_2000, JPEG_2000_RGB, JPEG_2000_YCBCR ->
                        throw new IllegalArgumentException(codec + " makes pixels, not bytes");
                };
        if (filled < size) {
            throw new CorruptTileException(codec.title() + " data end after " + filled + " of " + size + " bytes");
        }
        return out;
    }

    private static int copy(byte[] in, byte[] out) {
        int length = Math.min(in.length, out.length);
        System.arraycopy(in, 0, out, 0, length);
        return length;
    }

    private static int inflate(byte[] in, byte[] out) throws CorruptTileException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in);
            int at = 0;
            while (at < out.length && !inflater.finished()) {
                int n = inflater.inflate(out, at, out.length - at);
                if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                at += n;
            }
            return at;
        } catch (DataFormatException e) {
            throw new CorruptTileException("deflate data are broken", e);
        } finally {
            inflater.end();
        }
    }

    private static int packBits(byte[] in, byte[] out) {
        int from = 0;
        int at = 0;
        while (from < in.length && at < out.length) {
            int control = in[from++];
            if (control >= 0) {
                int length = Math.min(control + 1, Math.min(in.length - from, out.length - at));
                System.arraycopy(in, from, out, at, length);
                from += control + 1;
                at += length;
            } else if (control != -128 && from < in.length) {
                int end = Math.min(out.length, at + 1 - control);
                java.util.Arrays.fill(out, at, end, in[from++]);
                at = end;
            }
        }
        return at;
    }

    private static int zstd(byte[] in, byte[] out) throws CorruptTileException {
        try {
            return (int) Zstd.decompressByteArray(out, 0, out.length, in, 0, in.length);
        } catch (ZstdException e) {
            throw new CorruptTileException("zstd data are broken", e);
        }
    }
}
