package io.spatho.anndata.synthetic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The features of a made bundle and, for each expression program, the chance that one of its molecules is of a gene.
 *
 * <p>Genes stand in the order of their symbols, then negative control probes, negative control codewords and unassigned codewords.
 */
final class Panel {

    static final int CONTROL_PROBES = 20;
    static final int CONTROL_CODEWORDS = 41;
    static final int UNASSIGNED_CODEWORDS = 15;

    /** Every gene drifts a little, the most abundant ones most. */
    private static final double AMBIENT_FLOOR = 0.6;

    private static final double AMBIENT_SHARE = 0.08;

    private final List<Feature> features;
    private final int genes;
    private final AliasTable[] programs;

    private Panel(List<Feature> features, int genes, AliasTable[] programs) {
        this.features = List.copyOf(features);
        this.genes = genes;
        this.programs = programs;
    }

    /** A panel of genes and controls, as a Xenium run has it. */
    static Panel targeted(int genes, long seed) {
        List<GeneList.Gene> chosen = sorted(GeneList.first(genes, false, seed));
        List<Feature> features = features(chosen, "Unknown");
        controls(features, "NegControlProbe_%05d", CONTROL_PROBES, Feature.CONTROL_PROBE);
        controls(features, "NegControlCodeword_05%02d", CONTROL_CODEWORDS, Feature.CONTROL_CODEWORD);
        controls(features, "UnassignedCodeword_%04d", UNASSIGNED_CODEWORDS, Feature.UNASSIGNED);
        return new Panel(features, genes, tables(chosen));
    }

    /** Genes alone, as a sequencing run has them. */
    static Panel sequenced(int genes, boolean mitochondrial, long seed) {
        List<GeneList.Gene> chosen = sorted(GeneList.first(genes, mitochondrial, seed));
        return new Panel(features(chosen, "GRCh38"), genes, tables(chosen));
    }

    private static List<GeneList.Gene> sorted(List<GeneList.Gene> genes) {
        return genes.stream()
                .sorted(Comparator.comparing(GeneList.Gene::symbol))
                .toList();
    }

    private static List<Feature> features(List<GeneList.Gene> genes, String genome) {
        List<Feature> features = new ArrayList<>();
        genes.forEach(gene -> features.add(new Feature(gene.id(), gene.symbol(), Feature.GENE, genome)));
        return features;
    }

    private static void controls(List<Feature> features, String name, int count, String type) {
        for (int i = 0; i < count; i++) {
            String text = String.format(Locale.ROOT, name, i);
            features.add(new Feature(text, text, type, "Unknown"));
        }
    }

    private static AliasTable[] tables(List<GeneList.Gene> genes) {
        AliasTable[] tables = new AliasTable[Program.ALL.size()];
        for (Program program : Program.ALL) {
            tables[program.position()] = new AliasTable(
                    genes.stream().mapToDouble(gene -> weight(gene, program)).toArray());
        }
        return tables;
    }

    private static double weight(GeneList.Gene gene, Program program) {
        if (program != Program.AMBIENT) {
            return gene.weights()[program.position()];
        }
        double ambient = AMBIENT_FLOOR;
        for (double weight : gene.weights()) {
            ambient += AMBIENT_SHARE * weight;
        }
        return ambient;
    }

    List<Feature> features() {
        return features;
    }

    int genes() {
        return genes;
    }

    /** Draws the genes of a program's molecules; empty when the panel holds none of its genes. */
    AliasTable program(Program program) {
        return programs[program.position()];
    }
}
