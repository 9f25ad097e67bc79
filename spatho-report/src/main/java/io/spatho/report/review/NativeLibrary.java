package io.spatho.report.review;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Lays the native library of the binding where it loads it from. Left to itself, the binding unpacks into a folder that all users share,
 * deletes whatever is named after llama there, and prints what it did among the results.
 */
final class NativeLibrary {

    private static final String PLACE = "de.kherud.llama.lib.path";
    private static final String SCRATCH = "de.kherud.llama.tmpdir";

    private NativeLibrary() {}

    /** Unpacks once in a process; a library that the user named with {@code -Dde.kherud.llama.lib.path} is taken as it is. */
    static synchronized void unpack() throws IOException {
        if (System.getProperty(SCRATCH) == null) {
            Path folder = Files.createTempDirectory("spatho-llama");
            folder.toFile().deleteOnExit();
            Path scratch = Files.createDirectory(folder.resolve("scratch"));
            scratch.toFile().deleteOnExit();
            System.setProperty(SCRATCH, scratch.toString());
            if (System.getProperty(PLACE) == null) {
                unpackInto(folder);
            }
        }
    }

    /** Where there is none for this machine, the binding says so when it is asked. */
    private static void unpackInto(Path folder) throws IOException {
        String name = System.mapLibraryName("jllama");
        try (InputStream bytes =
                LlamaModel.class.getResourceAsStream("/de/kherud/llama/" + system() + "/" + processor() + "/" + name)) {
            if (bytes != null) {
                Path library = folder.resolve(name);
                library.toFile().deleteOnExit();
                Files.copy(bytes, library);
                System.setProperty(PLACE, folder.toString());
            }
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "Mac" : name.startsWith("windows") ? "Windows" : "Linux";
    }

    private static String processor() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "arm64", "aarch64" -> "aarch64";
            default -> name;
        };
    }
}
