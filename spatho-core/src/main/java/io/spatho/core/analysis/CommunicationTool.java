package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.communication.LigandReceptorPair;
import io.spatho.core.communication.LigandReceptorScores;
import io.spatho.core.communication.PairList;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.BlockInterval;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scores ligand-receptor pairs between clusters against labels put on observations at random; writes {@code
 * analysis/ligand_receptor.parquet}. Expression shows neither contact nor secretion: a score is a hint, never a proof.
 */
public final class CommunicationTool implements Tool<CommunicationTool.Request, CommunicationTool.Result> {

    /** The table that this tool writes. */
    public static final String FILE = "analysis/ligand_receptor.parquet";

    private static final String NOT_EXPRESSED = "expressed by too few";
    private static final double LEAST_SHARE = 0.1;
    private static final int STATED = 10;

    /**
     * What to score.
     *
     * @param expression expression of the kept observations
     * @param graphs which of them are of one library
     * @param clusters their clusters
     * @param pairs ligands and receptors; those off the panel are passed over
     * @param permutations random labellings
     */
    public record Request(
            ExpressionTool.Result expression,
            GraphTool.Result graphs,
            ClusterTool.Result clusters,
            PairList pairs,
            int permutations) {}

    /**
     * The scores.
     *
     * @param scores of the pairs whose genes the panel has
     * @param asked number of pairs in the list
     */
    public record Result(LigandReceptorScores.Result scores, int asked) {}

    @Override
    public ToolId id() {
        return new ToolId("ligand_receptor", "1.0");
    }

    @Override
    public String purpose() {
        return "Scores ligand-receptor pairs between clusters.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("pairs", request.pairs().source())
                .put("pairs_in_list", request.pairs().pairs().size())
                .put("least_share_expressing", LEAST_SHARE)
                .put("permutations", request.permutations());
    }

    @Override
    public Result run(Request request, ToolContext context) {
        var kept = request.expression().kept();
        GeneColumns columns = new GeneColumns(kept.panel());
        List<LigandReceptorPair> named = request.pairs().pairs().stream()
                .map(pair -> new LigandReceptorPair(
                        pair.ligand(),
                        pair.ligandGenes().stream().map(columns::name).toList(),
                        pair.receptor(),
                        pair.receptorGenes().stream().map(columns::name).toList()))
                .toList();
        int clusters = request.clusters().clusters().clusters();
        LigandReceptorScores.Result scores = LigandReceptorScores.of(
                request.expression().normalized().matrix(),
                kept.panel(),
                request.clusters().clusters().labels(),
                clusters,
                named,
                new LigandReceptorScores.Settings(LEAST_SHARE, request.permutations(), context.seed()),
                context.workers());
        List<String> names = request.clusters().clusterIds();
        Artifact file = context.store().table(FILE, Origin.MEASURED, table(scores, names, request.permutations()));
        stateSlide(context, scores, request, file);
        // The clearest sender and receiver of each pair: else one common pair would take all the room.
        Set<Integer> seen = new HashSet<>();
        int square = clusters * clusters;
        IntStream.range(0, scores.score().length)
                .filter(at -> scores.adjusted()[at] < AutocorrelationTool.SIGNIFICANT)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer at) -> scores.adjusted()[at])
                        .thenComparing(at -> -scores.score()[at]))
                .filter(at -> seen.add(at / square))
                .limit(STATED)
                .forEach(at -> state(context, request, scores, at, file));
        return new Result(scores, request.pairs().pairs().size());
    }

    private static Table table(LigandReceptorScores.Result scores, List<String> names, int permutations) {
        int rows = scores.score().length;
        int square = names.size() * names.size();
        String[][] texts = new String[5][rows];
        int[] drawn = new int[rows];
        Arrays.fill(drawn, permutations);
        for (int row = 0; row < rows; row++) {
            LigandReceptorPair pair = scores.pairs().get(row / square);
            texts[0][row] = pair.ligand();
            texts[1][row] = pair.receptor();
            texts[2][row] = names.get(row % square / names.size());
            texts[3][row] = names.get(row % names.size());
            texts[4][row] = Double.isNaN(scores.score()[row]) ? NOT_EXPRESSED : "";
        }
        return Table.ofRows(rows)
                .with("ligand", new Column.Strings(texts[0]))
                .with("receptor", new Column.Strings(texts[1]))
                .with("sender", new Column.Strings(texts[2]))
                .with("receiver", new Column.Strings(texts[3]))
                .with("score", new Column.Doubles(scores.score()))
                .with("p_value", new Column.Doubles(scores.p()))
                .with("p_adjusted", new Column.Doubles(scores.adjusted()))
                .with("permutations", new Column.Ints(drawn))
                .with("undefined_reason", new Column.Strings(texts[4]));
    }

    private static void stateSlide(
            ToolContext context, LigandReceptorScores.Result scores, Request request, Artifact file) {
        long defined = Arrays.stream(scores.score())
                .filter(score -> !Double.isNaN(score))
                .count();
        long standing = Arrays.stream(scores.adjusted())
                .filter(p -> p < AutocorrelationTool.SIGNIFICANT)
                .count();
        context.evidence(Unit.SLIDE, "slide", "ligand_receptor_panel")
                .value(CanonicalJson.object()
                        .put("n_pairs_in_list", request.pairs().pairs().size())
                        .put("n_pairs_on_panel", scores.pairs().size())
                        .put("n_scores", defined)
                        .put("n_significant", standing)
                        .put("permutations", request.permutations())
                        .put("list", request.pairs().source()))
                .summary("The panel has both genes of "
                        + Words.count(scores.pairs().size()) + " of "
                        + Words.count(request.pairs().pairs().size(), "ligand-receptor pair") + "; "
                        + Words.count(standing) + " of " + Words.count(defined, "score")
                        + " between clusters are higher than random labels explain.")
                .restsOn(file, "all")
                .qc(scores.pairs().isEmpty() ? QcStatus.WARN : QcStatus.PASS)
                .measured();
    }

    private static void state(
            ToolContext context, Request request, LigandReceptorScores.Result scores, int at, Artifact file) {
        List<String> names = request.clusters().clusterIds();
        int square = names.size() * names.size();
        LigandReceptorPair pair = scores.pairs().get(at / square);
        int sender = at % square / names.size();
        int receiver = at % names.size();
        BlockInterval interval = interval(request, pair, sender, receiver, scores.score()[at]);
        String both = pair.ligand() + " of cluster " + names.get(sender) + " and " + pair.receptor() + " of cluster "
                + names.get(receiver);
        var draft = context.evidence(
                        Unit.PAIR,
                        pair.ligand() + "|" + pair.receptor() + "|" + names.get(sender) + "|" + names.get(receiver),
                        "ligand_receptor")
                .value(CanonicalJson.object()
                        .put("score", scores.score()[at])
                        .put("p_adjusted", scores.adjusted()[at])
                        .put("permutations", request.permutations())
                        .put("n_observations", request.expression().kept().size())
                        .put("unit", "mean log-normalised expression"))
                .summary(both + " are expressed together more highly than random labels explain (score "
                        + Words.decimal(scores.score()[at], 2) + "); expression does not show contact.")
                .restsOn(
                        file,
                        "ligand = " + pair.ligand() + " and receptor = " + pair.receptor() + " and sender = "
                                + names.get(sender) + " and receiver = " + names.get(receiver))
                .qc(interval.isDefined() ? QcStatus.PASS : QcStatus.WARN);
        if (interval.isDefined()) {
            draft.uncertainty(new Uncertainty(
                    interval.lower(), interval.upper(), AutocorrelationTool.LEVEL, BlockInterval.METHOD));
        }
        draft.measured();
    }

    /** The interval of a score over spatial blocks; each side's weakest gene is chosen anew without each block. */
    private static BlockInterval interval(
            Request request, LigandReceptorPair pair, int sender, int receiver, double score) {
        SpatialBlocks blocks = request.graphs().blocks(request.expression().kept(), AutocorrelationTool.BLOCKS);
        int[] sizes = new int[blocks.blocks()];
        IntStream.of(blocks.blockOf()).forEach(block -> sizes[block]++);
        double[] sent = weakest(request, pair.ligandGenes(), sender, blocks);
        double[] received = weakest(request, pair.receptorGenes(), receiver, blocks);
        double[] without = new double[sizes.length];
        Arrays.setAll(without, block -> (sent[block] + received[block]) / 2);
        return BlockInterval.of(score, without, sizes, AutocorrelationTool.LEVEL);
    }

    private static double[] weakest(Request request, List<String> genes, int label, SpatialBlocks blocks) {
        GeneColumns columns = new GeneColumns(request.expression().kept().panel());
        int[] labels = request.clusters().clusters().labels();
        double[] least = new double[blocks.blocks()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (String gene : genes) {
            double[] values =
                    GeneColumns.dense(request.expression().normalized().matrix(), new int[] {columns.find(gene)})[0];
            double[] sums = new double[blocks.blocks() + 1];
            int[] counts = new int[blocks.blocks() + 1];
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] == label) {
                    sums[blocks.blockOf()[i]] += values[i];
                    counts[blocks.blockOf()[i]]++;
                }
            }
            double sum = Arrays.stream(sums).sum();
            int count = Arrays.stream(counts).sum();
            for (int block = 0; block < least.length; block++) {
                least[block] = Math.min(least[block], (sum - sums[block]) / (count - counts[block]));
            }
        }
        return least;
    }
}
