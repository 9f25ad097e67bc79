package io.spatho.anndata.hdf5;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The bytes of a file as jHDF asks for them, with every address and length checked against the file before memory is given.
 *
 * <p>Metadata that points to itself would be followed for ever, so the metadata read in one operation is limited to a small
 * multiple of the file's size.
 */
final class GuardedStorage implements HdfBackingStorage {

    private static final long METADATA_PER_FILE_BYTE = 8;
    private static final long METADATA_FLOOR = 1 << 20;

    private final FileChannel channel;
    private final Superblock superblock;
    private final long size;
    private long metadataLeft;

    GuardedStorage(FileChannel channel, Superblock superblock) throws IOException {
        this.channel = channel;
        this.superblock = superblock;
        this.size = channel.size();
        startOperation();
    }

    /** Renews the allowance of metadata; to be called where a user's request starts. */
    void startOperation() {
        metadataLeft = METADATA_FLOOR + METADATA_PER_FILE_BYTE * size;
    }

    @Override
    public ByteBuffer readBufferFromAddress(long address, int length) {
        metadataLeft -= Math.max(64, length);
        if (metadataLeft < 0) {
            throw new IllegalStateException("the metadata refers to itself");
        }
        return ByteBuffer.wrap(read(address, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public ByteBuffer map(long address, long length) {
        return ByteBuffer.wrap(read(address, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public ByteBuffer mapNoOffset(long address, long length) {
        return map(address - superblock.getBaseAddressByte(), length);
    }

    /** The bytes at an address; may be called by several threads. */
    byte[] read(long address, long length) {
        requireInside(address, length);
        byte[] bytes = new byte[Math.toIntExact(length)];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        try {
            long at = address + superblock.getBaseAddressByte();
            while (target.hasRemaining()) {
                int n = channel.read(target, at);
                if (n < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
                at += n;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /** Fails unless the bytes lie in the file. */
    void requireInside(long address, long length) {
        long base = superblock.getBaseAddressByte();
        if (address < 0 || length < 0 || length > size - base || address > size - base - length) {
            throw new IllegalStateException(
                    length + " bytes at offset " + address + " lie outside the file of " + size + " bytes");
        }
    }

    @Override
    public long getUserBlockSize() {
        return superblock.getBaseAddressByte();
    }

    @Override
    public Superblock getSuperblock() {
        return superblock;
    }

    @Override
    public FileChannel getFileChannel() {
        return channel;
    }

    @Override
    public int getSizeOfOffsets() {
        return superblock.getSizeOfOffsets();
    }

    @Override
    public int getSizeOfLengths() {
        return superblock.getSizeOfLengths();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
