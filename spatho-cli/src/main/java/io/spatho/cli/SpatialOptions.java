package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.communication.PairList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What the spatial statistics look at. */
final class SpatialOptions {

    /** Enough for any p-value that a table of labels can use; more would only cost time. */
    private static final int MOST_PERMUTATIONS = 1_000_000;

    @Option(
            names = "--permutations",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Random labellings for neighbourhood enrichment and ligand-receptor scores"
                    + " (default: ${DEFAULT-VALUE}).")
    int permutations;

    @Option(
            names = "--gene-permutations",
            paramLabel = "N",
            description =
                    "Random arrangements for Moran's I and Geary's C of all genes, 0 for none (default: 199 where the"
                            + " size of the case allows, fewer or none where not; the closed-form tests are always made).")
    Optional<Integer> genePermutations = Optional.empty();

    @Option(
            names = "--radii",
            paramLabel = "UM",
            split = ",",
            description =
                    "Radii of neighbourhoods in micrometres (default: cells 15,30,55,100; Visium its first three rings;"
                            + " else by the distance of neighbours).")
    List<Double> radii = List.of();

    @Option(
            names = "--gene-pairs",
            paramLabel = "FILE",
            description =
                    "Pairs of genes for bivariate Moran's I, all of them tested: CSV or TSV with a header and two genes"
                            + " in each line (default: the ligand-receptor pairs on the panel, as many as the size allows).")
    Optional<Path> genePairs = Optional.empty();

    @Option(
            names = "--ligand-receptor",
            paramLabel = "FILE",
            description =
                    "Ligands and receptors: CSV or TSV with the header ligand,receptor; + joins the genes of a complex"
                            + " (default: a bundled list of textbook pairs).")
    Optional<Path> ligandReceptor = Optional.empty();

    void require() {
        RunSettings.require("--permutations", permutations, permutations >= 99 && permutations <= MOST_PERMUTATIONS);
        RunSettings.require(
                "--gene-permutations",
                genePermutations,
                genePermutations
                        .filter(count -> count != 0 && (count < 19 || count > MOST_PERMUTATIONS))
                        .isEmpty());
        RunSettings.require(
                "--radii", radii, radii.size() <= 20 && radii.stream().allMatch(radius -> radius > 0 && radius <= 1e6));
    }

    OptionalInt arrangements() {
        return genePermutations.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** Reads the pairs; {@code inputs} takes each file that was read and its role. */
    Pairs pairs(BiConsumer<String, Path> inputs) {
        genePairs.ifPresent(file -> inputs.accept("gene_pairs", file));
        ligandReceptor.ifPresent(file -> inputs.accept("ligand_receptor", file));
        PairList signals = ligandReceptor.map(PairList::read).orElseGet(PairList::bundled);
        return new Pairs(genePairs.map(PairList::read).orElse(signals), genePairs.isPresent(), signals);
    }

    /**
     * Pairs of genes to look at.
     *
     * @param genes pairs for bivariate Moran's I
     * @param chosen whether a user named those
     * @param signals ligands and receptors
     */
    record Pairs(PairList genes, boolean chosen, PairList signals) {}

    void describe(ObjectNode node) {
        node.put("permutations", permutations);
        genePermutations.ifPresent(count -> node.put("gene_permutations", count));
        if (!radii.isEmpty()) {
            node.put("radii", radii.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        genePairs.ifPresent(file -> node.put("gene_pairs", RunSettings.name(file)));
        ligandReceptor.ifPresent(file -> node.put("ligand_receptor", RunSettings.name(file)));
    }
}
