package io.spatho.anndata.arrow;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;

/**
 * The record batches of an Arrow IPC file or stream, one in memory at a time. Memory for buffers is bounded by the file's size and
 * {@link Limit#CHUNK_BYTES}.
 */
final class ArrowBatches implements AutoCloseable {

    private static final long SPARE_BYTES = 64L << 20;
    private static final String FILE_MAGIC = "ARROW1";
    private static final String FEATHER_MAGIC = "FEA1";

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final BufferAllocator allocator;
    private final BufferCodecs codecs = new BufferCodecs();
    private final ArrowReader reader;
    private Iterator<ArrowBlock> blocks;

    private ArrowBatches(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        boolean stream = !startsWith(FILE_MAGIC);
        if (stream) {
            StreamMessages.check(file, channel);
        }
        this.allocator = new RootAllocator(2 * size + SPARE_BYTES + Limit.CHUNK_BYTES.value());
        this.reader = stream
                ? new ArrowStreamReader(channel, allocator, codecs)
                : new ArrowFileReader(channel, allocator, codecs);
    }

    static ArrowBatches open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(Problem.of("file is missing").at(file));
        }
        FileChannel channel = FileChannel.open(file);
        try {
            return new ArrowBatches(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private boolean startsWith(String magic) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(FILE_MAGIC.length());
        int read = channel.read(start, 0);
        String text = new String(start.array(), 0, Math.max(0, read), StandardCharsets.US_ASCII);
        if (text.startsWith(FEATHER_MAGIC)) {
            throw new InputException(Problem.of("the file is of the first version of Feather, which is not supported")
                    .at(file)
                    .expected("an Arrow IPC file (Feather version 2) or stream", FEATHER_MAGIC)
                    .fix("Write it again with version 2."));
        }
        if (size == 0) {
            throw new InputException(
                    Problem.of("not an Arrow file").at(file).expected("an Arrow IPC file or stream", "an empty file"));
        }
        return text.equals(magic);
    }

    /** The vectors of the current batch, and the schema. */
    VectorSchemaRoot root() throws IOException {
        return reader.getVectorSchemaRoot();
    }

    /** Stored and expanded bytes so far. */
    long bytes() {
        return size + codecs.expanded();
    }

    /** Loads the next batch; false at the end. */
    boolean next() throws IOException {
        if (!(reader instanceof ArrowFileReader ipc)) {
            return reader.loadNextBatch();
        }
        if (blocks == null) {
            List<ArrowBlock> all = ipc.getRecordBlocks();
            all.forEach(this::requireInside);
            blocks = all.iterator();
        }
        return blocks.hasNext() && ipc.loadRecordBatch(blocks.next());
    }

    private void requireInside(ArrowBlock block) {
        if (block.getOffset() < 0
                || block.getMetadataLength() < 0
                || block.getBodyLength() < 0
                || block.getOffset() > size - block.getMetadataLength() - block.getBodyLength()) {
            throw new InputException(Problem.of("a record batch lies outside the file")
                    .at(file)
                    .expected("at most " + size + " bytes", block.getOffset() + " + " + block.getBodyLength()));
        }
    }

    /** The values of a dictionary, once a batch was loaded. */
    FieldVector dictionary(long id) throws IOException {
        Dictionary dictionary = reader.getDictionaryVectors().get(id);
        if (dictionary == null) {
            throw new InputException(
                    Problem.of("dictionary " + id + " is missing").at(file));
        }
        return dictionary.getVector();
    }

    @Override
    public void close() throws IOException {
        try (channel;
                allocator;
                reader) {
            // Closed in reverse order: the reader gives its buffers back before the allocator counts them.
            blocks = null;
        }
    }
}
