package io.spatho.stgpt.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Where the model does worst, and what the worst genes and groups of cells have in common. */
final class Failures {

    private static final int LISTED = 10;
    private static final int FEWEST_PAIRS = 20;

    private final List<String> genes;
    private final HiddenGenes.Outcome outcome;

    Failures(List<String> genes, HiddenGenes.Outcome outcome) {
        this.genes = genes;
        this.outcome = outcome;
    }

    /**
     * The document.
     *
     * @param groupCells the number of judged cells of each group
     * @param groupCounts the mean number of expressed genes of each group's judged cells
     */
    ObjectNode document(int[] groupCells, double[] groupCounts) {
        ObjectNode node = CanonicalJson.object();
        node.set("genes", genes());
        node.set("groups", groups(groupCells, groupCounts));
        return node;
    }

    /** The share of the gene mean's error that the model leaves, for each gene; NaN with few pairs. */
    double[] relativeErrors() {
        PairTally model = outcome.tallies().get("model");
        PairTally mean = outcome.tallies().get("gene_mean");
        return IntStream.range(0, genes.size())
                .mapToDouble(gene -> model.pairs(gene) >= FEWEST_PAIRS && mean.error(gene) > 0
                        ? model.error(gene) / mean.error(gene)
                        : Double.NaN)
                .toArray();
    }

    private ObjectNode genes() {
        double[] errors = relativeErrors();
        int[] judged = IntStream.range(0, errors.length)
                .filter(gene -> Double.isFinite(errors[gene]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer gene) -> -errors[gene]))
                .mapToInt(Integer::intValue)
                .toArray();
        ObjectNode node = CanonicalJson.object();
        node.put("judged", judged.length);
        node.put("worse_than_gene_mean", (int)
                Arrays.stream(judged).filter(gene -> errors[gene] > 1).count());
        ArrayNode worst = node.putArray("worst");
        for (int gene : Arrays.copyOf(judged, Math.min(LISTED, judged.length))) {
            ObjectNode item = worst.addObject();
            item.put("gene", genes.get(gene)).put("error_relative_to_gene_mean", errors[gene]);
            item.put("share_of_cells_expressing", outcome.detected()[gene]);
            item.put("mean_expression", outcome.means()[gene]);
        }
        ObjectNode shared = node.putObject("shared");
        shared.put(
                "statement",
                "Spearman's correlation, over genes, of the relative error with what is named; below 0: fewer, worse");
        Scores.number(shared, "with_share_of_cells_expressing", correlation(judged, errors, outcome.detected()));
        Scores.number(shared, "with_mean_expression", correlation(judged, errors, outcome.means()));
        return node;
    }

    private static double correlation(int[] chosen, double[] one, double[] other) {
        return Correlation.spearman(
                Arrays.stream(chosen).mapToDouble(i -> one[i]).toArray(),
                Arrays.stream(chosen).mapToDouble(i -> other[i]).toArray());
    }

    private ObjectNode groups(int[] cells, double[] counts) {
        PairTally model = outcome.tallies().get("model");
        PairTally mean = outcome.tallies().get("gene_mean");
        int groups = outcome.groups().size();
        double[] errors = IntStream.range(0, groups)
                .mapToDouble(group -> model.groupError(group) / mean.groupError(group))
                .toArray();
        int[] judged = IntStream.range(0, groups)
                .filter(group -> Double.isFinite(errors[group]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer group) -> -errors[group]))
                .mapToInt(Integer::intValue)
                .toArray();
        ObjectNode node = CanonicalJson.object();
        node.put("judged", judged.length);
        ArrayNode worst = node.putArray("worst");
        for (int group : Arrays.copyOf(judged, Math.min(LISTED, judged.length))) {
            ObjectNode item = worst.addObject();
            item.put("group", outcome.groups().get(group)).put("error_relative_to_gene_mean", errors[group]);
            item.put("cells", cells[group]);
            item.put("mean_expressed_genes", counts[group]);
        }
        ObjectNode shared = node.putObject("shared");
        shared.put(
                "statement", "Spearman's correlation, over groups of cells, of the relative error with what is named");
        Scores.number(shared, "with_mean_expressed_genes", correlation(judged, errors, counts));
        Scores.number(
                shared,
                "with_cells",
                correlation(
                        judged, errors, Arrays.stream(cells).asDoubleStream().toArray()));
        return node;
    }
}
