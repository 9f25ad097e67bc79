package io.spatho.anndata.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;

/**
 * Writes into the footer of a finished Parquet file by which columns its rows are sorted ({@code sorting_columns} of each row group),
 * which parquet-java has no way to say. Pages and indexes stand before the footer and stay as they are.
 */
final class SortedFooter {

    private static final int TAIL = 8;
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private SortedFooter() {}

    /** Declares a file of ours sorted by its first {@code columns} columns. */
    static void declare(Path file, int columns) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size() - TAIL;
            int length = read(channel, end, Integer.BYTES).getInt();
            long start = end - length;
            FileMetaData footer = Util.readFileMetaData(
                    new ByteArrayInputStream(read(channel, start, length).array()));
            List<SortingColumn> order = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                order.add(new SortingColumn(column, false, false));
            }
            for (RowGroup group : footer.getRow_groups()) {
                group.setSorting_columns(order);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Util.writeFileMetaData(footer, bytes);
            ByteBuffer tail = ByteBuffer.allocate(bytes.size() + TAIL).order(ByteOrder.LITTLE_ENDIAN);
            tail.put(bytes.toByteArray()).putInt(bytes.size()).put(MAGIC).flip();
            long at = start;
            while (tail.hasRemaining()) {
                at += channel.write(tail, at);
            }
            channel.truncate(at);
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("the file just written is too short");
            }
        }
        return buffer.flip();
    }
}
