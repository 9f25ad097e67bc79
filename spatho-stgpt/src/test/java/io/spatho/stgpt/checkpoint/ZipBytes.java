package io.spatho.stgpt.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Writes zip archives of stored entries record by record, so that tests can make them wrong. */
final class ZipBytes {

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int count;

    /** An archive in PyTorch's layout that holds a pickle. */
    static ZipBytes torch(byte[] pickle) {
        return new ZipBytes()
                .entry("archive/data.pkl", pickle)
                .entry("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    }

    ZipBytes storage(String key, byte[] numbers) {
        return entry("archive/data/" + key, numbers);
    }

    ZipBytes entry(String name, byte[] content) {
        int at = entries.size();
        local(name, content, 0);
        return listed(name, content.length, content.length, crc(content), at, 0, 0);
    }

    /** An entry that says it is compressed and would unpack to {@code unpacked} bytes. */
    ZipBytes deflated(String name, byte[] content, int unpacked) {
        int at = entries.size();
        local(name, content, 8);
        return listed(name, content.length, unpacked, crc(content), at, 8, 0);
    }

    /** A directory record alone, whatever it claims. */
    ZipBytes listed(String name, int packed, int unpacked, int crc, int at, int method, int unixMode) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = ByteBuffer.allocate(46 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(0x02014b50).putShort((short) 0x031e).putShort((short) 20).putShort((short) 0);
        record.putShort((short) method).putInt(0).putInt(crc).putInt(packed).putInt(unpacked);
        record.putShort((short) bytes.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0);
        record.putShort((short) 0).putInt(unixMode << 16).putInt(at).put(bytes);
        directory.writeBytes(record.array());
        count++;
        return this;
    }

    private void local(String name, byte[] content, int method) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = ByteBuffer.allocate(30 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) 0)
                .putShort((short) method)
                .putInt(0);
        record.putInt(crc(content)).putInt(content.length).putInt(content.length);
        record.putShort((short) bytes.length).putShort((short) 0).put(bytes);
        entries.writeBytes(record.array());
        entries.writeBytes(content);
    }

    static int crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(entries.toByteArray());
        all.writeBytes(directory.toByteArray());
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putInt(0).putShort((short) count).putShort((short) count);
        end.putInt(directory.size()).putInt(entries.size()).putShort((short) 0);
        all.writeBytes(end.array());
        return all.toByteArray();
    }

    Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
