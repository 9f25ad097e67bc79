package io.spatho.stgpt.engine;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The folder of the user's cache into which the engine's native libraries are unpacked once (about 450 MB).
 *
 * <p>Source: XDG base directory specification on Linux, the platforms' own conventions elsewhere.
 */
final class CacheFolder {

    private CacheFolder() {}

    static Path of(String system, Map<String, String> environment, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return local.isEmpty() ? home.resolve("AppData/Local/spatho/engine") : Path.of(local, "spatho", "engine");
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library/Caches/spatho/engine");
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        boolean usable = !cache.isEmpty() && Path.of(cache).isAbsolute();
        return (usable ? Path.of(cache) : home.resolve(".cache")).resolve("spatho/engine");
    }
}
