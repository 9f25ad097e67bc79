package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds where morphology and molecules disagree; writes {@code discordance/spots.parquet}, {@code regions.parquet}, {@code
 * genes.parquet}, {@code differential.parquet} (when spots of both kinds are there) and {@code discordance.json}.
 */
public final class ScoreDiscordanceTool implements Tool<ScoreDiscordanceTool.Request, DiscordanceScores> {

    /** The document. */
    public static final String FILE = "discordance/discordance.json";

    /** What the rate rests on: on made slides whose pictures err smoothly 22 to 49 % of the calls were false. */
    private static final String ASSUMPTION =
            " Its rate of false calls holds only where pictures err independently from place to place.";

    private static final int MOST_STATED = 50;

    /**
     * What to judge.
     *
     * @param model the trained model
     * @param material the spots, with the model's genes and features
     * @param settings how
     * @param device where
     * @param truth what was planted in the spots, if anything was: the agreement is then reported
     */
    public record Request(
            DiscordanceModel model,
            SpotMaterial material,
            ScoreSettings settings,
            DeviceRequest device,
            Optional<Planted> truth) {}

    @Override
    public ToolId id() {
        return new ToolId("score_discordance", "3.0");
    }

    @Override
    public String purpose() {
        return "Finds spots whose genes are not what their picture leads one to expect.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return request.settings()
                .document()
                .put("model", request.model().fingerprint().sha256())
                .put("spots", request.material().fingerprint().sha256());
    }

    @Override
    public DiscordanceScores run(Request request, ToolContext context) {
        TorchEngine engine = TorchEngine.start();
        DiscordanceScores scores = new DiscordanceScorer(engine, engine.device(request.device()), request.settings())
                .score(request.model(), request.material(), context.workers(), context.progress());
        ScoreTables tables = new ScoreTables(request.material(), scores);
        store(context, "spots", tables.spots());
        Artifact regions = store(context, "regions", tables.regions());
        store(context, "genes", tables.genes());
        if (scores.count() > 1 && scores.count() < request.material().size() - 1) {
            store(context, "differential", tables.differential(context.workers()));
        }
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document(request, scores));
        stateWhole(request, scores, file, context);
        ModelReference model = request.model().reference();
        for (int region = 0; region < Math.min(MOST_STATED, scores.regions().size()); region++) {
            stateRegion(
                    region, tables, scores, regions, model, request.material().observation(), context);
        }
        request.truth().ifPresent(planted -> tell(PlantedTruth.compare(planted, scores), scores, context));
        return scores;
    }

    private static Artifact store(ToolContext context, String name, Table table) {
        return context.store().table("discordance/" + name + ".parquet", Origin.MODEL_DERIVED, table);
    }

    private static void tell(PlantedTruth.Quality quality, DiscordanceScores scores, ToolContext context) {
        context.progress()
                .note(Words.count(scores.count()) + " called; against what was planted: " + quality.words()
                        + "; domains over five seeds " + Words.decimal(quality.stability(), 3));
    }

    private static JsonNode document(Request request, DiscordanceScores scores) {
        ObjectNode node = CanonicalJson.object();
        ModelReference model = request.model().reference();
        node.put("model_derived", true);
        node.putObject("model")
                .put("name", model.name())
                .put("version", model.version())
                .put("fingerprint", model.fingerprint());
        node.set("settings", request.settings().document());
        ArrayNode slides = node.putArray("slides");
        for (String slide : request.material().slides().names()) {
            slides.addObject()
                    .put("name", slide)
                    .put("trained_on", request.model().slides().contains(slide));
        }
        node.put("spots", request.material().size());
        node.put("genes", request.material().genes().size());
        node.put("features", request.material().features().size());
        node.put("discordant_spots", scores.count());
        node.put("discordant_regions", scores.regions().size());
        node.put("active_dimensions", scores.activeDimensions());
        node.put("collapsed", scores.activeDimensions() == 0);
        node.put(
                "null",
                "cube root of the gain reflected at the median; and gain with pictures exchanged among spots of the"
                        + " same slide and molecular class, standardised by spot, pooled");
        node.put("domains", Arrays.stream(scores.domains()).max().orElse(0) + 1);
        node.put("domain_method", scores.grouping().method().word());
        node.put("domain_stability", scores.stability());
        node.put("pseudotime_root", request.material().ids()[scores.root()]);
        node.put(
                "pseudotime_root_choice",
                request.settings().root().isPresent() ? "given" : "centre of the largest domain");
        request.truth()
                .ifPresent(planted -> node.set(
                        "planted",
                        RidgeReference.of(request.material(), request.settings().seed())
                                .into(PlantedTruth.compare(planted, scores).document(), planted)));
        return node;
    }

    private static void stateWhole(Request request, DiscordanceScores scores, Artifact file, ToolContext context) {
        boolean collapsed = scores.activeDimensions() == 0;
        String share =
                Words.percent(scores.count() / (double) request.material().size());
        context.evidence(Unit.SLIDE, "slide", "morphology_molecule_discordance")
                .value(CanonicalJson.object()
                        .put("discordant_spots", scores.count())
                        .put("spots", request.material().size())
                        .put("regions", scores.regions().size())
                        .put("false_discovery_rate", request.settings().level())
                        .put("collapsed", collapsed))
                .summary(
                        collapsed
                                ? "The model of morphology and molecules uses no latent dimension: nothing can be said"
                                        + " of where they disagree."
                                : Words.count(scores.count()) + " of "
                                        + Words.count(
                                                request.material().size(),
                                                request.material().observation()) + " (" + share
                                        + ") have genes that a model would not expect from their picture and their"
                                        + " neighbours'."
                                        + (scores.count() > 0 ? ASSUMPTION : ""))
                .restsOn(file, "discordant_spots")
                .qc(collapsed ? QcStatus.WARN : QcStatus.PASS)
                .modelDerived(request.model().reference());
    }

    private static void stateRegion(
            int region,
            ScoreTables tables,
            DiscordanceScores scores,
            Artifact artifact,
            ModelReference model,
            String observation,
            ToolContext context) {
        int[] members = scores.regions().get(region);
        List<String> drivers = tables.drivers(members);
        String id = ScoreTables.name(region);
        ObjectNode value = CanonicalJson.object().put("spots", members.length);
        drivers.forEach(value.putArray("driving_genes")::add);
        context.evidence(Unit.REGION, id, "morphology_molecule_discordance")
                .value(value)
                .summary("Morphology and molecules disagree here: " + Words.count(members.length, observation)
                        + "; the genes that the picture explains worst: " + String.join(", ", drivers) + ".")
                .restsOn(artifact, "region = " + id)
                .modelDerived(model);
    }
}
