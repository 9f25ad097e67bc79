package io.spatho.stgpt.retrieval;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.histology.tile.FieldReader;
import io.spatho.stgpt.histology.tile.Tile;
import io.spatho.stgpt.histology.tile.Tiling;
import io.spatho.stgpt.histology.tile.TissueSlide;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The pixels of the tiles of a table of features, in its order, as one picture each of the largest field of view; a tile that lies off
 * the slide is white.
 *
 * @param side rows and columns of a picture
 * @param tiles for each tile {@code 3 x side x side} bytes: red, then green, then blue, row by row
 */
public record TilePictures(int side, byte[][] tiles) {

    /** Rows and columns of a picture that is read. */
    public static final int SIDE = 64;

    private static final int MOST_TILES = 30_000;
    private static final byte WHITE = (byte) 255;

    public TilePictures {
        for (byte[] tile : tiles) {
            if (tile.length != 3 * side * side) {
                throw new IllegalArgumentException(tile.length + " bytes for a side of " + side);
            }
        }
    }

    /**
     * Reads the picture of every tile of a table. Cost: one field of {@value #SIDE} x {@value #SIDE} pixels for each tile; 12 kB are
     * held for each.
     *
     * @throws InputException when the slide does not cover the tiles, or there are too many of them
     */
    public static TilePictures read(TissueSlide slide, TileFeatures features, Workers workers) {
        String[] ids = features.tileIds();
        if (ids.length > MOST_TILES) {
            throw new InputException(Problem.of("too many tiles to hold their pixels")
                    .at("--he")
                    .expected("at most " + MOST_TILES, ids.length)
                    .fix("Leave --he out: the other baselines need no pixels"));
        }
        double field = features.scales().stream().mapToDouble(um -> um).max().orElseThrow();
        FieldReader reader = new FieldReader(slide);
        Map<String, Tile> placed = new HashMap<>();
        Tiling.around(slide, ids, features.xUm(), features.yUm(), field)
                .tiles()
                .forEach(tile -> placed.put(tile.id(), tile));
        byte[][] tiles = new byte[ids.length][];
        workers.forRanges(ids.length, 64, (from, to) -> {
            for (int i = from; i < to; i++) {
                tiles[i] = placed.containsKey(ids[i])
                        ? planes(reader.read(placed.get(ids[i]), field, SIDE).rgb())
                        : white();
            }
        });
        return new TilePictures(SIDE, tiles);
    }

    private static byte[] white() {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        Arrays.fill(pixels, WHITE);
        return pixels;
    }

    /** From red, green, blue of each pixel to three planes. */
    private static byte[] planes(byte[] rgb) {
        int pixels = rgb.length / 3;
        byte[] planes = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            planes[i % 3 * pixels + i / 3] = rgb[i];
        }
        return planes;
    }

    /** The numbers of a picture. */
    int width() {
        return 3 * side * side;
    }

    /** The pictures of tiles, from -1 (black) to 1 (white): tiles x 3 x side x side. */
    float[] rows(int[] chosen) {
        int width = width();
        float[] rows = new float[chosen.length * width];
        for (int i = 0; i < chosen.length; i++) {
            byte[] tile = tiles[chosen[i]];
            for (int k = 0; k < width; k++) {
                rows[i * width + k] = (tile[k] & 0xff) / 127.5f - 1;
            }
        }
        return rows;
    }

    /** A digest over all pixels. */
    Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.digest();
        for (byte[] tile : tiles) {
            digest.update(tile);
        }
        return Fingerprint.of(digest.digest());
    }
}
