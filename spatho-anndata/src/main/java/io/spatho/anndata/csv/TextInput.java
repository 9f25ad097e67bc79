package io.spatho.anndata.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.limit.Limit;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Opens text files that may be gzip-compressed, which their first bytes tell, not their names.
 *
 * <p>A stream that expands to more than {@link Limit#COMPRESSION_RATIO} times its compressed size is refused once it is longer than
 * {@link Limit#COMPRESSION_FREE_BYTES}.
 */
public final class TextInput {

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private TextInput() {}

    /** The uncompressed bytes of a file. */
    public static InputStream open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(Problem.of("file is missing").at(file));
        }
        Counted raw = new Counted(Files.newInputStream(file));
        try {
            InputStream in = new BufferedInputStream(raw, BUFFER);
            in.mark(2);
            int first = in.read();
            int second = in.read();
            in.reset();
            if (first != GZIP_FIRST || second != GZIP_SECOND) {
                return in;
            }
            return new Bounded(new GZIPInputStream(in, BUFFER), raw, file);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** The object in a small JSON file, within the limits of {@link StrictJson#object}. */
    public static JsonNode jsonObject(Path file) {
        try (InputStream in = open(file)) {
            return StrictJson.object(in, file);
        } catch (IOException e) {
            throw broken(file, e);
        }
    }

    /** What a failed read, of JSON too, means for the user. */
    public static InputException broken(Path file, IOException cause) {
        if (cause instanceof JsonProcessingException json) {
            return StrictJson.broken(file, json);
        }
        String what = "the file cannot be read (" + cause.getMessage() + ")";
        if (cause instanceof EOFException || cause instanceof ZipException) {
            what = "the gzip file is cut short or damaged";
        } else if (cause instanceof CharacterCodingException) {
            what = "the file is not UTF-8 text";
        }
        return new InputException(Problem.of(what).at(file).fix("Copy it again from its source."), cause);
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }

    private static final class Bounded extends FilterInputStream {
        private final Counted compressed;
        private final Path file;
        private final long freeBytes = Limit.COMPRESSION_FREE_BYTES.value();
        private final long largestRatio = Limit.COMPRESSION_RATIO.value();
        private long bytes;

        Bounded(InputStream in, Counted compressed, Path file) {
            super(in);
            this.compressed = compressed;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            bytes += read;
            if (bytes > freeBytes && bytes > largestRatio * compressed.bytes) {
                throw Limit.COMPRESSION_RATIO.exceeded("the gzip file expands without end", file, "more");
            }
        }
    }
}
