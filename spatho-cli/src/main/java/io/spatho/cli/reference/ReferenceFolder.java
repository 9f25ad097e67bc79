package io.spatho.cli.reference;

import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder in which the pages of the reference lie. */
public final class ReferenceFolder {

    private final Path folder;

    public ReferenceFolder(Path folder) {
        this.folder = folder;
    }

    /** The pages that lie there, by path; files that were written by hand are none. */
    public Map<String, String> pages() {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                String text = Files.readString(file);
                if (text.startsWith(ReferencePages.MARKER)) {
                    pages.put(folder.relativize(file).toString().replace('\\', '/'), text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    /** Makes the folder hold these pages and no older ones. */
    public void write(Map<String, String> pages) {
        try {
            for (String old : pages().keySet()) {
                if (!pages.containsKey(old)) {
                    Files.delete(folder.resolve(old));
                }
            }
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Path file = folder.resolve(page.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, page.getValue());
            }
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot write the reference: " + e.getMessage()).at(folder), e);
        }
    }
}
