package io.spatho.anndata.pickle;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read forwards with every length checked; knows where in the file it stands. Not thread-safe. */
public final class PickleSource {

    /**
     * What a user should do about a file that is not read.
     *
     * @param damaged when its bytes make no sense
     * @param refused when it asks for something that could run code
     */
    public record Advice(String damaged, String refused) {}

    private final ByteBuffer bytes;
    private final long offsetInFile;
    private final String file;
    private final Advice advice;

    /**
     * A source that stands at its first byte.
     *
     * @param bytes the pickle, and perhaps more after it
     * @param offsetInFile where the bytes stand in the file, for messages
     * @param file the file's name, for messages
     * @param advice what to do about a bad file
     */
    public PickleSource(byte[] bytes, long offsetInFile, String file, Advice advice) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.offsetInFile = offsetInFile;
        this.file = file;
        this.advice = advice;
    }

    /** How many bytes were read. */
    public int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    int unsignedByte() {
        need(1);
        return bytes.get() & 0xFF;
    }

    int unsignedShort() {
        need(2);
        return bytes.getShort() & 0xFFFF;
    }

    int signedInt() {
        need(4);
        return bytes.getInt();
    }

    long unsignedInt() {
        return signedInt() & 0xFFFFFFFFL;
    }

    long signedLong() {
        need(8);
        return bytes.getLong();
    }

    double bigEndianDouble() {
        need(8);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    byte[] block(long length, int longest) {
        if (length < 0 || length > longest) {
            throw fault("a value in the pickle is too long", "at most " + longest + " bytes", length);
        }
        need((int) length);
        byte[] block = new byte[(int) length];
        bytes.get(block);
        return block;
    }

    /** A run of bytes, which is not copied. */
    PickleValue.Bytes slice(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw fault("the pickle ends too early", length + " more bytes", bytes.remaining());
        }
        int from = bytes.position();
        bytes.position(from + (int) length);
        return new PickleValue.Bytes(bytes.array(), from, (int) length);
    }

    /** Text of at most {@code longest} bytes of UTF-8. */
    String text(long length, int longest) {
        byte[] block = block(length, longest);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(block))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fault("text in the pickle is not UTF-8", "UTF-8", "other bytes");
        }
    }

    /** A name that ends with a line feed. */
    String line() {
        return line(Limit.NAME_BYTES.intValue());
    }

    /** Text of at most {@code longest} bytes that ends with a line feed, each byte a character. */
    String line(int longest) {
        StringBuilder line = new StringBuilder();
        for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
            if (line.length() == longest) {
                throw fault("a name in the pickle is too long", "at most " + longest + " bytes", "more");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private void need(int count) {
        if (bytes.remaining() < count) {
            throw fault("the pickle ends too early", count + " more bytes", bytes.remaining());
        }
    }

    /** A failure at the current position. */
    public InputException fault(String what, Object expected, Object found) {
        return new InputException(Problem.of(what)
                .at(place(bytes.position()))
                .expected(expected, found)
                .fix(advice.damaged));
    }

    /** A refusal of something that could run code, at a position of these bytes. */
    public InputException refusal(String what, int position) {
        return new InputException(
                Problem.of("refused " + what).at(place(position)).fix(advice.refused));
    }

    private String place(int position) {
        return file + ", byte " + (offsetInFile + position);
    }
}
