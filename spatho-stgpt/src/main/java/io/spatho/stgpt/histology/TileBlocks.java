package io.spatho.stgpt.histology;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.stain.Macenko;
import io.spatho.stgpt.histology.stain.StainVectors;
import io.spatho.stgpt.histology.tile.FieldPixels;
import io.spatho.stgpt.histology.tile.FieldReader;
import io.spatho.stgpt.histology.tile.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of features in blocks of at most 512 tiles at one scale, scale by scale, so that no block depends on another. */
final class TileBlocks {

    private static final int TILES = 512;
    private static final int SAMPLED_TILES = 64;
    private static final int SAMPLED_PIXELS = 128;

    private final EncodeTool.Request request;
    private final Workers workers;
    private final FieldReader reader;
    private final List<Tile> tiles;
    private final Optional<Macenko> stain;
    private boolean gapsElsewhere;

    TileBlocks(EncodeTool.Request request, Workers workers) {
        this.request = request;
        this.workers = workers;
        this.reader = new FieldReader(request.slide());
        this.tiles = request.tiling().tiles();
        this.stain = request.normalized() ? Optional.of(new Macenko(estimate())) : Optional.empty();
    }

    /** The stain colours of the slide, from tiles spread evenly over its tissue. */
    private StainVectors estimate() {
        int count = Math.min(SAMPLED_TILES, tiles.size());
        List<byte[]> sample = workers.map(count, i -> reader.read(
                        tiles.get((int) ((2L * i + 1) * tiles.size() / (2L * count))),
                        request.encoder().fieldUm(),
                        SAMPLED_PIXELS)
                .rgb());
        return Macenko.estimate(sample);
    }

    int count() {
        return perScale() * request.fieldsUm().size();
    }

    private int perScale() {
        return (tiles.size() + TILES - 1) / TILES;
    }

    int rows(int block) {
        int from = block % perScale() * TILES;
        return Math.min(TILES, tiles.size() - from);
    }

    /** All fields of all tiles. */
    long patches() {
        return (long) tiles.size() * request.fieldsUm().size();
    }

    Optional<StainVectors> stain() {
        return stain.map(Macenko::source);
    }

    /** Whether a part of the slide did not decode, as far as it was read, here or by others. */
    boolean metGaps() {
        return gapsElsewhere || !request.slide().slide().gaps().isEmpty();
    }

    /** Says that others met parts that do not decode. */
    void expectGaps() {
        gapsElsewhere = true;
    }

    /** Tiles whose largest field touches a part of the slide that did not decode; known once gaps were met. */
    long incomplete() {
        if (!metGaps()) {
            return 0;
        }
        double largest = request.fieldsUm().stream().mapToDouble(um -> um).max().orElse(0);
        return workers
                .map(tiles.size(), i -> reader.read(tiles.get(i), largest, 1).complete())
                .stream()
                .filter(complete -> !complete)
                .count();
    }

    Table table(int block) {
        double field = request.fieldsUm().get(block / perScale());
        int from = block % perScale() * TILES;
        List<Tile> part = tiles.subList(from, from + rows(block));
        TileEncoder encoder = request.encoder();
        DenseMatrix features = DenseMatrix.zeros(part.size(), encoder.features().size());
        workers.forRanges(part.size(), encoder.batch(), (start, end) -> {
            List<FieldPixels> fields = new ArrayList<>(end - start);
            for (Tile tile : part.subList(start, end)) {
                FieldPixels pixels = reader.read(tile, field, encoder.pixels(field));
                fields.add(stain.map(method -> pixels.withColors(method.normalized(pixels.rgb())))
                        .orElse(pixels));
            }
            DenseMatrix vectors = encoder.encode(fields);
            System.arraycopy(
                    vectors.values(), 0, features.values(), start * features.columns(), vectors.values().length);
        });
        return table(part, field, features, encoder.features());
    }

    /** A table with the columns of all blocks and no rows. */
    Table example() {
        TileEncoder encoder = request.encoder();
        return table(List.of(), 0, DenseMatrix.zeros(0, encoder.features().size()), encoder.features());
    }

    /** Refuses a block that others computed of other tiles. */
    void require(int block, Table found) {
        Table example = example();
        int from = block % perScale() * TILES;
        boolean fits = found.rows() == rows(block) && found.names().equals(example.names());
        String[] ids = fits ? found.strings("tile_id") : new String[0];
        for (int row = 0; row < ids.length; row++) {
            fits &= tiles.get(from + row).id().equals(ids[row]);
        }
        if (!fits) {
            throw new InputException(Problem.of("a shard holds other tiles than the slide")
                    .at("block " + block)
                    .expected(
                            rows(block) + " rows of " + example.names().size() + " columns",
                            found.rows() + " rows of " + found.names().size())
                    .fix("Compute the shard again"));
        }
    }

    private static Table table(List<Tile> part, double field, DenseMatrix features, List<String> names) {
        double[] scale = new double[part.size()];
        Arrays.fill(scale, field);
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("tile_id", new Column.Strings(part.stream().map(Tile::id).toArray(String[]::new)));
        columns.put(
                "x_um", new Column.Doubles(part.stream().mapToDouble(Tile::xUm).toArray()));
        columns.put(
                "y_um", new Column.Doubles(part.stream().mapToDouble(Tile::yUm).toArray()));
        columns.put("scale_um", new Column.Doubles(scale));
        for (int column = 0; column < names.size(); column++) {
            columns.put(names.get(column), new Column.Floats(features.column(column)));
        }
        return Table.of(part.size(), columns);
    }
}
