package io.spatho.cli.corpus;

import io.jhdf.checksum.JenkinsLookup3HashLittle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Changes links and types in an HDF5 file of this program's own writer, whose checksums are made right again. */
final class Hdf5Patch {

    private static final int ROOT_AT = 36;
    private static final int HEADER = 10;
    private static final int DATATYPE = 3;
    private static final int LINK = 6;
    private static final int NAME_AT = 5;
    private static final byte[] HARD = {1, 0x11, 1};

    private final ByteBuffer bytes;

    Hdf5Patch(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where an object's header is. */
    long address(String path) {
        long address = bytes.getLong(ROOT_AT);
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                int link = link(address, name);
                address = bytes.getLong(link + NAME_AT + name.length());
            }
        }
        return address;
    }

    /** Makes a name in a group stand for another object. */
    void hard(String group, String name, String target) {
        hard(address(group), name, address(target));
    }

    void hard(long group, String name, long target) {
        bytes.putLong(link(group, name) + NAME_AT + name.length(), target);
        seal(group);
    }

    /** Replaces a name in a group by a soft link, whose name and path together have five characters more than the name had. */
    void soft(String group, String name, String as, String path) {
        byte[] value = path.getBytes(StandardCharsets.US_ASCII);
        replace(group, name, as, 1, value);
    }

    /** Replaces a name in a group by a link into a file. */
    void external(String group, String name, String as, String file) {
        replace(group, name, as, 64, ("\0" + file + "\0/\0").getBytes(StandardCharsets.US_ASCII));
    }

    private void replace(String group, String name, String as, int type, byte[] value) {
        long header = address(group);
        int at = link(header, name);
        if (as.length() + value.length != name.length() + 5) {
            throw new IllegalArgumentException(as + " and " + value.length + " bytes do not fit " + name);
        }
        bytes.position(at);
        bytes.put((byte) 1).put((byte) 0x19).put((byte) type).put((byte) 1).putShort((short) as.length());
        bytes.put(as.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) value.length)
                .put(value);
        seal(header);
    }

    /** Says that the numbers of an array have the most significant byte first. */
    void bigEndian(String array) {
        long header = address(array);
        int type = message(header, DATATYPE, new byte[0]);
        bytes.put(type + 1, (byte) (bytes.get(type + 1) | 1));
        seal(header);
    }

    private int link(long header, String name) {
        byte[] encoded = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer start = ByteBuffer.allocate(NAME_AT + encoded.length).order(ByteOrder.LITTLE_ENDIAN);
        start.put(HARD).putShort((short) encoded.length).put(encoded);
        return message(header, LINK, start.array());
    }

    private int message(long header, int type, byte[] start) {
        int end = end(header);
        for (int at = (int) header + HEADER; at < end; at += 4 + bytes.getShort(at + 1)) {
            byte[] found = Arrays.copyOfRange(bytes.array(), at + 4, at + 4 + start.length);
            if (bytes.get(at) == type && Arrays.equals(found, start)) {
                return at + 4;
            }
        }
        throw new IllegalArgumentException("the header has no such message");
    }

    private int end(long header) {
        return (int) header + HEADER + bytes.getInt((int) header + 6);
    }

    private void seal(long header) {
        byte[] content = Arrays.copyOfRange(bytes.array(), (int) header, end(header));
        bytes.putInt(end(header), JenkinsLookup3HashLittle.hash(content));
    }

    byte[] toBytes() {
        return bytes.array();
    }
}
