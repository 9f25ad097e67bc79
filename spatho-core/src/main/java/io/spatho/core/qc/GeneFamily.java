package io.spatho.core.qc;

import io.spatho.core.dataset.GenePanel;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Genes whose share of an observation's counts tells of its quality, by their symbols in human ({@code MT-CO1}) or mouse ({@code
 * mt-Co1}) spelling, with or without a genome and underscores before them.
 *
 * <p>Ribosomal genes are those of the two subunits' proteins ({@code RPL}, {@code RPS} and a number, with {@code RPSA} and {@code
 * RPLP}); kinases such as {@code RPS6KA1} are none. Haemoglobin genes are the globin chains ({@code HBA1}, {@code Hbb-bs}); {@code
 * HBEGF} and {@code HBP1} are none. A bare prefix match, as in scanpy's tutorial, counts both.
 */
public enum GeneFamily {
    /** Genes on the mitochondrial chromosome. */
    MITOCHONDRIAL(0, "mt", "MT-.+"),
    /** Proteins of the ribosome. */
    RIBOSOMAL(1, "ribo", "RP[SL]\\d+(A|L|X|AL|Y\\d|L\\d)?|RPSA2?|RPLP[0-2]"),
    /** Chains of haemoglobin. */
    HAEMOGLOBIN(2, "hb", "HB[ABDEGMQZ]\\d?|HB[ABDEGMQZ]-[A-Z0-9]+");

    private static final Pattern GENOME = Pattern.compile("^[A-Za-z0-9.-]+_+");

    private final int place;
    private final String id;
    private final Pattern symbols;

    GeneFamily(int place, String id, String symbols) {
        this.place = place;
        this.id = id;
        this.symbols = Pattern.compile(symbols);
    }

    /** The position of the family in arrays that hold a value of each. */
    public int place() {
        return place;
    }

    /** The name used in columns, as in scanpy's tutorials. */
    public String id() {
        return id;
    }

    /** Which genes of a panel belong to the family. */
    boolean[] members(GenePanel panel) {
        boolean[] members = new boolean[panel.size()];
        for (int gene = 0; gene < members.length; gene++) {
            String symbol = GENOME.matcher(panel.featureNames().get(gene)).replaceFirst("");
            members[gene] = symbols.matcher(symbol.toUpperCase(Locale.ROOT)).matches();
        }
        return members;
    }
}
