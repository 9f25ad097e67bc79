package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** The codecs from bytes to bytes, by the names that both formats give them. */
final class Codecs {

    private static final Map<String, Expansion> BY_NAME = Map.of(
            "zlib", Inflation.ZLIB,
            "gzip", Inflation.GZIP,
            "zstd", Expansions::zstd,
            "lz4", Expansions::lz4,
            "blosc", Blosc::expand,
            "crc32c", Expansions::crc32c);
    private static final String LIBRARY = "numcodecs.";

    private Codecs() {}

    /** The codec of a name, with its settings. */
    static Expansion of(String name, JsonNode settings) {
        String plain = name.startsWith(LIBRARY) ? name.substring(LIBRARY.length()) : name;
        if (plain.equals("shuffle")) {
            int size = settings.path("elementsize").asInt(4);
            if (size < 1 || size > 255) {
                throw new IllegalStateException("a shuffle of elements of " + size + " bytes");
            }
            return (stored, most) -> unshuffle(stored, most, size);
        }
        return Optional.ofNullable(BY_NAME.get(plain))
                .orElseThrow(() -> new IllegalStateException("Unsupported codec " + name
                        + ": expected blosc, zstd, lz4, gzip, zlib, shuffle, crc32c or none"));
    }

    private static byte[] unshuffle(byte[] stored, int most, int size) {
        if (stored.length > most) {
            throw Inflation.tooMany(most);
        }
        byte[] bytes = new byte[stored.length];
        Shuffle.unshuffle(stored, stored.length, size, bytes, 0);
        return bytes;
    }
}
