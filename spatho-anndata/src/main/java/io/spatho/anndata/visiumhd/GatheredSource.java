package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.MatrixFiles;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.anndata.visium.SpotObservations;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Gathers fine bins into coarser ones.
 *
 * <p>The platform counts all reads inside a coarse bin and then drops bins without tissue, so the raw matrix of the fine bins is summed where
 * there is one: the result then equals what the platform would write. With the filtered one alone, bins at the tissue's edge lack the
 * counts of their parts outside, which is a warning.
 */
final class GatheredSource {

    private static final String RAW = "raw_feature_bc_matrix";

    private GatheredSource() {}

    /** Fine bins with all that is known of them. */
    record Fine(FeatureBarcodeMatrix matrix, long[] bins, Path positions, int size, double umPerPixel) {}

    /** Reads the bins that are to be gathered. */
    static Fine fine(BundleFolder folder, BinFolder bin, Workers workers, List<String> warnings) {
        boolean raw = MatrixFiles.find(folder, bin.base(), RAW).h5().isPresent()
                || folder.names().stream().anyMatch(name -> name.startsWith(bin.base() + RAW + "/"));
        String stem = raw ? RAW : SpaceRangerOptions.USUAL.matrix();
        if (!raw) {
            warnings.add("the bins of " + bin.size() + " were gathered from their filtered matrix; at the tissue's edge"
                    + " counts outside of tissue are missing");
        }
        FeatureBarcodeMatrix matrix = BinnedSource.matrix(folder, bin.base(), stem, workers);
        long[] bins = BinnedSource.bins(matrix, bin.wholeUm());
        if (bins == null) {
            throw new InputException(Problem.of("bins cannot be gathered by their names")
                    .at(matrix.file())
                    .expected("names such as " + BinName.name(bin.wholeUm(), 0), "others"));
        }
        Path positions = folder.use("positions", BinnedSource.positions(folder, bin.base()));
        folder.use("scale_factors", bin.scale().file());
        return new Fine(matrix, bins, positions, bin.wholeUm(), VisiumHdReader.micrometresPerPixel(bin.scale()));
    }

    static HdCase read(
            BundleFolder folder,
            BinFolder bin,
            int factor,
            SpaceRangerOptions options,
            Workers workers,
            List<String> warnings) {
        Fine fine = fine(folder, bin, workers, warnings);
        long[] coarse = CoarseBins.around(fine.bins(), factor);
        CoarseBins places = CoarseBins.locate(fine.positions(), fine.size(), factor, coarse);
        BinIndex index = BinIndex.of(fine.positions(), fine.size() * factor, coarse);
        int[] groups = new int[fine.bins().length];
        for (int row = 0; row < groups.length; row++) {
            groups[row] = index.place(CoarseBins.around(fine.bins()[row], factor));
        }
        CsrMatrix sums = RowGroups.sum(fine.matrix().matrix(), groups, coarse.length, workers);
        int size = fine.size() * factor;
        String[] names =
                Arrays.stream(coarse).mapToObj(one -> BinName.name(size, one)).toArray(String[]::new);
        FeatureBarcodeMatrix matrix = new FeatureBarcodeMatrix(
                fine.matrix().file(),
                fine.matrix().features(),
                names,
                sums,
                fine.matrix().attributes());
        int[] kept = IntStream.range(0, names.length)
                .filter(i -> options.raw() || places.inTissue()[i])
                .toArray();
        FeatureBarcodeMatrix selected = SpotObservations.select(matrix, kept, fine.positions(), "bin");
        Map<String, String> facts = new TreeMap<>();
        facts.put("gathered_from", bin.size());
        facts.put("matrix", options.matrix());
        facts.put("bins_left_out", Integer.toString(names.length - kept.length));
        return new HdCase(
                selected,
                BinnedSource.table(
                        selected.barcodes(),
                        IntStream.of(kept)
                                .map(i -> places.inTissue()[i] ? 1 : 0)
                                .toArray(),
                        IntStream.of(kept).mapToLong(i -> coarse[i]).toArray()),
                IntStream.of(kept).mapToDouble(i -> places.pixelRow()[i]).toArray(),
                IntStream.of(kept).mapToDouble(i -> places.pixelColumn()[i]).toArray(),
                fine.umPerPixel(),
                bin.scale().binSizeUm() * factor,
                bin.base(),
                List.of(),
                facts);
    }
}
