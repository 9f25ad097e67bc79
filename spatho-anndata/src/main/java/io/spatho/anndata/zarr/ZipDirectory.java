package io.spatho.anndata.zarr;

import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a zip's directory and refuses what a store never needs: more than a million entries, names that are long, absolute or
 * lead upward, links, encryption, overlapping entries, and contents that claim to be more than 200 times their stored size.
 */
final class ZipDirectory {

    private static final int HEADER = 46;
    private static final int SIGNATURE = 0x02014b50;
    private static final int LOCAL_HEADER = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int UNIX = 3;
    private static final int LINK = 0xa000;
    private static final long IN_EXTRA_FIELD = 0xffffffffL;

    private ZipDirectory() {}

    /** The files, sorted by name; entries of one name keep the order of the directory. Folders are left out. */
    static List<ZipEntry> read(FileChannel channel) throws IOException {
        ZipTail tail = ZipTail.find(channel);
        long mostEntries = Limit.ZIP_ENTRIES.value();
        long largest = Limit.ZIP_DIRECTORY_BYTES.value();
        if (tail.entries() > mostEntries || tail.size() > largest) {
            throw new IllegalStateException("the zip has " + tail.entries() + " entries in a directory of "
                    + tail.size() + " bytes, more than " + mostEntries + " entries or " + largest + " bytes");
        }
        if (tail.entries() * HEADER > tail.size()) {
            throw new IllegalStateException("the zip's directory is too short for its " + tail.entries() + " entries");
        }
        ByteBuffer directory = ZipTail.read(channel, tail.offset(), (int) tail.size());
        List<ZipEntry> entries = new ArrayList<>((int) tail.entries());
        for (long i = 0; i < tail.entries(); i++) {
            entries.add(entry(directory));
        }
        if (directory.hasRemaining()) {
            throw new IllegalStateException("the zip's directory holds more than its entries");
        }
        List<ZipEntry> files = new ArrayList<>(withEnds(entries, tail.offset()));
        files.removeIf(file -> file.name().endsWith("/"));
        requireDistinct(files);
        files.sort(Comparator.comparing(ZipEntry::name).thenComparing(ZipEntry::offset));
        return files;
    }

    /** Names that some file systems take for one and the same would be another store there. */
    private static void requireDistinct(List<ZipEntry> files) {
        Map<String, String> folded = new HashMap<>();
        for (ZipEntry file : files) {
            String known = folded.putIfAbsent(
                    Normalizer.normalize(file.name(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT), file.name());
            if (known != null && !known.equals(file.name())) {
                throw new IllegalStateException("the zip has the names " + known + " and " + file.name()
                        + ", which differ in case or composition only");
            }
        }
    }

    private static ZipEntry entry(ByteBuffer directory) {
        int at = directory.position();
        if (directory.remaining() < HEADER || directory.getInt(at) != SIGNATURE) {
            throw new IllegalStateException("the zip's directory is damaged");
        }
        int nameLength = ZipTail.unsigned(directory.getShort(at + 28));
        int extraLength = ZipTail.unsigned(directory.getShort(at + 30));
        int length = HEADER + nameLength + extraLength + ZipTail.unsigned(directory.getShort(at + 32));
        if (length > directory.remaining()) {
            throw new IllegalStateException("the zip's directory ends inside an entry");
        }
        String name = name(directory, at + HEADER, nameLength);
        requireReadable(directory, at, name);
        long[] places = places(directory, at, at + HEADER + nameLength, extraLength);
        ZipEntry entry = new ZipEntry(
                name,
                places[2],
                places[1],
                places[0],
                directory.getInt(at + 16),
                directory.getShort(at + 10) == DEFLATED,
                0);
        requirePlausible(entry);
        directory.position(at + length);
        return entry;
    }

    private static String name(ByteBuffer directory, int at, int length) {
        if (length == 0 || length > Limit.NAME_BYTES.value()) {
            throw new IllegalStateException(
                    "the zip has a name of " + length + " bytes: expected 1 to " + Limit.NAME_BYTES.value());
        }
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(directory.slice(at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("the zip has a name that is not UTF-8", e);
        }
        String inside = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (name.indexOf('\\') >= 0
                || name.chars().anyMatch(Character::isISOControl)
                || name.matches("(?s)[A-Za-z]:.*")) {
            throw new IllegalStateException("the zip has the name " + name + ", which a store cannot have");
        }
        for (String part : inside.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IllegalStateException("the zip has the name " + name + ", which may lead out of the store");
            }
        }
        return name;
    }

    private static void requireReadable(ByteBuffer directory, int at, String name) {
        boolean encrypted = (directory.getShort(at + 8) & 1) != 0;
        int method = ZipTail.unsigned(directory.getShort(at + 10));
        boolean unix = (ZipTail.unsigned(directory.getShort(at + 4)) >>> 8) == UNIX;
        boolean link = unix && ((directory.getInt(at + 38) >>> 16) & 0xf000) == LINK;
        if (encrypted || link || (method != STORED && method != DEFLATED)) {
            String what = encrypted ? "encrypted" : link ? "a link" : "packed with method " + method;
            throw new IllegalStateException("the zip's entry " + name + " is " + what);
        }
    }

    /** Unpacked size, stored size and offset; those that need 64 bits are in an extra field. */
    private static long[] places(ByteBuffer directory, int at, int extraAt, int extraLength) {
        long[] places = new long[3];
        int[] fields = {24, 20, 42};
        int large = largeField(directory, extraAt, extraAt + extraLength);
        int end = large < 0 ? 0 : large + ZipTail.unsigned(directory.getShort(large - 2));
        for (int i = 0; i < places.length; i++) {
            places[i] = directory.getInt(at + fields[i]) & 0xffffffffL;
            if (places[i] == IN_EXTRA_FIELD) {
                if (large < 0 || large + 8 > end) {
                    throw new IllegalStateException("the zip's directory lacks a 64-bit field");
                }
                places[i] = directory.getLong(large);
                large += 8;
            }
        }
        return places;
    }

    private static int largeField(ByteBuffer directory, int from, int to) {
        for (int at = from; at + 4 <= to; at += 4 + ZipTail.unsigned(directory.getShort(at + 2))) {
            boolean inside = at + 4 + ZipTail.unsigned(directory.getShort(at + 2)) <= to;
            if (directory.getShort(at) == 1 && inside) {
                return at + 4;
            }
        }
        return -1;
    }

    private static void requirePlausible(ZipEntry entry) {
        if (entry.size() < 0 || entry.packed() < 0 || entry.offset() < 0) {
            throw new IllegalStateException("the zip's entry " + entry.name() + " has a negative size or offset");
        }
        if (!entry.deflated() && entry.size() != entry.packed()) {
            throw new IllegalStateException("the zip's entry " + entry.name() + " is stored in " + entry.packed()
                    + " bytes but claims " + entry.size());
        }
        if (entry.size() > Limit.COMPRESSION_FREE_BYTES.value()
                && entry.size() / Limit.COMPRESSION_RATIO.value() > entry.packed()) {
            throw new IllegalStateException("the zip's entry " + entry.name() + " claims " + entry.size()
                    + " bytes from " + entry.packed() + ", more than " + Limit.COMPRESSION_RATIO.value() + " times");
        }
    }

    /** Each entry with the place where the next one begins, so that none can reach into another. */
    private static List<ZipEntry> withEnds(List<ZipEntry> entries, long directory) {
        List<ZipEntry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(ZipEntry::offset));
        for (int i = 0; i < ordered.size(); i++) {
            ZipEntry entry = ordered.get(i);
            long next = i + 1 < ordered.size() ? ordered.get(i + 1).offset() : directory;
            long least = LOCAL_HEADER + (long) entry.name().length();
            if (next > directory || entry.packed() > next - entry.offset() - least) {
                throw new IllegalStateException("the zip's entry " + entry.name() + " overlaps what follows it");
            }
            ordered.set(i, entry.until(next));
        }
        return ordered;
    }
}
