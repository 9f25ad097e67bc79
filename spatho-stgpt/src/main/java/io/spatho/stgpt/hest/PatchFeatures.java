package io.spatho.stgpt.hest;

import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.feature.FeatureBlocks;
import io.spatho.stgpt.histology.tile.FieldPixels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of one sample's patches, row by row as in its file.
 *
 * <p>They are made in blocks of 512 patches, which a run that was killed finds again.
 *
 * @param barcodes of the patches
 * @param columns upper left corners in pixels of the largest level
 * @param rows upper left corners
 * @param values patches x features
 */
record PatchFeatures(String[] barcodes, double[] columns, double[] rows, DenseMatrix values) {

    private static final int BLOCK = 512;
    private static final int READ_TOGETHER = 64;

    /** Where a sample's table lies in a run. */
    static String path(String sample) {
        return HestBenchmarkTool.FOLDER + "/features/" + sample + ".parquet";
    }

    /** Whether an encoder can look at a sample's patches; a {@link UsageException} that says why not. */
    static void require(HestPatches patches, TileEncoder encoder) {
        int wanted = encoder.pixels(patches.side() * HestPatches.UM_PER_PIXEL);
        if (wanted < patches.side()) {
            throw new UsageException(Problem.of("the encoder looks at smaller pictures than the patches are")
                    .at("encoder " + encoder.name())
                    .expected("at least " + patches.side() + " pixels", wanted)
                    .fix("Encode the slide itself with spatho histology encode"));
        }
    }

    /** How many blocks the patches of a sample make. */
    static int blocks(HestPatches patches) {
        return (patches.size() + BLOCK - 1) / BLOCK;
    }

    /** Encodes what is missing, writes the sample's table and gives it back; {@code first} is the number of its first block. */
    static PatchFeatures of(
            String sample,
            HestPatches patches,
            TileEncoder encoder,
            ToolContext context,
            FeatureBlocks blocks,
            int first) {
        int count = blocks(patches);
        for (int block = 0; block < count; block++) {
            int from = block * BLOCK;
            int to = Math.min(patches.size(), from + BLOCK);
            if (!blocks.has(first + block, to - from)) {
                blocks.put(first + block, encoded(patches, from, to, encoder, context));
            }
            context.progress().advance(to, patches.size());
        }
        Origin origin = encoder.model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        List<String> names = encoder.features();
        Table example = table(patches, 0, DenseMatrix.zeros(0, names.size()), names);
        context.store().table(path(sample), origin, example, sink -> {
            for (int block = 0; block < count; block++) {
                sink.append(blocks.get(first + block));
            }
        });
        Table table = ParquetTable.read(context.store().locate(path(sample)));
        return new PatchFeatures(patches.barcodes(), patches.columns(), patches.rows(), matrix(table, names, sample));
    }

    private static Table encoded(HestPatches patches, int from, int to, TileEncoder encoder, ToolContext context) {
        DenseMatrix values = DenseMatrix.zeros(to - from, encoder.features().size());
        int together = Math.max(READ_TOGETHER, encoder.batch());
        for (int start = from; start < to; start += together) {
            List<FieldPixels> fields = patches.read(start, Math.min(to, start + together));
            put(fields, values, start - from, encoder, context);
        }
        return table(patches, from, values, encoder.features());
    }

    private static void put(
            List<FieldPixels> fields, DenseMatrix values, int first, TileEncoder encoder, ToolContext context) {
        context.workers().forRanges(fields.size(), encoder.batch(), (start, end) -> {
            DenseMatrix part = encoder.encode(fields.subList(start, end).stream()
                    .map(field -> field.enlarged(encoder.pixels(field.side() * field.umPerPixel())))
                    .toList());
            System.arraycopy(
                    part.values(), 0, values.values(), (first + start) * values.columns(), part.values().length);
        });
    }

    private static Table table(HestPatches patches, int from, DenseMatrix values, List<String> names) {
        int to = from + values.rows();
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("tile_id", new Column.Strings(Arrays.copyOfRange(patches.barcodes(), from, to)));
        columns.put("column_px", new Column.Doubles(Arrays.copyOfRange(patches.columns(), from, to)));
        columns.put("row_px", new Column.Doubles(Arrays.copyOfRange(patches.rows(), from, to)));
        for (int i = 0; i < names.size(); i++) {
            columns.put(names.get(i), new Column.Floats(values.column(i)));
        }
        return Table.of(values.rows(), columns);
    }

    private static DenseMatrix matrix(Table table, List<String> names, String sample) {
        DenseMatrix values = DenseMatrix.zeros(table.rows(), names.size());
        for (int column = 0; column < names.size(); column++) {
            float[] one = ((Column.Floats) table.column(names.get(column))).values();
            for (int row = 0; row < one.length; row++) {
                if (!Float.isFinite(one[row])) {
                    throw new InputException(Problem.of("a feature is not a number")
                            .at("sample " + sample + ", " + names.get(column))
                            .expected("finite values", one[row]));
                }
                values.values()[row * names.size() + column] = one[row];
            }
        }
        return values;
    }
}
