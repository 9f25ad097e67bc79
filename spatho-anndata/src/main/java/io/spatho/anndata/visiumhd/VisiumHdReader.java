package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.visium.Bins;
import io.spatho.anndata.visium.RunExtras;
import io.spatho.anndata.visium.ScaleFactors;
import io.spatho.anndata.visium.SlideImages;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.anndata.visium.VisiumReader;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a Visium HD run, or a {@code square_…um} folder given directly: one bin size, bins gathered into coarser ones, or segmented
 * cells.
 *
 * <p>Bins of a size that the run holds are read as they are; other multiples are gathered from the finest that fit. Cells come from {@code
 * segmented_outputs/}, else are gathered by {@code barcode_mappings.parquet}, else by the mask in {@code feature_slice.h5}; that file also
 * stands in for bins where there are none. Positions are full-resolution pixels (column is x, row is y) times {@code microns_per_pixel},
 * which must equal {@code bin_size_um / spot_diameter_fullres} within a hundredth. The platform's own clusters and projections are joined
 * where the observations are its own. Source: 10x Genomics, Space Ranger 3 and 4 Visium HD outputs.
 */
public final class VisiumHdReader {

    private static final double LARGEST_DISAGREEMENT = 0.01;

    private VisiumHdReader() {}

    /** Whether scale factors in a folder state a bin size, or there are segmented cells or feature slices. */
    public static boolean isBundle(BundleFolder folder) {
        return !BinFolder.all(folder).isEmpty()
                || CellSource.isPresent(folder, SpaceRangerOptions.USUAL)
                || SliceSource.find(folder).isPresent();
    }

    /** The bin sizes of a run, finest first. */
    public static List<String> binSizes(BundleFolder folder) {
        return BinFolder.all(folder).stream().map(BinFolder::size).toList();
    }

    /** What the reader looks for: the bins chosen, every other bin size, cells, mappings and slices. */
    public static List<BundlePart> parts(BundleFolder folder, SpaceRangerOptions options) {
        List<BinFolder> bins = BinFolder.all(folder);
        List<BundlePart> parts = new ArrayList<>();
        if (!bins.isEmpty()) {
            BinFolder chosen = BinFolder.choose(folder, bins, options.bins()).orElse(bins.get(0));
            parts.addAll(VisiumReader.parts(folder, chosen.base(), options));
            for (BinFolder other : bins) {
                if (!other.equals(chosen)) {
                    VisiumReader.parts(folder, other.base(), options).stream()
                            .filter(part -> !part.files().isEmpty())
                            .map(part -> new BundlePart(
                                    part.role() + " (" + other.size() + ")", false, part.expected(), part.files()))
                            .forEach(parts::add);
                }
            }
        }
        parts.add(new BundlePart(
                "cell_matrix",
                false,
                CellSource.BASE + options.cellMatrix() + ".h5",
                CellSource.matrix(folder, options.cellMatrix()).files()));
        parts.add(BundlePart.of(
                "cell_boundaries",
                false,
                CellSource.BASE + "cell_segmentations.geojson",
                CellSource.outlines(folder, "cell")));
        parts.add(BundlePart.of(
                "nucleus_boundaries",
                false,
                CellSource.BASE + "nucleus_segmentations.geojson",
                CellSource.outlines(folder, "nucleus")));
        parts.add(BundlePart.of("barcode_mappings", false, "barcode_mappings.parquet", MappedSource.find(folder)));
        parts.add(BundlePart.of("feature_slice", false, "feature_slice.h5", SliceSource.find(folder)));
        return parts;
    }

    /** The dataset in a run's folder. */
    public static SpatialDataset read(BundleFolder folder, SpaceRangerOptions options, Workers workers) {
        List<String> warnings = new ArrayList<>();
        List<BinFolder> bins = BinFolder.all(folder);
        HdCase found = find(folder, bins, options, workers, warnings);
        FeatureBarcodeMatrix.Split split = found.matrix().split("", folder.request().counts());
        double um = found.umPerPixel();
        double[] x = Arrays.stream(found.pixelColumn()).map(pixel -> pixel * um).toArray();
        double[] y = Arrays.stream(found.pixelRow()).map(pixel -> pixel * um).toArray();
        List<OutlineSource> outlines = new ArrayList<>(found.outlines());
        if (options.binOutlines() && !Double.isNaN(found.sizeUm())) {
            outlines.add(new BinSquares(x, y, found.sizeUm()));
        }
        Optional<ScaleFactors> scale = scale(folder, found.base(), bins);
        List<SlideImage> images = scale.map(factors ->
                        SlideImages.read(folder, imageBase(folder, found.base(), bins), factors, um, warnings))
                .orElse(List.of());
        boolean own = !found.facts().containsKey("gathered_from");
        RunExtras extras = own
                ? RunExtras.read(folder, found.base(), found.obs(), options, workers, warnings)
                : new RunExtras(found.obs(), Map.of(), Map.of(), Optional.empty());
        Map<String, String> fields = new TreeMap<>(found.matrix().attributes());
        scale.ifPresent(factors -> fields.putAll(factors.fields()));
        fields.putAll(found.facts());
        fields.put("bin_sizes", String.join(", ", binSizes(folder)));
        CaseMetadata metadata = new CaseMetadata(
                Platform.VISIUM_HD,
                found.matrix().attributes().getOrDefault("software_version", ""),
                folder.name(),
                um,
                found.sizeUm(),
                folder.sources(workers),
                List.of(SpatialTransform.scale("slide_um", "fullres_pixel", 1 / um)),
                fields,
                warnings);
        return extras.onto(
                        SpatialDataset.builder(metadata, split.counts(), split.panel(), found.obs(), x, y)
                                .images(images)
                                .outlines(outlines),
                        split.modalities())
                .build();
    }

    private static HdCase find(
            BundleFolder folder,
            List<BinFolder> bins,
            SpaceRangerOptions options,
            Workers workers,
            List<String> warnings) {
        if (options.segmentation().isPresent()) {
            BinFolder finest = BinFolder.finest(folder, bins);
            return PolygonSource.read(folder, options.segmentation().get(), finest, workers, warnings);
        }
        Optional<Path> slices = SliceSource.find(folder);
        if (slices.isPresent() && options.slices()) {
            return SliceSource.read(folder, slices.get(), options, warnings);
        }
        boolean cells = CellSource.isPresent(folder, options);
        if (options.bins().isGrid()) {
            if (!bins.isEmpty()) {
                return grid(folder, bins, options, workers, warnings);
            }
            boolean usual = options.bins().kind() == Bins.Kind.USUAL;
            if (cells && usual) {
                return CellSource.read(folder, bins, options, workers, warnings);
            }
            return SliceSource.read(folder, slices.orElseThrow(() -> nothing(folder, bins)), options, warnings);
        }
        boolean nuclei = options.bins().kind() == Bins.Kind.NUCLEI;
        if (cells && !nuclei) {
            return CellSource.read(folder, bins, options, workers, warnings);
        }
        Optional<Path> mapping = MappedSource.find(folder);
        if (mapping.isPresent() && !bins.isEmpty()) {
            return MappedSource.read(folder, mapping.get(), bins.get(0), nuclei, workers, warnings);
        }
        return SliceSource.read(folder, slices.orElseThrow(() -> nothing(folder, bins)), options, warnings);
    }

    private static HdCase grid(
            BundleFolder folder,
            List<BinFolder> bins,
            SpaceRangerOptions options,
            Workers workers,
            List<String> warnings) {
        Optional<BinFolder> exact = BinFolder.choose(folder, bins, options.bins());
        if (exact.isPresent()) {
            return BinnedSource.read(folder, exact.get(), options, workers);
        }
        BinFolder fine = BinFolder.finestWithin(folder, bins, options.bins().um());
        int factor = (int) (options.bins().um() / fine.wholeUm());
        return GatheredSource.read(folder, fine, factor, options, workers, warnings);
    }

    private static InputException nothing(BundleFolder folder, List<BinFolder> bins) {
        return new InputException(Problem.of(bins.isEmpty() ? "no bins were found" : "the run has no segmented cells")
                .at(folder.root())
                .expected(
                        "binned_outputs/, segmented_outputs/, barcode_mappings.parquet or feature_slice.h5",
                        bins.isEmpty() ? "none" : "bins of " + String.join(", ", binSizes(folder)))
                .fix("Choose other observations with --bin-size."));
    }

    /** The sub-folder whose pictures belong to observations: their own, else that of the whole run, else that of any bins. */
    private static String imageBase(BundleFolder folder, String base, List<BinFolder> bins) {
        for (String candidate : List.of(base, "")) {
            if (ScaleFactors.find(folder, candidate).isPresent()) {
                return candidate;
            }
        }
        return bins.isEmpty() ? "" : bins.get(0).base();
    }

    private static Optional<ScaleFactors> scale(BundleFolder folder, String base, List<BinFolder> bins) {
        return ScaleFactors.find(folder, imageBase(folder, base, bins)).map(ScaleFactors::read);
    }

    static double micrometresPerPixel(ScaleFactors scale) {
        double derived = scale.binSizeUm() / scale.spotDiameterFullres();
        double stated = Double.isNaN(scale.micronsPerPixel()) ? derived : scale.micronsPerPixel();
        if (Double.isNaN(stated)) {
            throw new InputException(Problem.of("the scale of the image is unknown")
                    .at(scale.file())
                    .expected("microns_per_pixel, or bin_size_um and spot_diameter_fullres", "neither"));
        }
        if (Math.abs(derived - stated) > LARGEST_DISAGREEMENT * stated) {
            throw new InputException(Problem.of("the scale factors contradict each other")
                    .at(scale.file())
                    .expected("microns_per_pixel = bin_size_um / spot_diameter_fullres = " + derived, stated));
        }
        return stated;
    }
}
