package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The genes that panels are cut from: mitochondrial genes (where the platform reads them), human marker and housekeeping genes, then
 * made names.
 *
 * <p>Symbols are those of HGNC. Identifiers are made: {@code ENSG099…} is a range that Ensembl does not use, so that no row can be
 * taken for a real locus.
 */
final class GeneList {

    private static final String[] MITOCHONDRIAL = {
        "MT-CO1", "MT-CO2", "MT-CO3", "MT-ATP6", "MT-ND4", "MT-CYB", "MT-ND1", "MT-ND2", "MT-ND3", "MT-ND5"
    };
    private static final double SHARE_OF_MARKERS = 0.6;

    private GeneList() {}

    /** A gene and how strongly each program expresses it. */
    record Gene(String id, String symbol, double[] weights) {}

    /** The first {@code count} genes. */
    static List<Gene> first(int count, boolean mitochondrial, long seed) {
        List<Gene> genes = new ArrayList<>();
        if (mitochondrial) {
            for (int i = 0; i < MITOCHONDRIAL.length; i++) {
                double[] weights = none();
                weights[Program.MITOCHONDRIAL.position()] = 10 - i;
                genes.add(new Gene(id(1, i + 1), MITOCHONDRIAL[i], weights));
            }
        }
        genes.addAll(known());
        for (int i = 1; genes.size() < count; i++) {
            genes.add(made(i, seed));
        }
        return List.copyOf(genes.subList(0, count));
    }

    private static Gene made(int number, long seed) {
        CounterRandom random = CounterRandom.of(seed, "synthetic.gene", number);
        double[] weights = none();
        if (random.nextDouble() < SHARE_OF_MARKERS) {
            int programs = 1 + random.nextInt(2);
            for (int i = 0; i < programs; i++) {
                weights[random.nextInt(Program.HOUSEKEEPING.position())] =
                        2.5 * StrictMath.exp(0.7 * random.nextGaussian());
            }
        } else {
            weights[Program.HOUSEKEEPING.position()] = StrictMath.exp(0.8 * random.nextGaussian());
        }
        return new Gene(id(2, number), String.format(Locale.ROOT, "GENE%04d", number), weights);
    }

    private static String id(int series, int number) {
        return String.format(Locale.ROOT, "ENSG099%02d%06d", series, number);
    }

    private static double[] none() {
        return new double[Program.ALL.size()];
    }

    private static List<Gene> known() {
        List<Gene> genes = new ArrayList<>();
        try (InputStream stream = GeneList.class.getResourceAsStream("genes.tsv");
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    genes.add(parse(line, genes.size() + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the gene list inside the program cannot be read", e);
        }
        return genes;
    }

    private static Gene parse(String line, int number) {
        int tab = line.indexOf('\t');
        double[] weights = none();
        String programs = line.substring(tab + 1);
        if (!programs.equals("-")) {
            for (String entry : programs.split(",", -1)) {
                int colon = entry.indexOf(':');
                Program program = Program.valueOf(entry.substring(0, colon).toUpperCase(Locale.ROOT));
                weights[program.position()] = Double.parseDouble(entry.substring(colon + 1));
            }
        }
        return new Gene(id(0, number), line.substring(0, tab), weights);
    }
}
