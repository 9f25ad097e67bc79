package io.spatho.stgpt.checkpoint;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The entries of a zip archive whose entries are all stored uncompressed, found in place: nothing is unpacked.
 *
 * <p>Refused: compressed, encrypted, overlapping, duplicate or link entries, names that leave the archive, and a directory that
 * contradicts the local headers. Source: PKWARE's APPNOTE 6.3, with its 64-bit records, which PyTorch writes.
 */
final class ZipDirectory {

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int LOCATOR64_SIGNATURE = 0x07064b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final long ABSENT_32 = 0xFFFFFFFFL;
    private static final int ENCRYPTED = 0x2041;
    private static final Pattern UNSAFE_NAME =
            Pattern.compile("^/|^[A-Za-z]:|\\\\|\\x00|(^|/)\\.\\.(/|$)|//|\\p{Cntrl}");

    private final FileRegion file;

    private final boolean storedOnly;

    private ZipDirectory(FileRegion file, boolean storedOnly) {
        this.file = file;
        this.storedOnly = storedOnly;
    }

    /** The names of the entries, compressed ones too, in the order of the directory. */
    static List<String> names(FileRegion file) {
        return new ZipDirectory(file, false).names();
    }

    /** The content of each entry by name, in the order of the directory. */
    static Map<String, Entry> read(FileRegion file) {
        return new ZipDirectory(file, true).entries();
    }

    /** One stored entry. */
    record Entry(String name, long localHeader, FileRegion content, long crc32) {}

    private record End(long count, long directory, long directoryBytes, long at) {}

    private record Listed(String name, long localHeader, long bytes, long crc32) {}

    private Map<String, Entry> entries() {
        End end = soundEnd();
        ByteBuffer directory = file.buffer(end.directory, (int) end.directoryBytes);
        Map<String, Entry> entries = new LinkedHashMap<>();
        Set<String> folded = new HashSet<>();
        for (long i = 0; i < end.count; i++) {
            Listed listed = listed(directory, end.directory);
            if (!folded.add(
                    Normalizer.normalize(listed.name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))) {
                throw fault("the zip holds the entry " + listed.name + " twice", listed.localHeader);
            }
            entries.put(listed.name, located(listed, end.directory));
        }
        if (directory.hasRemaining()) {
            throw fault("the zip directory holds more than its entries", end.directory + directory.position());
        }
        requireDisjoint(entries);
        return entries;
    }

    private List<String> names() {
        End end = soundEnd();
        ByteBuffer directory = file.buffer(end.directory, (int) end.directoryBytes);
        List<String> names = new ArrayList<>();
        for (long i = 0; i < end.count; i++) {
            names.add(listed(directory, end.directory).name);
        }
        return names;
    }

    private End soundEnd() {
        End end = end();
        boolean consistent = end.directoryBytes <= Limit.ZIP_DIRECTORY_BYTES.value()
                && end.directory >= 0
                && end.directory + end.directoryBytes == end.at
                && end.count >= 0
                && end.count <= Limit.ZIP_ENTRIES.value()
                && end.count <= end.directoryBytes / 46;
        if (!consistent) {
            throw fault("the zip directory contradicts itself", end.at);
        }
        return end;
    }

    private End end() {
        int tail = (int) Math.min(file.length(), END_BYTES + 0xFFFF);
        ByteBuffer bytes = file.buffer(file.length() - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END_SIGNATURE && (bytes.getShort(at + 20) & 0xFFFF) == tail - at - END_BYTES) {
                return end(bytes, at, file.length() - tail + at);
            }
        }
        throw new InputException(Problem.of("the zip archive has no directory")
                .at(file.file())
                .fix("The file is truncated; copy it again."));
    }

    private End end(ByteBuffer bytes, int at, long position) {
        long count = bytes.getShort(at + 10) & 0xFFFF;
        long size = bytes.getInt(at + 12) & ABSENT_32;
        long directory = bytes.getInt(at + 16) & ABSENT_32;
        boolean has64 = position >= 20
                && file.length() >= 98
                && file.buffer(position - 20, 4).getInt() == LOCATOR64_SIGNATURE;
        if (!has64) {
            return new End(count, directory, size, position);
        }
        long at64 = file.buffer(position - 12, 8).getLong();
        if (at64 < 0 || at64 > position - 76) {
            throw fault("the zip directory contradicts itself", position);
        }
        ByteBuffer end64 = file.buffer(at64, 56);
        if (end64.getInt(0) != END64_SIGNATURE) {
            throw fault("the zip directory contradicts itself", at64);
        }
        return new End(end64.getLong(32), end64.getLong(48), end64.getLong(40), at64);
    }

    private Listed listed(ByteBuffer directory, long offset) {
        int at = directory.position();
        if (directory.remaining() < 46 || directory.getInt(at) != ENTRY_SIGNATURE) {
            throw fault("the zip directory is damaged", offset + at);
        }
        int nameBytes = directory.getShort(at + 28) & 0xFFFF;
        int extraBytes = directory.getShort(at + 30) & 0xFFFF;
        int commentBytes = directory.getShort(at + 32) & 0xFFFF;
        long next = at + 46L + nameBytes + extraBytes + commentBytes;
        if (next > directory.limit() || nameBytes > Limit.NAME_BYTES.value()) {
            throw fault("the zip directory is damaged", offset + at);
        }
        byte[] raw = new byte[nameBytes];
        directory.get(at + 46, raw);
        String name = new String(raw, StandardCharsets.UTF_8);
        int flags = directory.getShort(at + 8) & 0xFFFF;
        int unixMode = directory.getInt(at + 38) >>> 16;
        if (name.isEmpty() || UNSAFE_NAME.matcher(name).find() || (unixMode & 0xF000) == 0xA000) {
            throw fault("refused the zip entry " + name, offset + at);
        }
        long[] sizes = sizes(directory, at, at + 46 + nameBytes, extraBytes);
        boolean packed = (flags & ENCRYPTED) != 0 || directory.getShort(at + 10) != 0 || sizes[0] != sizes[1];
        if (packed && storedOnly) {
            throw fault("refused the compressed or encrypted zip entry " + name, offset + at);
        }
        directory.position((int) next);
        return new Listed(name, sizes[2], sizes[0], directory.getInt(at + 16) & ABSENT_32);
    }

    /** Unpacked size, packed size and place of the local header, from the 64-bit record where the short fields say so. */
    private static long[] sizes(ByteBuffer directory, int at, int extraAt, int extraBytes) {
        long[] sizes = {
            directory.getInt(at + 24) & ABSENT_32,
            directory.getInt(at + 20) & ABSENT_32,
            directory.getInt(at + 42) & ABSENT_32
        };
        int end = extraAt + extraBytes;
        for (int field = extraAt; field + 4 <= end; ) {
            int id = directory.getShort(field) & 0xFFFF;
            int length = directory.getShort(field + 2) & 0xFFFF;
            int value = field + 4;
            field = value + length;
            for (int i = 0; id == 1 && field <= end && i < 3; i++) {
                if (sizes[i] == ABSENT_32 && value + 8 <= field) {
                    sizes[i] = directory.getLong(value);
                    value += 8;
                }
            }
        }
        return sizes;
    }

    private Entry located(Listed listed, long directoryAt) {
        long at = listed.localHeader;
        if (at < 0 || listed.bytes < 0 || at > directoryAt - 30 || listed.bytes > directoryAt) {
            throw fault("the zip entry " + listed.name + " leaves the file", at);
        }
        ByteBuffer local = file.buffer(at, 30);
        int nameBytes = local.getShort(26) & 0xFFFF;
        int extraBytes = local.getShort(28) & 0xFFFF;
        long content = at + 30 + nameBytes + extraBytes;
        boolean agrees = local.getInt(0) == LOCAL_SIGNATURE
                && local.getShort(8) == 0
                && content + listed.bytes <= directoryAt
                && listed.name.equals(new String(file.bytes(at + 30, nameBytes), StandardCharsets.UTF_8));
        if (!agrees) {
            throw fault("the zip entry " + listed.name + " contradicts the directory", at);
        }
        return new Entry(listed.name, at, file.part(content, listed.bytes), listed.crc32);
    }

    private void requireDisjoint(Map<String, Entry> entries) {
        List<Entry> ordered = new ArrayList<>(entries.values());
        ordered.sort(Comparator.comparingLong(Entry::localHeader));
        long free = 0;
        for (Entry entry : ordered) {
            if (entry.localHeader < free) {
                throw fault("the zip entry " + entry.name + " overlaps another", entry.localHeader);
            }
            free = entry.content.offset() + entry.content.length();
        }
    }

    private InputException fault(String what, long at) {
        return new InputException(Problem.of(what)
                .at(file.file() + ", byte " + at)
                .fix("PyTorch does not write such archives; export the checkpoint again from its source."));
    }
}
