package io.spatho.anndata.hdf5;

import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file whose space is handed out front to back; every address is a 64-bit offset. */
final class FileSpace {

    private final FileChannel channel;
    private final Path file;
    private long end;

    FileSpace(FileChannel channel, Path file, long reserved) {
        this.channel = channel;
        this.file = file;
        this.end = reserved;
    }

    long end() {
        return end;
    }

    /** Reserves bytes at the end and returns their address. */
    long reserve(long bytes) {
        long address = end;
        end += bytes;
        return address;
    }

    /** Writes bytes at the end and returns their address. */
    long append(byte[] bytes) {
        long address = reserve(bytes.length);
        write(address, ByteBuffer.wrap(bytes));
        return address;
    }

    void write(long address, ByteBuffer bytes) {
        try {
            long at = address;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot write the HDF5 file: " + FileTrouble.words(e, file))
                            .at(file)
                            .fix("Check free space and permissions of the output folder"),
                    e);
        }
    }
}
