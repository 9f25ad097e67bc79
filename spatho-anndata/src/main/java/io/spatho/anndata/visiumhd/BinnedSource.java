package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.MatrixFiles;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.anndata.visium.SpotObservations;
import io.spatho.anndata.visium.SpotTable;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads one bin size as the platform wrote it. */
final class BinnedSource {

    private BinnedSource() {}

    static Path positions(BundleFolder folder, String base) {
        return SpotTable.find(folder, base)
                .orElseThrow(() -> new InputException(Problem.of("the bin positions are missing")
                        .at(folder.root().resolve(base))
                        .expected("spatial/tissue_positions.parquet", "none")));
    }

    static FeatureBarcodeMatrix matrix(BundleFolder folder, String base, String stem, Workers workers) {
        return MatrixFiles.find(folder, base, stem).read(folder, base + stem, workers);
    }

    /** The bins of the matrix's barcodes; {@code null} when one is no name of a bin of that size. */
    static long[] bins(FeatureBarcodeMatrix matrix, int size) {
        long[] bins = new long[matrix.barcodes().length];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = BinName.parse(matrix.barcodes()[i], size);
            if (bins[i] == BinName.NONE) {
                return null;
            }
        }
        return bins;
    }

    static HdCase read(BundleFolder folder, BinFolder bin, SpaceRangerOptions options, Workers workers) {
        String base = bin.base();
        Path file = positions(folder, base);
        double umPerPixel = VisiumHdReader.micrometresPerPixel(bin.scale());
        folder.use("scale_factors", bin.scale().file());
        FeatureBarcodeMatrix matrix = matrix(folder, base, options.matrix(), workers);
        folder.use("positions", file);
        int size = bin.wholeUm();
        long[] bins = size > 0 ? bins(matrix, size) : null;
        Map<String, String> facts = new TreeMap<>();
        facts.put("bin_folder", base);
        facts.put("matrix", options.matrix());
        if (bins == null) {
            return byName(matrix, file, bin, umPerPixel, options, facts);
        }
        BinTable.Chosen chosen = BinTable.choose(file, size, bins, matrix.file());
        int[] kept = IntStream.range(0, bins.length)
                .filter(row -> options.raw() || chosen.inTissue()[row])
                .toArray();
        FeatureBarcodeMatrix selected = SpotObservations.select(matrix, kept, file, "bin");
        facts.putAll(SpotObservations.counted(
                chosen.counted().rows(), chosen.counted().inTissue(), kept.length));
        double[] y =
                IntStream.of(kept).mapToDouble(row -> chosen.pixelRow()[row]).toArray();
        double[] x =
                IntStream.of(kept).mapToDouble(row -> chosen.pixelColumn()[row]).toArray();
        long[] keptBins = IntStream.of(kept).mapToLong(row -> bins[row]).toArray();
        int[] inTissue =
                IntStream.of(kept).map(row -> chosen.inTissue()[row] ? 1 : 0).toArray();
        return new HdCase(
                selected,
                table(selected.barcodes(), inTissue, keptBins),
                y,
                x,
                umPerPixel,
                bin.scale().binSizeUm(),
                base,
                List.of(),
                facts);
    }

    /** The columns of bins. */
    static Table table(String[] names, int[] inTissue, long[] bins) {
        int[] rows = new int[bins.length];
        int[] columns = new int[bins.length];
        for (int i = 0; i < bins.length; i++) {
            rows[i] = BinName.row(bins[i]);
            columns[i] = BinName.column(bins[i]);
        }
        return Table.ofRows(names.length)
                .with("cell_id", new Column.Strings(names))
                .with("in_tissue", new Column.Ints(inTissue))
                .with("array_row", new Column.Ints(rows))
                .with("array_col", new Column.Ints(columns));
    }

    /** Bins whose names follow another form are joined by name. */
    private static HdCase byName(
            FeatureBarcodeMatrix matrix,
            Path file,
            BinFolder bin,
            double umPerPixel,
            SpaceRangerOptions options,
            Map<String, String> facts) {
        SpotObservations joined = SpotObservations.join(matrix, file, SpotTable.read(file), 1, "bin", options.raw());
        facts.putAll(joined.counted());
        return new HdCase(
                joined.matrix(),
                joined.obs(),
                joined.yUm(),
                joined.xUm(),
                umPerPixel,
                bin.scale().binSizeUm(),
                bin.base(),
                List.of(),
                facts);
    }
}
