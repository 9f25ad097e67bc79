package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.visium.Bins;
import io.spatho.anndata.visium.ScaleFactors;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One bin size of a run.
 *
 * @param base its folder relative to the bundle, with a slash at its end, or empty
 * @param scale its scale factors, which state the bin size
 */
record BinFolder(String base, ScaleFactors scale) {

    private static final double PREFERRED_UM = 8;
    private static final double SAME_SIZE = 1e-6;
    private static final double LARGEST_UM = 1e6;
    private static final Pattern BINNED = Pattern.compile("(binned_outputs/[^/]+/)spatial/" + ScaleFactors.NAME);

    private static final Pattern MATRIX = Pattern.compile("(binned_outputs/[^/]+/)filtered_feature_bc_matrix.*");

    /** Every folder whose scale factors state a bin size, finest first; names of folders do not count. */
    static List<BinFolder> all(BundleFolder folder) {
        TreeSet<String> bases = new TreeSet<>();
        for (String name : folder.names()) {
            Matcher matcher = BINNED.matcher(name);
            if (matcher.matches()) {
                bases.add(matcher.group(1));
            }
        }
        requireScales(folder, bases);
        if (bases.isEmpty()) {
            bases.add("");
        }
        List<BinFolder> found = new ArrayList<>();
        for (String base : bases) {
            ScaleFactors.find(folder, base)
                    .map(ScaleFactors::read)
                    .filter(scale -> !Double.isNaN(scale.binSizeUm()))
                    .ifPresent(scale -> found.add(new BinFolder(base, scale)));
        }
        found.sort(Comparator.comparingDouble((BinFolder bin) -> bin.scale().binSizeUm())
                .thenComparing(BinFolder::base));
        return List.copyOf(found);
    }

    /** A bin size whose scale factors got lost must not make another one be read in its stead. */
    private static void requireScales(BundleFolder folder, Set<String> bases) {
        for (String name : folder.names()) {
            Matcher matcher = MATRIX.matcher(name);
            if (matcher.matches() && !bases.contains(matcher.group(1))) {
                throw new InputException(Problem.of("the scale factors of a bin size are missing")
                        .at(folder.root().resolve(matcher.group(1)))
                        .expected("spatial/scalefactors_json.json", "none")
                        .fix("Copy the folder whole, or take it out."));
            }
        }
    }

    /** The folder of the size wanted, or without a size that of the usual one; empty when there is none of that size. */
    static Optional<BinFolder> choose(BundleFolder folder, List<BinFolder> bins, Bins wanted) {
        if (bins.isEmpty()) {
            throw new InputException(Problem.of("no bins were found")
                    .at(folder.root())
                    .expected(
                            "scalefactors_json.json with bin_size_um in spatial/ or binned_outputs/*/spatial/",
                            "none"));
        }
        if (wanted.kind() != Bins.Kind.SIZE) {
            return Optional.of(byDefault(bins));
        }
        return bins.stream()
                .filter(bin -> Math.abs(bin.scale().binSizeUm() - wanted.um()) < SAME_SIZE)
                .findFirst();
    }

    /** The finest bins that fit a whole number of times into those of a size; without any an {@link InputException}. */
    static BinFolder finestWithin(BundleFolder folder, List<BinFolder> bins, double um) {
        List<String> sizes = bins.stream().map(BinFolder::size).toList();
        return bins.stream()
                .filter(bin -> bin.wholeUm() > 0 && um == Math.rint(um) && um % bin.wholeUm() == 0)
                .findFirst()
                .orElseThrow(() -> new InputException(Problem.of("there are no bins of that size")
                        .at(folder.root())
                        .expected(um + " um", String.join(", ", sizes))
                        .fix("Choose one of the sizes found, or a multiple of one, with --bin-size.")));
    }

    /** The finest bins; without any an {@link InputException}. */
    static BinFolder finest(BundleFolder folder, List<BinFolder> bins) {
        if (bins.isEmpty()) {
            throw new InputException(Problem.of("there are no bins to gather")
                    .at(folder.root())
                    .expected("binned_outputs/square_002um", "none"));
        }
        return bins.get(0);
    }

    /** The bin size in whole micrometres, 0 when it is none. */
    int wholeUm() {
        double um = scale.binSizeUm();
        return um == Math.rint(um) && um >= 1 && um < LARGEST_UM ? (int) um : 0;
    }

    /** 8 µm when there, else the coarsest above it, else the finest of all. */
    private static BinFolder byDefault(List<BinFolder> bins) {
        BinFolder coarsest = bins.get(bins.size() - 1);
        return bins.stream()
                .filter(bin -> Math.abs(bin.scale().binSizeUm() - PREFERRED_UM) < SAME_SIZE)
                .findFirst()
                .orElse(coarsest.scale().binSizeUm() > PREFERRED_UM ? coarsest : bins.get(0));
    }

    /** The bin size for people, such as {@code 8 um}. */
    String size() {
        return new BigDecimal(Double.toString(scale.binSizeUm()))
                        .stripTrailingZeros()
                        .toPlainString() + " um";
    }
}
