package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains and scores again on the same spots with other seeds, and says how far the trainings agree; writes {@code
 * discordance/seeds.json} and {@code discordance/seeds.parquet}. Cost: a training and a scoring for each seed after the first.
 */
public final class DiscordanceSeedsTool implements Tool<DiscordanceSeedsTool.Request, List<Long>> {

    /** The document. */
    public static final String FILE = "discordance/seeds.json";

    /** Most trainings in one run. */
    public static final int MOST_SEEDS = 50;

    /**
     * What to repeat.
     *
     * @param model of the first seed
     * @param scores of the first seed
     * @param material the spots
     * @param training of the first seed; the others count on from its seed
     * @param scoring of the first seed
     * @param device where
     * @param seeds trainings altogether, at least 2
     * @param truth what was planted in the spots, if anything was
     */
    public record Request(
            DiscordanceModel model,
            DiscordanceScores scores,
            SpotMaterial material,
            DiscordanceSettings training,
            ScoreSettings scoring,
            DeviceRequest device,
            int seeds,
            Optional<Planted> truth) {

        public Request {
            if (seeds < 2 || seeds > MOST_SEEDS) {
                throw new IllegalArgumentException(seeds + " seeds");
            }
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("discordance_over_seeds", "1.0");
    }

    @Override
    public String purpose() {
        return "Trains again with other seeds and says how far the trainings agree on where genes and pictures"
                + " disagree.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.set("training", request.training().document());
        node.set("scoring", request.scoring().document());
        return node.put("seeds", request.seeds())
                .put("spots", request.material().fingerprint().sha256());
    }

    @Override
    public List<Long> run(Request request, ToolContext context) {
        List<SeedRun> runs = new ArrayList<>();
        runs.add(SeedRun.of(request.training().seed(), request.scores(), request.truth()));
        tell(runs.get(0), context);
        for (int i = 1; i < request.seeds(); i++) {
            SeedRun run = again(request, request.training().seed() + i, context);
            runs.add(run);
            tell(run, context);
        }
        SeedRun.Agreement agreement = SeedRun.agreement(runs);
        context.progress()
                .note("over " + runs.size() + " seeds: rank correlation of divergences "
                        + Words.decimal(agreement.ranks(), 3) + " (least "
                        + Words.decimal(agreement.leastRanks(), 3) + "), adjusted Rand index of domains "
                        + Words.decimal(agreement.domains(), 3) + " (least "
                        + Words.decimal(agreement.leastDomains(), 3) + "), spots that two seeds call alike "
                        + (Double.isNaN(agreement.called()) ? "none" : Words.percent(agreement.called())));
        context.store().table("discordance/seeds.parquet", Origin.MODEL_DERIVED, SeedRun.table(runs));
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document(runs, agreement));
        context.evidence(Unit.SLIDE, "slide", "discordance_stability")
                .value(agreement(agreement).put("seeds", runs.size()))
                .summary("Trained " + runs.size()
                        + " times with other seeds, the model ranks spots by discordance alike (mean rank correlation "
                        + Words.decimal(agreement.ranks(), 2) + ") and finds domains alike (mean adjusted Rand index "
                        + Words.decimal(agreement.domains(), 2) + ").")
                .restsOn(file, "agreement")
                .modelDerived(request.model().reference());
        return runs.stream().map(SeedRun::seed).toList();
    }

    private static SeedRun again(Request request, long seed, ToolContext context) {
        TorchEngine engine = TorchEngine.start();
        DiscordanceSettings settings = request.training().withSeed(seed);
        ObjectNode identity = settings.document()
                .put("spots", request.material().fingerprint().sha256())
                .put("device", request.device().toString());
        TrainingState state = TrainingState.in(
                context.store().locate("training/seed_" + seed), Fingerprint.ofText(CanonicalJson.line(identity)));
        DiscordanceTrainer.Result trained = new DiscordanceTrainer(engine, engine.device(request.device()), settings)
                .train(request.material(), state, context.workers(), context.progress());
        DiscordanceScores scores = new DiscordanceScorer(
                        engine,
                        engine.device(request.device()),
                        request.scoring().withSeed(seed))
                .score(trained.model(), request.material(), context.workers(), context.progress());
        DiscordanceTrainer.forget(state);
        return SeedRun.of(seed, scores, request.truth());
    }

    private static void tell(SeedRun run, ToolContext context) {
        String truth = run.quality().map(quality -> ", " + quality.words()).orElse("");
        context.progress().note("seed " + run.seed() + ": " + Words.percent(run.calledShare()) + " called" + truth);
    }

    private static ObjectNode document(List<SeedRun> runs, SeedRun.Agreement agreement) {
        ObjectNode node = CanonicalJson.object().put("model_derived", true);
        ArrayNode seeds = node.putArray("seeds");
        for (SeedRun run : runs) {
            ObjectNode entry = seeds.addObject()
                    .put("seed", run.seed())
                    .put("active_dimensions", run.activeDimensions())
                    .put("called", run.called())
                    .put("called_share", run.calledShare());
            run.quality().ifPresent(quality -> entry.set("planted", quality.document()));
        }
        node.set("agreement", agreement(agreement));
        return node;
    }

    private static ObjectNode agreement(SeedRun.Agreement agreement) {
        ObjectNode node = CanonicalJson.object();
        put(node, "rank_correlation", agreement.ranks());
        put(node, "least_rank_correlation", agreement.leastRanks());
        put(node, "domain_agreement", agreement.domains());
        put(node, "least_domain_agreement", agreement.leastDomains());
        put(node, "called_in_both", agreement.called());
        return node;
    }

    /** Absent where it is not defined. */
    private static void put(ObjectNode node, String name, double value) {
        if (!Double.isNaN(value)) {
            node.put(name, value);
        }
    }
}
