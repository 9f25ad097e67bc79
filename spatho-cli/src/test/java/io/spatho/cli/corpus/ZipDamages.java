package io.spatho.cli.corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Zip archives with names that leave them, entries that overlap, repeat, link or expand without end, and directories that lie. */
final class ZipDamages {

    private static final int ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;

    private final String file;
    private final List<Damage> damages = new ArrayList<>();

    private ZipDamages(String file) {
        this.file = file;
    }

    static List<Damage> of(String file) {
        ZipDamages made = new ZipDamages(file);
        for (String name : List.of(
                "../x", "a/../../x", "/x", "a\\x", "C:/x", "a/\u0000x", "a//x", "./x", "a/\u0007x", "x".repeat(600))) {
            made.entries(
                    "traversal name", name.length() > 99 ? "long" : name, entries -> entries.put(name, new byte[1]));
        }
        made.entries("repeated name", "other case", entries -> entries.put(".ZGROUP", new byte[1]));
        made.entries("zip bomb", "an entry of zeros", entries -> entries.put("c/0.0", new byte[50 << 20]));
        made.entries(
                "zip bomb",
                "a description of zeros",
                entries -> entries.replaceAll((name, bytes) ->
                        name.startsWith(".z") || name.equals("zarr.json") ? new byte[30 << 20] : bytes));
        made.entries("extra file", "a zip inside", entries -> entries.put("inner.zip", new byte[] {'P', 'K', 3, 4}));
        made.entries("empty", "no entries", Map::clear);
        made.directory();
        return made.damages;
    }

    private interface Entries {
        void change(Map<String, byte[]> entries);
    }

    private void entries(String kind, String detail, Entries change) {
        damages.add(new Damage(kind, file, detail, folder -> {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            byte[] good = Files.readAllBytes(folder.resolve(file));
            try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(good))) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
            change.change(entries);
            Files.write(folder.resolve(file), packed(entries));
        }));
    }

    private static byte[] packed(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private interface Edit {
        void change(ByteBuffer zip, List<Integer> entries, int end);
    }

    private void edit(String kind, String detail, Edit edit) {
        damages.add(new Damage(kind, file, detail, folder -> {
            byte[] bytes = Files.readAllBytes(folder.resolve(file));
            ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int end = bytes.length - 22;
            List<Integer> entries = new ArrayList<>();
            for (int at = zip.getInt(end + 16); at < end && zip.getInt(at) == ENTRY; ) {
                entries.add(at);
                at += 46 + zip.getShort(at + 28) + zip.getShort(at + 30) + zip.getShort(at + 32);
            }
            if (zip.getInt(end) != END || entries.size() < 2) {
                throw new IllegalStateException("the sound archive is not as expected");
            }
            edit.change(zip, entries, end);
            Files.write(folder.resolve(file), bytes);
        }));
    }

    private void directory() {
        edit(
                "overlapping entries",
                "all are the first",
                (zip, entries, end) -> entries.forEach(at -> zip.putInt(at + 42, zip.getInt(entries.get(0) + 42))));
        edit(
                "overlapping entries",
                "one reaches into the next",
                (zip, entries, end) -> zip.putInt(entries.get(0) + 20, zip.getInt(entries.get(0) + 20) + 200));
        edit(
                "overlapping entries",
                "one lies in the directory",
                (zip, entries, end) -> zip.putInt(entries.get(1) + 42, zip.getInt(end + 16) + 4));
        edit(
                "contradiction",
                "unpacked size",
                (zip, entries, end) -> entries.forEach(at -> zip.putInt(at + 24, zip.getInt(at + 24) + 1)));
        edit(
                "contradiction",
                "name in the local header",
                (zip, entries, end) -> entries.forEach(at -> zip.put(zip.getInt(at + 42) + 30, (byte) 'q')));
        edit("contradiction", "checksums", (zip, entries, end) -> entries.forEach(at -> zip.putInt(at + 16, 1)));
        edit("contradiction", "number of entries", (zip, entries, end) -> zip.putShort(end + 10, (short) 60_000)
                .putShort(end + 8, (short) 60_000));
        edit("contradiction", "an entry too few", (zip, entries, end) -> zip.putShort(
                        end + 10, (short) (entries.size() - 1))
                .putShort(end + 8, (short) (entries.size() - 1)));
        edit(
                "impossible counts",
                "sizes of 4 GB",
                (zip, entries, end) ->
                        entries.forEach(at -> zip.putInt(at + 24, -2).putInt(at + 20, -2)));
        edit(
                "impossible counts",
                "64-bit sizes without a field",
                (zip, entries, end) -> entries.forEach(at -> zip.putInt(at + 24, -1)));
        edit(
                "link in an archive",
                "",
                (zip, entries, end) -> entries.forEach(
                        at -> zip.putShort(at + 4, (short) (3 << 8)).putInt(at + 38, 0xa1ff << 16)));
        edit("encrypted", "", (zip, entries, end) -> entries.forEach(at -> zip.putShort(at + 8, (short) 1)));
        edit("other packing", "bzip2", (zip, entries, end) -> entries.forEach(at -> zip.putShort(at + 10, (short) 12)));
        edit("several parts", "", (zip, entries, end) -> zip.putShort(end + 4, (short) 1));
        damages.add(new Damage("hidden bytes", file, "before the first entry", folder -> {
            byte[] good = Files.readAllBytes(folder.resolve(file));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII));
            out.write(good);
            Files.write(folder.resolve(file), out.toByteArray());
        }));
    }
}
