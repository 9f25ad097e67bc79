package io.spatho.anndata.synthetic;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Text files, plain or gzipped, whose bytes carry no time. */
final class GzipText {

    private static final int BUFFER = 1 << 16;

    private GzipText() {}

    /** Writes text to a file. */
    @FunctionalInterface
    interface Content {
        /** Writes everything; lines end in {@code \n}. */
        void write(Writer out) throws IOException;
    }

    static void zipped(Path file, Content content) {
        try (Writer out = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file), BUFFER), StandardCharsets.UTF_8))) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static void plain(Path file, Content content) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
