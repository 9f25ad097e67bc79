package io.spatho.anndata.slide;

import io.spatho.anndata.tiff.RgbTile;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Decoded tiles, the least recently used given up first when they take more than a fixed number of bytes. Safe for several threads. */
final class TileCache {

    private final long capacity;
    private final Map<Long, RgbTile> tiles = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    TileCache(long capacity) {
        this.capacity = capacity;
    }

    private static long key(int level, int number) {
        return ((long) level << 32) | number;
    }

    synchronized Optional<RgbTile> get(int level, int number) {
        return Optional.ofNullable(tiles.get(key(level, number)));
    }

    synchronized void put(int level, int number, RgbTile tile) {
        if (tile.rgb().length > capacity || tiles.put(key(level, number), tile) != null) {
            return;
        }
        held += tile.rgb().length;
        Iterator<RgbTile> oldest = tiles.values().iterator();
        while (held > capacity && oldest.hasNext()) {
            held -= oldest.next().rgb().length;
            oldest.remove();
        }
    }

    synchronized long held() {
        return held;
    }
}
