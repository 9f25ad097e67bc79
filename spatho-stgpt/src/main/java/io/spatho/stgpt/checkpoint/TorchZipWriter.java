package io.spatho.stgpt.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes float32 tensors as a PyTorch state dict in the zip container, which {@code torch.load(file, weights_only=True)} reads.
 *
 * <p>Determinism: tensors stand in the order given, dates are fixed; the same tensors give the same bytes. Numbers begin at
 * multiples of 64 bytes, as PyTorch aligns them. Source: PyTorch's serialization notes; CPython's {@code pickletools}.
 */
public final class TorchZipWriter {

    private static final String ROOT = "best_model/";
    private static final int ALIGNMENT = 64;
    private static final int PADDING_FIELD = 0x4246;
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    private TorchZipWriter() {}

    /** Writes tensors with distinct names to a stream, which stays open. */
    public static void write(OutputStream out, Collection<NamedTensor> tensors) throws IOException {
        List<NamedTensor> ordered = new ArrayList<>(tensors);
        if (ordered.stream().map(NamedTensor::name).distinct().count() != ordered.size()) {
            throw new IllegalArgumentException("two tensors have one name");
        }
        CountedStream counted = new CountedStream(out);
        ZipOutputStream zip = new ZipOutputStream(counted, StandardCharsets.UTF_8);
        zip.setMethod(ZipOutputStream.STORED);
        entry(zip, counted, "data.pkl", pickle(ordered));
        entry(zip, counted, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < ordered.size(); i++) {
            ByteArrayOutputStream numbers =
                    new ByteArrayOutputStream(4 * ordered.get(i).values().length);
            SafetensorsWriter.numbers(numbers, ordered.get(i).values());
            entry(zip, counted, "data/" + i, numbers.toByteArray());
        }
        entry(zip, counted, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
        zip.flush();
    }

    private static void entry(ZipOutputStream zip, CountedStream counted, String name, byte[] content)
            throws IOException {
        ZipEntry entry = new ZipEntry(ROOT + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        entry.setTimeLocal(DATE);
        int nameBytes = entry.getName().getBytes(StandardCharsets.UTF_8).length;
        long unpadded = counted.written + 30 + nameBytes + 4;
        int padding = (int) (-unpadded & (ALIGNMENT - 1));
        entry.setExtra(ByteBuffer.allocate(4 + padding)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) PADDING_FIELD)
                .putShort((short) padding)
                .array());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        zip.flush();
    }

    private static byte[] pickle(List<NamedTensor> tensors) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        global(out, "collections", "OrderedDict");
        out.writeBytes(ascii(")R("));
        for (int i = 0; i < tensors.size(); i++) {
            text(out, tensors.get(i).name());
            tensor(out, i, tensors.get(i));
        }
        out.writeBytes(ascii("u."));
        return out.toByteArray();
    }

    private static void tensor(ByteArrayOutputStream out, int key, NamedTensor tensor) {
        global(out, "torch._utils", "_rebuild_tensor_v2");
        out.writeBytes(ascii("(("));
        text(out, "storage");
        global(out, "torch", "FloatStorage");
        text(out, Integer.toString(key));
        text(out, "cpu");
        integer(out, tensor.values().length);
        out.writeBytes(ascii("tQ"));
        integer(out, 0);
        long[] strides = new long[tensor.shape().length];
        long stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, tensor.shape()[i]);
        }
        integers(out, tensor.shape());
        integers(out, strides);
        out.write(0x89);
        global(out, "collections", "OrderedDict");
        out.writeBytes(ascii(")RtR"));
    }

    private static void integers(ByteArrayOutputStream out, long[] values) {
        out.write('(');
        for (long value : values) {
            integer(out, value);
        }
        out.write('t');
    }

    private static void integer(ByteArrayOutputStream out, long value) {
        out.write(0x8a);
        out.write(8);
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .array());
        out.writeBytes(bytes);
    }

    private static void global(ByteArrayOutputStream out, String module, String name) {
        out.writeBytes(ascii("c" + module + "\n" + name + "\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Knows how many bytes went through. */
    private static final class CountedStream extends FilterOutputStream {

        private long written;

        CountedStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            written++;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
            written += count;
        }
    }
}
