package io.spatho.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A Zarr archive of format 2 as the Xenium instrument's: arrays of one chunk each without compression, in a zip. */
public final class Archive {

    private final Map<String, byte[]> entries = new TreeMap<>();

    Archive() {
        entries.put(".zgroup", text("{\"zarr_format\":2}"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Archive attributes(String path, String json) {
        groups(path);
        entries.put(path.isEmpty() ? ".zattrs" : path + "/.zattrs", text(json));
        return this;
    }

    Archive ints(String path, int[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return array(path, "<u4", bytes.array(), shape);
    }

    Archive floats(String path, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return array(path, "<f4", bytes.array(), shape);
    }

    Archive doubles(String path, double[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return array(path, "<f8", bytes.array(), shape);
    }

    private Archive array(String path, String type, byte[] bytes, int[] shape) {
        int parent = path.lastIndexOf('/');
        groups(parent < 0 ? "" : path.substring(0, parent));
        String extents = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(","));
        entries.put(
                path + "/.zarray",
                text("{\"zarr_format\":2,\"shape\":[" + extents + "],\"chunks\":[" + extents + "],\"dtype\":\"" + type
                        + "\",\"compressor\":null,\"fill_value\":0,\"filters\":null,\"order\":\"C\"}"));
        entries.put(path + "/" + IntStream.of(shape).mapToObj(n -> "0").collect(Collectors.joining(".")), bytes);
        return this;
    }

    private void groups(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            group(path.substring(0, slash));
        }
        if (!path.isEmpty()) {
            group(path);
        }
    }

    private void group(String path) {
        if (!entries.containsKey(path + "/.zarray")) {
            entries.put(path + "/.zgroup", text("{\"zarr_format\":2}"));
        }
    }

    /** The contents in the order of their names. */
    List<byte[]> contents() {
        return new ArrayList<>(entries.values());
    }

    /** The zip, with other bytes in one entry. */
    public byte[] zip(int replaced, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            int number = 0;
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(number++ == replaced ? content : entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
