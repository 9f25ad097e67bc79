package io.spatho.anndata.xenium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A Zarr archive of format 2 as the instrument's: arrays of one chunk each without compression, in a zip. */
final class MadeArchive {

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final TreeSet<String> groups = new TreeSet<>();

    MadeArchive() {
        groups.add("");
    }

    /** Attributes of a group or array as JSON. */
    MadeArchive attributes(String path, String json) {
        groupsOf(path + "/x");
        files.put(path.isEmpty() ? ".zattrs" : path + "/.zattrs", json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    MadeArchive floats(String path, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return array(path, "<f4", bytes.array(), shape.length == 0 ? new int[] {values.length} : shape);
    }

    MadeArchive doubles(String path, double[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return array(path, "<f8", bytes.array(), shape.length == 0 ? new int[] {values.length} : shape);
    }

    /** Unsigned 32-bit integers. */
    MadeArchive ints(String path, int[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return array(path, "<u4", bytes.array(), shape.length == 0 ? new int[] {values.length} : shape);
    }

    MadeArchive bytes(String path, byte[] values, int... shape) {
        return array(path, "|u1", values, shape.length == 0 ? new int[] {values.length} : shape);
    }

    private MadeArchive array(String path, String type, byte[] bytes, int[] shape) {
        String extents = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String chunks = Arrays.stream(shape)
                .map(n -> Math.max(1, n))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
        String text = "{\"zarr_format\":2,\"shape\":[" + extents + "],\"chunks\":[" + chunks + "],\"dtype\":\"" + type
                + "\",\"compressor\":null,\"fill_value\":0,\"filters\":null,\"order\":\"C\"}";
        groupsOf(path);
        files.put(path + "/.zarray", text.getBytes(StandardCharsets.UTF_8));
        String key = Arrays.stream(shape).mapToObj(n -> "0").collect(Collectors.joining("."));
        files.put(path + "/" + key, bytes);
        return this;
    }

    private void groupsOf(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String group = path.substring(0, slash);
            if (!files.containsKey(group + "/.zarray")) {
                groups.add(group);
            }
        }
    }

    Path write(Path file) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String group : groups) {
                put(
                        zip,
                        group.isEmpty() ? ".zgroup" : group + "/.zgroup",
                        "{\"zarr_format\":2}".getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }
}
