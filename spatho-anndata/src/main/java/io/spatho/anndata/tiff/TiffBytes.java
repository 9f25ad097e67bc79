package io.spatho.anndata.tiff;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a TIFF file with its byte order; reads name their place and never go past the end. Safe for several threads. */
final class TiffBytes implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteOrder order;
    private final boolean big;

    private TiffBytes(Path file, FileChannel channel, long size, ByteOrder order, boolean big) {
        this.file = file;
        this.channel = channel;
        this.size = size;
        this.order = order;
        this.big = big;
    }

    static TiffBytes open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = channel.size();
            ByteBuffer head = ByteBuffer.allocate((int) Math.min(16, size));
            readFully(channel, head, 0);
            ByteOrder order = orderOf(file, head);
            head.order(order);
            int magic = head.getShort(2);
            boolean big = magic == 43;
            if ((!big && magic != 42) || (big && (size < 16 || head.getShort(4) != 8 || head.getShort(6) != 0))) {
                throw fault(file, "the header is not that of a TIFF file");
            }
            return new TiffBytes(file, channel, size, order, big);
        } catch (IOException e) {
            close(channel);
            throw new InputException(
                    Problem.of("cannot be read (" + e.getMessage() + ")").at(file), e);
        } catch (InputException e) {
            close(channel);
            throw e;
        }
    }

    private static ByteOrder orderOf(Path file, ByteBuffer head) {
        int mark = head.limit() < 8 ? 0 : head.getShort(0);
        if (mark == 0x4949) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        if (mark == 0x4d4d) {
            return ByteOrder.BIG_ENDIAN;
        }
        throw fault(file, "the header is not that of a TIFF file");
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The fault that made us close is the one to report.
                return;
            }
        }
    }

    static InputException fault(Path file, String what) {
        return new InputException(Problem.of(what).at(file).fix("Check that the file is whole, or export it again"));
    }

    InputException fault(String what) {
        return fault(file, what);
    }

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    boolean isBig() {
        return big;
    }

    ByteOrder order() {
        return order;
    }

    /** Reads bytes that must be in the file; {@code what} names them in the message. */
    ByteBuffer read(long offset, long length, String what) {
        if (!holds(offset, length) || length > Integer.MAX_VALUE - 8) {
            throw fault(what + " lie outside the file (" + length + " bytes from " + offset + " of " + size + ")");
        }
        try {
            ByteBuffer buffer = ByteBuffer.allocate((int) length).order(order);
            readFully(channel, buffer, offset);
            return buffer;
        } catch (IOException e) {
            throw new InputException(
                    Problem.of(what + " cannot be read (" + e.getMessage() + ")")
                            .at(file),
                    e);
        }
    }

    boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long offset) throws IOException {
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, offset + buffer.position());
            if (read < 0) {
                throw new IOException("the file ended early");
            }
        }
        buffer.flip();
    }

    @Override
    public void close() {
        close(channel);
    }
}
