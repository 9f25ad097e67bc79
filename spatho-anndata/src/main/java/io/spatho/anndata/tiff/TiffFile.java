package io.spatho.anndata.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An open TIFF or BigTIFF file and its chain of directories. Reading is safe for several threads.
 *
 * <p>Failure: {@link io.spatho.core.error.InputException} for a file that is no TIFF, for directories that point back to one already
 * read, and for more of them than the limits allow. Cost: one small read for each directory.
 */
public final class TiffFile implements AutoCloseable {

    private final TiffBytes bytes;
    private final TiffLimits limits;
    private final Set<Long> visited = new HashSet<>();
    private final List<TiffDirectory> directories = new ArrayList<>();

    private TiffFile(TiffBytes bytes, TiffLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    /** Opens a file and reads its chain of directories. */
    public static TiffFile open(Path path, TiffLimits limits) {
        TiffFile file = new TiffFile(TiffBytes.open(path), limits);
        try {
            file.readChain();
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whether the first bytes of a file are those of a TIFF. */
    public static boolean isTiff(byte[] head) {
        if (head.length < 8 || head[0] != head[1] || (head[0] != 'I' && head[0] != 'M')) {
            return false;
        }
        int magic = head[0] == 'I' ? head[2] | (head[3] << 8) : head[3] | (head[2] << 8);
        return magic == 42 || magic == 43;
    }

    private void readChain() {
        ByteBuffer pointer = bytes.read(bytes.isBig() ? 8 : 4, bytes.isBig() ? 8 : 4, "the first directory");
        long next = bytes.isBig() ? pointer.getLong(0) : Integer.toUnsignedLong(pointer.getInt(0));
        if (next == 0) {
            throw bytes.fault("the TIFF file has no directory");
        }
        while (next != 0) {
            TiffDirectory.Parsed parsed = parse(next, "directory " + directories.size());
            directories.add(parsed.directory());
            next = parsed.next();
        }
    }

    private TiffDirectory.Parsed parse(long offset, String name) {
        synchronized (visited) {
            if (!visited.add(offset)) {
                throw bytes.fault(name + " lies where another one lies: the directories run in a circle");
            }
            if (visited.size() > limits.directories()) {
                throw bytes.fault("the file has more than " + limits.directories() + " directories");
            }
        }
        return TiffDirectory.parse(bytes, limits, offset, name);
    }

    /** The directories of the main chain, in order; at least one. */
    public List<TiffDirectory> directories() {
        return List.copyOf(directories);
    }

    /** The sub-directories that a directory names; each can be asked for once. */
    public List<TiffDirectory> subDirectories(TiffDirectory parent) {
        List<TiffDirectory> found = new ArrayList<>();
        for (long offset : parent.numbers(TiffTag.SUB_IFDS)) {
            if (offset != 0) {
                found.add(parse(offset, "sub-directory " + found.size() + " of " + parent.name())
                        .directory());
            }
        }
        return found;
    }

    /** The image that a directory describes. */
    public TiffImage image(TiffDirectory directory, int sixteenBitMaximum) {
        return TiffImage.of(directory, limits, sixteenBitMaximum);
    }

    /** {@code TIFF} or {@code BigTIFF} and the byte order, for people. */
    public String container() {
        return (bytes.isBig() ? "BigTIFF" : "TIFF")
                + (bytes.order() == ByteOrder.LITTLE_ENDIAN ? ", little-endian" : ", big-endian");
    }

    @Override
    public void close() {
        bytes.close();
    }
}
