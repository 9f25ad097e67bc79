package io.spatho.anndata.xenium;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.zarr.ZarrSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code transcripts.zarr.zip}: molecules in square tiles, of which the finest level holds all.
 *
 * <p>Tiles are read one at a time, by their column and row. Molecules marked as not valid are left out. Most versions do not say
 * here in which cell a molecule lies; then all are of no cell.
 */
final class TranscriptArchive extends TranscriptFile {

    private static final String TILES = "/grids/0";
    private static final Pattern TILE = Pattern.compile("(\\d{1,9}),(\\d{1,9})");
    private static final int ROWS = 1 << 16;
    private static final FeatureCategory[] CATEGORIES = {
        FeatureCategory.GENE,
        FeatureCategory.NEGATIVE_CONTROL_PROBE,
        FeatureCategory.NEGATIVE_CONTROL_CODEWORD,
        FeatureCategory.DEPRECATED_CODEWORD,
        FeatureCategory.OTHER,
        FeatureCategory.UNASSIGNED_CODEWORD,
        FeatureCategory.BLANK_CODEWORD,
        FeatureCategory.ANTISENSE,
        FeatureCategory.GENOMIC_CONTROL
    };

    TranscriptArchive(Path file, String name, CellIndex cells, MoleculeFeatures features) {
        super(file, name, cells, features);
    }

    @Override
    boolean namesCells() {
        try (ZarrSource tree = ZarrSource.open(file())) {
            List<String> tiles = tiles(tree);
            return !tiles.isEmpty() && tree.isDataset(tiles.get(0) + "/cell_id");
        }
    }

    @Override
    void scan(boolean places, RowsEnd end) {
        try (ZarrSource tree = ZarrSource.open(file())) {
            int[] features = features(tree);
            TranscriptBuffer buffer = new TranscriptBuffer(ROWS);
            long number = 0;
            for (String path : tiles(tree)) {
                Tile tile = new Tile(tree, path);
                for (int first = 0; first < tile.size; first += ROWS) {
                    int rows = tile.fill(buffer, first, features, number + first);
                    if (rows > 0) {
                        end.accept(buffer, rows);
                    }
                }
                number += tile.size;
            }
        }
    }

    private static List<String> tiles(ArrayTree tree) {
        List<String> names = new ArrayList<>(tree.children(TILES));
        names.removeIf(name -> !TILE.matcher(name).matches());
        Comparator<String> byColumn =
                Comparator.comparingInt(name -> Integer.parseInt(name.substring(0, name.indexOf(','))));
        names.sort(byColumn.thenComparingInt(name -> Integer.parseInt(name.substring(name.indexOf(',') + 1))));
        return names.stream().map(name -> TILES + "/" + name).toList();
    }

    /** The number of the feature of each of the archive's genes. */
    private int[] features(ArrayTree tree) {
        String[] names = tree.texts("/", "gene_names");
        if (names.length == 0) {
            throw CellsArchive.fault(tree, "/", "the transcripts name no genes", "attribute gene_names", "none");
        }
        int[] features = new int[names.length];
        Arrays.setAll(features, i -> featureTable().number(file(), names[i]));
        if (!tree.isDataset("/gene_category")) {
            return features;
        }
        long[] shape = tree.shape("/gene_category");
        boolean[] flags = tree.booleans("/gene_category");
        if (shape.length != 2 || shape[0] != names.length) {
            throw CellsArchive.fault(
                    tree,
                    "/gene_category",
                    "gene categories have another shape",
                    names.length + " rows",
                    Arrays.toString(shape));
        }
        int width = (int) shape[1];
        for (int i = 0; i < flags.length; i++) {
            if (flags[i] && i % width < CATEGORIES.length && features[i / width] >= 0) {
                featureTable().categorise(features[i / width], CATEGORIES[i % width]);
            }
        }
        return features;
    }

    /** The molecules of one tile. */
    private final class Tile {

        private final ArrayTree tree;
        private final String path;
        private final float[] location;
        private final int size;
        private final int[] genes;
        private final float[] qualities;
        private final int[] valid;
        private final long[] ids;
        private final long[] owners;
        private final int[] nuclei;

        Tile(ArrayTree tree, String path) {
            this.tree = tree;
            this.path = path;
            this.location = tree.floats(path + "/location");
            this.size = location.length / 3;
            this.genes = tree.ints(path + "/gene_identity");
            this.qualities = tree.floats(path + "/quality_score");
            this.valid = has("valid") ? tree.ints(path + "/valid") : null;
            this.ids = has("id") ? tree.longs(path + "/id") : null;
            this.owners = has("cell_id") ? tree.longs(path + "/cell_id") : null;
            this.nuclei = has("overlaps_nucleus") ? tree.ints(path + "/overlaps_nucleus") : null;
            require("location", location.length, 3);
            require("gene_identity", genes.length, 1);
            require("quality_score", qualities.length, 1);
            require("valid", valid == null ? size : valid.length, 1);
            require("id", ids == null ? 2 * size : ids.length, 2);
            require("cell_id", owners == null ? 2 * size : owners.length, 2);
            require("overlaps_nucleus", nuclei == null ? size : nuclei.length, 1);
        }

        private boolean has(String array) {
            return tree.isDataset(path + "/" + array);
        }

        private void require(String array, int length, int width) {
            if (length != width * size) {
                throw CellsArchive.fault(
                        tree, path + "/" + array, "an array has another length", width * size + " elements", length);
            }
        }

        /** Takes molecules from {@code first} on; returns how many. */
        int fill(TranscriptBuffer buffer, int first, int[] features, long number) {
            int rows = 0;
            for (int i = first; i < Math.min(size, first + ROWS); i++) {
                if (valid != null && valid[i] == 0) {
                    continue;
                }
                int gene = genes[i];
                buffer.features()[rows] = gene >= 0 && gene < features.length ? features[gene] : -1;
                buffer.observations()[rows] = owners == null ? CellIndex.NONE : owner(i);
                buffer.x()[rows] = location[3 * i];
                buffer.y()[rows] = location[3 * i + 1];
                buffer.z()[rows] = location[3 * i + 2];
                buffer.qualities()[rows] = qualities[i];
                buffer.inNucleus()[rows] = nuclei != null && nuclei[i] != 0;
                // The table's transcript_id is this pair, low half first.
                buffer.ids()[rows] = ids == null ? number + i - first : ids[2 * i] | (ids[2 * i + 1] << Integer.SIZE);
                rows++;
            }
            return rows;
        }

        private int owner(int i) {
            boolean none = owners[2 * i] == 0 && owners[2 * i + 1] == 0;
            return none ? CellIndex.NONE : cells().row(CellIds.ofPair((int) owners[2 * i], owners[2 * i + 1]));
        }
    }
}
