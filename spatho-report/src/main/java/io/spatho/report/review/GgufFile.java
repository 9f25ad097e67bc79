package io.spatho.report.review;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A language model or an adapter in GGUF (versions 2 and 3, little-endian), looked at before native code is given it: every length, count
 * and place that its head declares must lie within the file.
 *
 * <p>Source: docs/gguf.md of ggml. Cost: the head is read once (a few megabytes), the file once more for its digest.
 *
 * @param file the file
 * @param architecture what the head calls {@code general.architecture}
 * @param context how many tokens the model was made to read, where its head says so
 * @param sha256 digest of the whole file
 */
record GgufFile(Path file, String architecture, OptionalLong context, String sha256) {

    private static final int MAGIC = 0x46554747;
    private static final long MOST_ENTRIES = 1 << 16;
    private static final long MOST_ITEMS = 1 << 21;
    private static final long LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_NAME = 256;
    private static final int MOST_DIMENSIONS = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int U32 = 4;
    private static final int U64 = 10;
    private static final String CONTEXT = ".context_length";
    /** Bytes of the values of each type, by its number; 0 for texts and arrays. */
    private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    /** A model. */
    static GgufFile model(Path file) {
        return new Head(file).read("model");
    }

    /** An adapter (LoRA) for a model. */
    static GgufFile adapter(Path file) {
        return new Head(file).read("adapter");
    }

    /** Name and digest: no folder. */
    String label() {
        return file.getFileName() + "@" + sha256.substring(0, 12);
    }

    /** The head of a file while it is read. */
    private static final class Head {

        private final Path file;
        private String architecture = "";
        private String kind = "model";
        private long alignment = 32;
        private final Map<String, Long> contexts = new HashMap<>();
        private DataInputStream in;

        Head(Path file) {
            this.file = file;
        }

        GgufFile read(String wanted) {
            if (!Files.isRegularFile(file)) {
                throw new InputException(Problem.of("there is no such " + wanted)
                        .at(file)
                        .fix("Name a GGUF file, such as a quantised MedGemma"));
            }
            try (InputStream bytes = Files.newInputStream(file);
                    Counted counted = new Counted(new BufferedInputStream(bytes, 1 << 16))) {
                in = new DataInputStream(counted);
                require(u32() == MAGIC, "no GGUF file: it does not begin with GGUF");
                long version = u32();
                require(version == 2 || version == 3, "GGUF of version " + version + " is not read, 2 and 3 are");
                long tensors = count(MOST_ENTRIES, "tensors");
                long entries = count(MOST_ENTRIES, "entries");
                entries(entries);
                long last = tensors(tensors);
                long data = (counted.count() + alignment - 1) / alignment * alignment;
                require(data + last <= Files.size(file), "a tensor lies beyond the end of the file");
            } catch (EOFException e) {
                throw new InputException(
                        Problem.of("the file ends within its head").at(file), e);
            } catch (IOException e) {
                throw new ResourceException(
                        Problem.of("the file cannot be read").at(file), e);
            }
            require(kind.equals(wanted), "this is a GGUF file of the kind " + kind + ", not " + wanted);
            require(!architecture.isEmpty(), "the head names no architecture");
            Long context = contexts.get(architecture + CONTEXT);
            require(context == null || context > 0, "no such length of a context");
            return new GgufFile(
                    file, architecture, context == null ? OptionalLong.empty() : OptionalLong.of(context), digest());
        }

        private void entries(long number) throws IOException {
            Set<String> names = new HashSet<>();
            for (long i = 0; i < number; i++) {
                String name = text(LONGEST_NAME);
                require(names.add(name), "two entries of one name");
                long type = u32();
                if (type == STRING) {
                    entry(name, text(LONGEST_TEXT));
                } else if (type == ARRAY) {
                    array();
                } else if (name.equals("general.alignment")) {
                    require(type == U32, "the alignment is no whole number");
                    alignment = u32();
                    require(
                            alignment >= 8 && alignment <= 1 << 16 && Long.bitCount(alignment) == 1,
                            "no such alignment");
                } else if (name.endsWith(CONTEXT) && (type == U32 || type == U64)) {
                    contexts.put(name, type == U32 ? u32() : u64());
                } else {
                    in.skipNBytes(width(type));
                }
            }
        }

        private void entry(String name, String value) {
            if (name.equals("general.architecture")) {
                require(value.matches("[A-Za-z0-9_.-]{1,64}"), "no name of an architecture");
                architecture = value;
            } else if (name.equals("general.type")) {
                kind = value;
            }
        }

        private void array() throws IOException {
            long type = u32();
            long items = count(MOST_ITEMS, "items");
            if (type == STRING) {
                for (long i = 0; i < items; i++) {
                    in.skipNBytes(count(LONGEST_TEXT, "bytes"));
                }
            } else {
                in.skipNBytes(items * width(type));
            }
        }

        private int width(long type) {
            require(type >= 0 && type < WIDTHS.length && WIDTHS[(int) type] > 0, "a value of an unknown type");
            return WIDTHS[(int) type];
        }

        /** Where the last tensor must at least end, from the begin of the data: no type takes less than a bit a number. */
        private long tensors(long number) throws IOException {
            long last = 0;
            Set<String> names = new HashSet<>();
            for (long i = 0; i < number; i++) {
                require(names.add(text(LONGEST_NAME)), "two tensors of one name");
                long dimensions = u32();
                require(dimensions >= 1 && dimensions <= MOST_DIMENSIONS, "a tensor of " + dimensions + " dimensions");
                long numbers = 1;
                for (long d = 0; d < dimensions; d++) {
                    long side = u64();
                    require(side >= 1 && side <= Long.MAX_VALUE / 64 / numbers, "a tensor that is too large");
                    numbers *= side;
                }
                long type = u32();
                require(type <= 64, "a tensor of an unknown type");
                long offset = u64();
                long bytes = type == 0 ? numbers * 4 : type == 1 ? numbers * 2 : numbers / 8;
                require(
                        offset >= 0 && offset % alignment == 0 && offset <= Long.MAX_VALUE / 2 - bytes,
                        "a tensor at no place");
                last = Math.max(last, offset + bytes);
            }
            return last;
        }

        private String text(long longest) throws IOException {
            byte[] bytes = new byte[(int) count(longest, "bytes of text")];
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private long count(long most, String what) throws IOException {
            long count = u64();
            require(count >= 0 && count <= most, "too many " + what + ", at most " + most);
            return count;
        }

        private long u32() throws IOException {
            return Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
        }

        private long u64() throws IOException {
            return Long.reverseBytes(in.readLong());
        }

        private void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new InputException(Problem.of(otherwise)
                        .at(file)
                        .fix("Fetch the file again and compare its SHA-256 with the publisher's"));
            }
        }

        private String digest() {
            try {
                return Fingerprint.ofFile(file).sha256();
            } catch (IOException e) {
                throw new ResourceException(
                        Problem.of("the file cannot be read").at(file), e);
            }
        }
    }

    /** Counts what was read. */
    private static final class Counted extends java.io.FilterInputStream {

        private long count;

        Counted(InputStream in) {
            super(in);
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long number) throws IOException {
            long skipped = super.skip(number);
            count += skipped;
            return skipped;
        }
    }
}
