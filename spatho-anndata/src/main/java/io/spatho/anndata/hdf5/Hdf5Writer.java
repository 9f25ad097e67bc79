package io.spatho.anndata.hdf5;

import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes an HDF5 file that the HDF5 library 1.8 and newer, h5py and jHDF read.
 *
 * <p>The file takes shape beside its place, under {@code .<name>.part}, and gets its name in {@link #finish}, synced; closing
 * without finishing leaves nothing behind. Offsets are 64-bit throughout.
 *
 * <p>Determinism: the bytes depend on what is written and in which order, not on the number of threads nor, at the default level,
 * on the machine; there are no times in the file. Cost: linear; chunks are compressed on the workers, so none of these calls may be made
 * from a worker. Errors: a {@link ResourceException} when the disk refuses.
 *
 * <p>Source: HDF5 File Format Specification 3.0.
 */
public final class Hdf5Writer implements AutoCloseable {

    /** Fast compression, the level at which 10x writes; from 2 on chunks are left to the Java platform's zlib. */
    public static final int DEFAULT_LEVEL = 1;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int SUPERBLOCK = 48;

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final FileSpace space;
    private final GlobalHeap heap;
    private final Hdf5Group root;
    private final Workers workers;
    private final int level;
    private final Queue<ChunkEncoder> encoders = new ConcurrentLinkedQueue<>();

    private Hdf5Writer(Path file, Workers workers, int level) throws IOException {
        this.file = file;
        this.part = file.resolveSibling("." + file.getFileName() + ".part");
        this.workers = workers;
        this.level = level;
        this.channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        this.space = new FileSpace(channel, file, SUPERBLOCK);
        this.heap = new GlobalHeap(space);
        this.root = new Hdf5Group(this);
    }

    /** Starts a file with fast compression. */
    public static Hdf5Writer create(Path file, Workers workers) {
        return create(file, workers, DEFAULT_LEVEL);
    }

    /** Starts a file with deflate level 0 (arrays are not compressed) to 9. */
    public static Hdf5Writer create(Path file, Workers workers, int level) {
        if (level < 0 || level > 9) {
            throw new IllegalArgumentException("deflate has no level " + level);
        }
        try {
            return new Hdf5Writer(file, workers, level);
        } catch (IOException e) {
            throw new ResourceException(cannot(file, e), e);
        }
    }

    private static Problem cannot(Path file, IOException e) {
        return Problem.of("cannot write the HDF5 file: " + FileTrouble.words(e, file))
                .at(file)
                .fix("Check that the folder exists, can be written and has space");
    }

    FileSpace space() {
        return space;
    }

    GlobalHeap heap() {
        return heap;
    }

    Workers workers() {
        return workers;
    }

    int level() {
        return level;
    }

    /** Applies a chunk's filters; for any number of threads at once. */
    byte[] encode(byte[] raw, int offset, int count, int perChunk, int elementSize) {
        ChunkEncoder free = encoders.poll();
        ChunkEncoder encoder = free == null ? new ChunkEncoder() : free;
        try {
            return encoder.encode(raw, offset, count, perChunk, elementSize, level);
        } finally {
            encoders.add(encoder);
        }
    }

    /** The root group. */
    public Hdf5Group root() {
        return root;
    }

    /** Writes what is still open, syncs the file and gives it its name, replacing an older one. */
    public void finish() {
        try {
            long rootAddress = root.write();
            heap.flush();
            space.write(0, ByteBuffer.wrap(superblock(rootAddress)));
            channel.force(true);
            channel.close();
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ResourceException(cannot(file, e), e);
        }
    }

    private byte[] superblock(long rootAddress) {
        int version = 2;
        int sizeOfOffsets = 8;
        return new LittleEndian()
                .put(SIGNATURE)
                .u8(version)
                .u8(sizeOfOffsets)
                .u8(sizeOfOffsets)
                .u8(0)
                .u64(0)
                .u64(LittleEndian.UNDEFINED)
                .u64(space.end())
                .u64(rootAddress)
                .checksum()
                .toBytes();
    }

    /** Drops the file unless it was finished. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new ResourceException(cannot(file, e), e);
        }
    }
}
