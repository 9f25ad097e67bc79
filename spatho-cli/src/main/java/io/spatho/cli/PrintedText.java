package io.spatho.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;

/**
 * Text on its way to a terminal or a log. Names from files may hold sequences that steer a terminal or turn its reading order: such
 * characters are written as {@code \\u001B}, which inside a JSON string is the same string. The first failure to write is kept,
 * because a {@link java.io.PrintWriter} only knows that there was one.
 */
final class PrintedText extends FilterWriter {

    private final boolean redraws;
    private IOException failure;

    /** Text for {@code out}; who redraws its line may return to the start of it. */
    PrintedText(Writer out, boolean redraws) {
        super(out);
        this.redraws = redraws;
    }

    @Override
    public void write(int c) throws IOException {
        write(new char[] {(char) c}, 0, 1);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.toCharArray(), offset, length);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        int plain = offset;
        for (int i = offset; i < offset + length; i++) {
            if (isUnsafe(text[i], i + 1 < offset + length ? text[i + 1] : 0)) {
                put(text, plain, i - plain);
                char[] code =
                        String.format(Locale.ROOT, "\\u%04X", (int) text[i]).toCharArray();
                put(code, 0, code.length);
                plain = i + 1;
            }
        }
        put(text, plain, offset + length - plain);
    }

    private void put(char[] text, int from, int length) throws IOException {
        keep(() -> out.write(text, from, length));
    }

    @Override
    public void flush() throws IOException {
        keep(out::flush);
    }

    private interface Work {
        void run() throws IOException;
    }

    private void keep(Work work) throws IOException {
        try {
            work.run();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Why something could not be written, if so. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    private boolean isUnsafe(char c, char next) {
        if (c == '\n' || c == '\t') {
            return false;
        }
        if (c == '\r') {
            return !redraws && next != '\n';
        }
        return Character.isISOControl(c)
                || c == 0x061C
                || (c >= 0x200B && c <= 0x200F)
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2060 && c <= 0x206F)
                || c == 0xFEFF;
    }
}
