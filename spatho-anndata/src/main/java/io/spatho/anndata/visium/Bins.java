package io.spatho.anndata.visium;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.util.Locale;

/**
 * What the observations of a Visium HD run are to be.
 *
 * @param kind bins or segmented objects
 * @param um side of the bins in micrometres for {@link Kind#SIZE}, else NaN
 */
public record Bins(Kind kind, double um) {

    /** Bins of 8 µm, else the coarsest above 8 µm, else the finest. */
    public static final Bins USUAL = new Bins(Kind.USUAL, Double.NaN);

    /** Segmented cells. */
    public static final Bins CELLS = new Bins(Kind.CELLS, Double.NaN);

    /** The bins under segmented nuclei, by cell. */
    public static final Bins NUCLEI = new Bins(Kind.NUCLEI, Double.NaN);

    private static final double LARGEST_UM = 10_000;

    /** The kinds of observation. */
    public enum Kind {
        /** The bins that people look at first. */
        USUAL,
        /** Bins of a given size. */
        SIZE,
        /** Cells. */
        CELLS,
        /** Nuclei. */
        NUCLEI
    }

    /** Bins of a size in micrometres. */
    public static Bins of(double um) {
        if (!(um > 0 && um <= LARGEST_UM)) {
            throw new UsageException(Problem.of("a bin size out of range")
                    .at("--bin-size")
                    .expected("more than 0 and at most " + LARGEST_UM + " um", um));
        }
        return new Bins(Kind.SIZE, um);
    }

    /** The choice that a word of the command line stands for: a number of micrometres, {@code cell} or {@code nucleus}. */
    public static Bins parse(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "cell", "cells" -> CELLS;
            case "nucleus", "nuclei" -> NUCLEI;
            default -> {
                try {
                    yield of(Double.parseDouble(word));
                } catch (NumberFormatException e) {
                    throw new UsageException(Problem.of("no bin size")
                            .at("--bin-size")
                            .expected("a number of micrometres, cell or nucleus", word));
                }
            }
        };
    }

    /** Whether bins of any size are meant. */
    public boolean isGrid() {
        return kind == Kind.USUAL || kind == Kind.SIZE;
    }
}
