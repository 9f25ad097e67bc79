package io.spatho.anndata.zarr;

import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A store in a zip file, read in place.
 *
 * <p>A name may stand in the directory twice only for metadata, which zarr-python writes anew instead of replacing; the one written
 * last counts. Where everything is inside one folder, that folder is the store. Entries that are read whole are checked against
 * their checksum.
 */
final class ZipStore implements ByteStore {

    private static final int LOCAL_HEADER = 30;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final Set<String> METADATA = Set.of(".zattrs", ".zgroup", ".zarray", ".zmetadata", "zarr.json");

    private final Path file;
    private final FileChannel channel;
    private final String[] names;
    private final ZipEntry[] entries;
    private final String prefix;

    private ZipStore(Path file, FileChannel channel, List<ZipEntry> entries) {
        this.file = file;
        this.channel = channel;
        this.entries = entries.toArray(ZipEntry[]::new);
        this.names = entries.stream().map(ZipEntry::name).toArray(String[]::new);
        this.prefix = prefix(names);
    }

    static ZipStore open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            ZipStore store = new ZipStore(file, channel, unique(ZipDirectory.read(channel)));
            opened = true;
            return store;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static List<ZipEntry> unique(List<ZipEntry> sorted) {
        List<ZipEntry> unique = new ArrayList<>(sorted.size());
        for (ZipEntry entry : sorted) {
            int last = unique.size() - 1;
            if (last >= 0 && unique.get(last).name().equals(entry.name())) {
                String name = entry.name().substring(entry.name().lastIndexOf('/') + 1);
                if (!METADATA.contains(name)) {
                    throw new IllegalStateException("the zip has two entries named " + entry.name());
                }
                unique.set(last, entry);
            } else {
                unique.add(entry);
            }
        }
        return unique;
    }

    /** The one folder that holds everything, with a slash, when the root itself is no store. */
    private static String prefix(String[] names) {
        if (names.length == 0 || names[0].indexOf('/') < 0) {
            return "";
        }
        String first = names[0].substring(0, names[0].indexOf('/') + 1);
        for (String name : names) {
            if (!name.startsWith(first)) {
                return "";
            }
        }
        return first;
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Optional<StoredBytes> find(String key) {
        int at = lowerBound(prefix + key);
        if (at == names.length || !names[at].equals(prefix + key)) {
            return Optional.empty();
        }
        return Optional.of(new EntryBytes(entries[at]));
    }

    @Override
    public List<String> children(String folder) {
        String start = prefix + (folder.isEmpty() ? "" : folder + "/");
        List<String> children = new ArrayList<>();
        int at = lowerBound(start);
        while (at < names.length && names[at].startsWith(start)) {
            int slash = names[at].indexOf('/', start.length());
            String child = names[at].substring(start.length(), slash < 0 ? names[at].length() : slash);
            if (children.isEmpty() || !children.get(children.size() - 1).equals(child)) {
                children.add(child);
            }
            char afterSlash = '/' + 1;
            at = slash < 0 ? at + 1 : lowerBound(start + child + afterSlash);
        }
        return children;
    }

    private int lowerBound(String name) {
        int from = 0;
        int to = names.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (names[middle].compareTo(name) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Where the data of an entry begin, once its local header agrees with the directory. */
    private long dataOf(ZipEntry entry) throws IOException {
        ByteBuffer header = ZipTail.read(channel, entry.offset(), LOCAL_HEADER);
        byte[] expected = entry.name().getBytes(StandardCharsets.UTF_8);
        if (header.getInt(0) != LOCAL_SIGNATURE || ZipTail.unsigned(header.getShort(26)) != expected.length) {
            throw new IllegalStateException("the zip's entry " + entry.name() + " is not where the directory says");
        }
        if ((header.getShort(8) == 0) == entry.deflated()) {
            throw new IllegalStateException(
                    "the zip's entry " + entry.name() + " is packed in another way where it is");
        }
        ByteBuffer name = ZipTail.read(channel, entry.offset() + LOCAL_HEADER, expected.length);
        if (!name.equals(ByteBuffer.wrap(expected))) {
            throw new IllegalStateException("the zip's entry " + entry.name() + " has another name where it is stored");
        }
        long data = entry.offset() + LOCAL_HEADER + expected.length + ZipTail.unsigned(header.getShort(28));
        if (entry.packed() > entry.end() - data) {
            throw new IllegalStateException("the zip's entry " + entry.name() + " overlaps what follows it");
        }
        return data;
    }

    private byte[] unpacked(ZipEntry entry) throws IOException {
        if (entry.size() > Limit.ZIP_ENTRY_BYTES.value()) {
            throw new IllegalStateException("the zip's entry " + entry.name() + " has " + entry.size()
                    + " bytes, more than " + Limit.ZIP_ENTRY_BYTES.value());
        }
        byte[] stored = ZipTail.read(channel, dataOf(entry), Math.toIntExact(entry.packed()))
                .array();
        byte[] bytes = entry.deflated() ? Inflation.RAW.expand(stored, (int) entry.size()) : stored;
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (bytes.length != entry.size() || (int) checksum.getValue() != entry.checksum()) {
            throw new IllegalStateException("the zip's entry " + entry.name() + " is damaged: its checksum is wrong");
        }
        return bytes;
    }

    /** The bytes of an entry; only a part of a stored one is read without its checksum. */
    private final class EntryBytes implements StoredBytes {

        private final ZipEntry entry;

        EntryBytes(ZipEntry entry) {
            this.entry = entry;
        }

        @Override
        public long size() {
            return entry.size();
        }

        @Override
        public byte[] read(long from, int length) throws IOException {
            if (from < 0 || length < 0 || from > entry.size() - length) {
                throw new IllegalStateException(entry.name() + " has no bytes " + from + " to " + (from + length));
            }
            if (!entry.deflated() && length < entry.size()) {
                return ZipTail.read(channel, dataOf(entry) + from, length).array();
            }
            byte[] bytes = unpacked(entry);
            return length == bytes.length
                    ? bytes
                    : java.util.Arrays.copyOfRange(bytes, (int) from, (int) from + length);
        }
    }
}
