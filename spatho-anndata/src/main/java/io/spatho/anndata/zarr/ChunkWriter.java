package io.spatho.anndata.zarr;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** Compresses chunks on workers and writes each as a file. */
final class ChunkWriter {

    /** The level of zstd: its own default. */
    static final int LEVEL = 1;

    /** Bytes per chunk before compression, about. */
    static final int CHUNK_BYTES = 4 << 20;

    /** Chunks that are held at a time. */
    static final int IN_FLIGHT = 8;

    private final ZarrWriter writer;
    private final Path folder;

    ChunkWriter(ZarrWriter writer, String path) {
        this.writer = writer;
        this.folder = writer.folder(path);
    }

    /** Writes the chunk of an array without dimensions. */
    void scalar(byte[] raw) {
        store(folder.resolve("c"), raw);
    }

    /** Writes chunks along the first dimension, of which {@code first} is the number of the first one. */
    void along(long first, int chunks, int dimensions, IntFunction<byte[]> raw) {
        String rest = "/0".repeat(dimensions - 1);
        writer.workers().map(chunks, i -> {
            store(folder.resolve("c/" + (first + i) + rest), raw.apply(i));
            return Boolean.TRUE;
        });
    }

    private void store(Path file, byte[] raw) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Zstd.compress(raw, LEVEL));
        } catch (IOException e) {
            throw writer.cannot(e);
        }
    }
}
