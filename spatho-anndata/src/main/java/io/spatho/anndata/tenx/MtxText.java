package io.spatho.anndata.tenx;

import io.spatho.anndata.csv.TextInput;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.limit.Limit;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** The text of a Matrix Market file: its header, then blocks of whole lines that workers parse while the next ones are inflated. */
final class MtxText implements AutoCloseable {

    private static final String METADATA = "%metadata_json:";
    private static final int BLOCK_BYTES = 1 << 21;
    private static final int BLOCKS = 8;

    private final Path file;
    private final InputStream in;
    private final Map<String, String> attributes = new TreeMap<>();
    private Header header = new Header(0, 0, 0, true);
    private byte[] carried = {};
    private final int longestLine = Limit.MTX_LINE_BYTES.intValue();
    private long line;

    private MtxText(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** What the header states. */
    record Header(long rows, long columns, long entries, boolean integer) {}

    static MtxText open(Path file) {
        try {
            MtxText text = new MtxText(file, TextInput.open(file));
            try {
                text.readHeader();
            } catch (IOException | RuntimeException e) {
                text.close();
                throw e;
            }
            return text;
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
    }

    private void readHeader() throws IOException {
        String banner = readLine();
        List<String> words =
                Arrays.asList(banner.toLowerCase(Locale.ROOT).strip().split("\\s+", -1));
        boolean known = words.size() == 5
                && words.subList(0, 3).equals(List.of("%%matrixmarket", "matrix", "coordinate"))
                && (words.get(3).equals("integer") || words.get(3).equals("real"))
                && words.get(4).equals("general");
        if (!known) {
            throw fault(
                    "not a Matrix Market count matrix",
                    "%%MatrixMarket matrix coordinate integer|real general",
                    banner);
        }
        String text = readLine();
        while (text.startsWith("%") || text.isBlank()) {
            readMetadata(text);
            text = readLine();
        }
        String[] sizes = text.strip().split("\\s+", -1);
        if (sizes.length != 3) {
            throw fault("the size line cannot be read", "features, barcodes and entries", text);
        }
        header = new Header(
                size(sizes[0]), size(sizes[1]), size(sizes[2]), words.get(3).equals("integer"));
    }

    private long size(String word) {
        if (!word.matches("[0-9]{1,10}") || Long.parseLong(word) > Integer.MAX_VALUE - 8) {
            throw fault("a size is not a number of rows, columns or entries", "0 to " + (Integer.MAX_VALUE - 8), word);
        }
        return Long.parseLong(word);
    }

    private void readMetadata(String comment) {
        if (!comment.startsWith(METADATA)) {
            return;
        }
        StrictJson.parse(comment.substring(METADATA.length()), file + " line " + line + ", the metadata comment")
                .properties()
                .forEach(
                        entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    }

    private String readLine() throws IOException {
        byte[] bytes = new byte[256];
        int size = 0;
        int c = in.read();
        line++;
        if (c < 0) {
            throw fault("the header is cut short", "a size line", "the end of the file");
        }
        while (c >= 0 && c != '\n') {
            if (size >= longestLine) {
                throw Limit.MTX_LINE_BYTES.exceeded("a line is too long", file + " line " + line, "more");
            }
            bytes = size == bytes.length ? Arrays.copyOf(bytes, 2 * size) : bytes;
            bytes[size++] = (byte) c;
            c = in.read();
        }
        return new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
    }

    private InputException fault(String what, Object expected, Object found) {
        return new InputException(Problem.of(what).at(file + " line " + line).expected(expected, found));
    }

    long rows() {
        return header.rows();
    }

    long columns() {
        return header.columns();
    }

    long entries() {
        return header.entries();
    }

    /** The line of the size line. */
    long sizeLine() {
        return line;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    /** Takes the entries of a file in order. */
    interface Blocks {
        /** Takes the entries of a block that follows {@code line} lines of the file. */
        void add(MtxBlock block, long line);
    }

    /** Parses all entries and hands them over in file order. */
    void readAll(Workers workers, Blocks entries) {
        List<byte[]> current = readBlocks();
        while (!current.isEmpty()) {
            List<byte[]> batch = current;
            AtomicReference<List<byte[]>> next = new AtomicReference<>(List.of());
            List<MtxBlock> parsed = workers.map(batch.size() + 1, task -> {
                if (task == 0) {
                    next.set(readBlocks());
                    return new MtxBlock();
                }
                return MtxParser.parse(batch.get(task - 1), header);
            });
            for (MtxBlock block : parsed.subList(1, parsed.size())) {
                entries.add(block, line);
                line += block.lines;
            }
            current = next.get();
        }
    }

    private List<byte[]> readBlocks() {
        List<byte[]> blocks = new ArrayList<>(BLOCKS);
        try {
            byte[] block = readBlock();
            while (block.length > 0) {
                blocks.add(block);
                block = blocks.size() < BLOCKS ? readBlock() : new byte[0];
            }
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
        return blocks;
    }

    /** Whole lines; the start of the line after them is carried to the next block. Empty at the end. */
    private byte[] readBlock() throws IOException {
        byte[] block = Arrays.copyOf(carried, carried.length + BLOCK_BYTES);
        int size = carried.length + in.readNBytes(block, carried.length, BLOCK_BYTES);
        if (size < block.length) {
            carried = new byte[0];
            return Arrays.copyOf(block, size);
        }
        int end = size;
        while (end > 0 && block[end - 1] != '\n') {
            end--;
        }
        Limit.MTX_LINE_BYTES.require(size - (long) end, "a line is too long", file);
        carried = Arrays.copyOfRange(block, end, size);
        return Arrays.copyOf(block, end);
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
