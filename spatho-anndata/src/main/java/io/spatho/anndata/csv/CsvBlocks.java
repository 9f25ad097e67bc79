package io.spatho.anndata.csv;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A comma-separated file with a header row, read in blocks of whole lines that are parsed on workers and handed over in the order of
 * the file.
 *
 * <p>Determinism: blocks depend on the file only. Memory: two blocks of 4 MiB for each thread, whatever the size of the file. Errors: a
 * row beyond {@link Limit#CSV_ROW_CHARACTERS}, or a header of more than {@link Limit#CSV_HEADER_FIELDS}, is an {@link InputException}.
 */
public final class CsvBlocks implements AutoCloseable {

    private static final int BLOCK = 1 << 22;
    private static final int HEADER_BLOCK = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final List<String> header;
    private final int blockBytes;
    private byte[] rest;
    private long line = 1;
    private boolean ended;

    private CsvBlocks(Path file, InputStream in, int blockBytes) throws IOException {
        this.file = file;
        this.in = in;
        this.blockBytes = blockBytes;
        this.rest = new byte[0];
        this.header = readHeader();
    }

    /** Opens a file, plain or gzip-compressed, and reads its header. */
    public static CsvBlocks open(Path file) {
        return open(file, BLOCK);
    }

    static CsvBlocks open(Path file, int blockBytes) {
        try {
            InputStream in = TextInput.open(file);
            try {
                return new CsvBlocks(file, in, blockBytes);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }

    private List<String> readHeader() throws IOException {
        CsvBlock first = read(1, Math.min(blockBytes, HEADER_BLOCK));
        if (first == null || !first.skipByteOrderMark().nextRow()) {
            throw new InputException(Problem.of("the table is empty").at(file).expected("a header row", "nothing"));
        }
        List<String> names = new ArrayList<>();
        while (first.hasField()) {
            first.nextField();
            String name = first.text();
            Limit.CSV_HEADER_FIELDS.require(names.size() + 1L, "the header has too many names", file);
            Limit.LABEL_BYTES.require(name.length(), "a name in the header is too long", file);
            names.add(name);
        }
        line += first.linesRead();
        byte[] unread = first.unread();
        byte[] joined = Arrays.copyOf(unread, unread.length + rest.length);
        System.arraycopy(rest, 0, joined, unread.length, rest.length);
        rest = joined;
        ended = false;
        return List.copyOf(names);
    }

    /** The names in the header row, in file order; may be empty or repeated. */
    public List<String> header() {
        return header;
    }

    /** The place of a name in the header; a name that is missing or repeated is an {@link InputException}. */
    public int position(String name) {
        int at = header.indexOf(name);
        if (at < 0 || header.lastIndexOf(name) != at) {
            String names = String.join(", ", header.subList(0, Math.min(header.size(), 40)));
            throw new InputException(Problem.of("column " + name + (at < 0 ? " is missing" : " stands there twice"))
                    .at(file)
                    .expected("one column " + name, names));
        }
        return at;
    }

    /** Parses all rows after the header: {@code parse} runs on workers, {@code sink} on the calling thread in the order of the file. */
    public <T> void forEach(Workers workers, Function<CsvBlock, T> parse, Consumer<T> sink) {
        try {
            while (!ended) {
                List<CsvBlock> blocks = new ArrayList<>();
                while (!ended && blocks.size() < 2 * workers.threads()) {
                    CsvBlock block = read(header.size(), blockBytes);
                    if (block != null) {
                        blocks.add(block);
                        line += block.lines();
                    }
                }
                workers.map(blocks.size(), i -> parse.apply(blocks.get(i))).forEach(sink);
            }
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }

    /** The next whole lines; null when there are none. */
    private CsvBlock read(int fields, int wanted) throws IOException {
        byte[] bytes = Arrays.copyOf(rest, rest.length + wanted);
        int filled = rest.length;
        while (true) {
            int count = in.readNBytes(bytes, filled, bytes.length - filled);
            int searched = filled;
            filled += count;
            if (filled < bytes.length) {
                ended = true;
                rest = new byte[0];
                return filled == 0 ? null : new CsvBlock(file, bytes, 0, filled, fields, line);
            }
            int cut = lastLineFeed(bytes, searched, filled);
            if (cut >= 0) {
                rest = Arrays.copyOfRange(bytes, cut + 1, filled);
                return new CsvBlock(file, bytes, 0, cut + 1, fields, line);
            }
            long longest = Limit.CSV_ROW_CHARACTERS.value();
            if (filled >= Math.max(longest, wanted)) {
                throw Limit.CSV_ROW_CHARACTERS.exceeded("a row is too long", file + " line " + line, filled);
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(longest, wanted), 2L * bytes.length));
        }
    }

    private static int lastLineFeed(byte[] bytes, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The header of a file as text of its first line, for looking at files whose kind is not known yet; empty when it has none. */
    public static List<String> headerOf(Path file) {
        try (CsvBlocks blocks = open(file, HEADER_BLOCK)) {
            return blocks.header();
        } catch (InputException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }
}
