package io.spatho.anndata.arrow;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.arrow.flatbuf.Message;

/** Walks through the messages of an Arrow stream and checks every length against the file before Arrow believes it. */
final class StreamMessages {

    private static final int CONTINUATION = -1;
    private static final int LONGEST_METADATA = Limit.ARROW_METADATA_BYTES.intValue();
    private static final int SHORTEST_METADATA = 8;

    private StreamMessages() {}

    static void check(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        long at = 0;
        while (at < size) {
            ByteBuffer prefix = read(channel, at, 2 * Integer.BYTES);
            int length = prefix.getInt();
            at += Integer.BYTES;
            if (length == CONTINUATION) {
                length = prefix.remaining() < Integer.BYTES ? CONTINUATION : prefix.getInt();
                at += Integer.BYTES;
            }
            if (length == 0) {
                return;
            }
            if (length < SHORTEST_METADATA || length > Math.min(LONGEST_METADATA, size - at)) {
                throw broken(file, at, length);
            }
            long body = bodyLength(read(channel, at, length));
            at += length;
            if (body < 0 || body > size - at) {
                throw broken(file, at, body);
            }
            at += body;
        }
    }

    private static long bodyLength(ByteBuffer metadata) {
        return Message.getRootAsMessage(metadata).bodyLength();
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // Goes on where the read ended.
        }
        return buffer.flip();
    }

    private static InputException broken(Path file, long at, long length) {
        return new InputException(Problem.of("the Arrow stream is cut short or damaged")
                .at(file + " byte " + at)
                .expected("a message within the file", length + " bytes"));
    }
}
