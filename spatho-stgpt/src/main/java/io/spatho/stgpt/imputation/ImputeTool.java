package io.spatho.stgpt.imputation;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Graph;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.region.ModelExpression;
import io.spatho.stgpt.region.PanelDecoder;
import io.spatho.stgpt.region.RegionInputs;
import io.spatho.stgpt.region.RegionModel;
import io.spatho.stgpt.region.RegionSettings;
import io.spatho.stgpt.region.RegionTrainer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Imputes genes that a case did not measure by a model that is trained on a reference case that did; without a reference it tests
 * itself on measured genes of the case, on cells that had no part in training. Every value carries a split-conformal interval and
 * {@code imputed = true}; genes without support are refused with the reason.
 *
 * <p>Writes {@code regions/predictions/imputed_cells.parquet}, {@code imputed_regions.parquet} and {@code imputation.json}. Values are
 * {@code log(1 + count scaled to the median total)}. Determinism: bytes depend on both cases, the genes and the seed. Cost: a training,
 * and decoding the case once for each fold of genes.
 */
public final class ImputeTool implements Tool<ImputeTool.Request, JsonNode> {

    /** The document that says which genes were imputed and how well they are calibrated. */
    public static final String FILE = "regions/predictions/imputation.json";

    private static final double SHARE = 0.15;

    /**
     * What to impute.
     *
     * @param kept observations of the case
     * @param spatial their spatial graph
     * @param regions regions of the case
     * @param reference another case, with its spatial graph
     * @param genes names of genes; empty for all that can be asked for
     * @param level the share that intervals are to cover
     * @param settings the training
     * @param device where
     */
    public record Request(
            SpatialDataset kept,
            Graph spatial,
            RegionTool.Result regions,
            Optional<Reference> reference,
            List<String> genes,
            double level,
            RegionSettings settings,
            DeviceRequest device) {
        public Request {
            genes = List.copyOf(genes);
            if (!(level > 0 && level < 1)) {
                throw new IllegalArgumentException("level " + level);
            }
        }
    }

    /** Another case that measured what this one did not. */
    public record Reference(SpatialDataset dataset, Graph spatial) {}

    @Override
    public ToolId id() {
        return new ToolId("impute_region_panel", "1.0");
    }

    @Override
    public String purpose() {
        return "Imputes genes that were not measured, with intervals that measured genes calibrate.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("level", request.level())
                .put(
                        "genes",
                        Fingerprint.ofText(String.join("\n", request.genes())).sha256())
                .put("epochs", request.settings().epochs())
                .put("most_steps", request.settings().mostSteps());
        request.reference().ifPresent(reference -> node.put(
                        "reference_panel",
                        reference.dataset().panel().fingerprint().sha256())
                .put("reference_observations", reference.dataset().size()));
        return node;
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        GenePlan plan = request.reference()
                .map(reference -> GenePlan.ofReference(request.kept(), reference.dataset(), request.genes()))
                .orElseGet(() -> GenePlan.ofCase(request.kept(), request.genes()));
        Graph graph = request.reference().map(Reference::spatial).orElse(request.spatial());
        SpatialDataset source = plan.reference();
        Division division = Division.spatialBlocks(
                source.xUm(), source.yUm(), SHARE, request.settings().seed());
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request.device());
        try (Operators operators = Operators.load(engine, device)) {
            RegionModel model = new RegionTrainer(engine, operators, device, request.settings())
                    .train(
                            new RegionTrainer.Lesson(
                                    source, graph, division, RegionInputs.ofGenes(source.size()), plan.wanted()),
                            context.workers(),
                            context.progress());
            try (PanelDecoder decoder = new PanelDecoder(engine, operators, device, model)) {
                FoldedPredictions predictions = new FoldedPredictions(
                        decoder, plan.folds(model.genes(), CalibratedModel.FOLDS), context.workers());
                CalibratedModel calibrated =
                        new CalibratedModel(model, predictions, plan, request.level(), context.seed());
                List<GeneSupport> support =
                        calibrated.calibrate(ModelExpression.of(model, source, context.workers()), division);
                CsrMatrix expression = ModelExpression.of(model, request.kept(), context.workers());
                int[] cells = request.reference().isPresent()
                        ? IntStream.range(0, request.kept().size()).toArray()
                        : division.cells(Division.Part.HELD_OUT);
                if (request.reference().isPresent()) {
                    calibrated.transfer(expression, cells.length);
                }
                PredictionTables tables = new PredictionTables(request, calibrated, support);
                Artifact cellTable = tables.cells(context.store(), expression, cells);
                Artifact regionTable = tables.regions(context.store());
                return state(request, context, calibrated, support, List.of(cellTable, regionTable));
            }
        }
    }

    private static JsonNode state(
            Request request,
            ToolContext context,
            CalibratedModel calibrated,
            List<GeneSupport> support,
            List<Artifact> tables) {
        ModelReference reference = new ModelReference(
                RegionModel.NAME,
                RegionModel.VERSION
                        + (request.reference().isPresent() ? " trained on a reference case" : " trained on this case"),
                calibrated.model().fingerprint().sha256());
        ObjectNode node = ImputationReport.document(request, calibrated, support, reference);
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, node);
        Verdict verdict = context.judge(verdict(tables));
        long supported = support.stream().filter(GeneSupport::isSupported).count();
        double coverage = node.path("mean_held_out_coverage").asDouble(Double.NaN);
        context.evidence(Unit.SLIDE, "slide", "imputation")
                .value(CanonicalJson.object()
                        .put("genes_imputed", supported)
                        .put("genes_refused", support.size() - supported)
                        .put("level", request.level())
                        .set("mean_held_out_coverage", node.path("mean_held_out_coverage")))
                .summary(Words.count(supported, "gene") + " imputed and "
                        + Words.count(support.size() - supported) + " refused; intervals meant to hold "
                        + Words.percent(request.level()) + " of the values held " + Words.percent(coverage)
                        + " on held-out observations. Imputed values are not measurements.")
                .restsOn(file, "all")
                .restsOn(tables.get(0), "all")
                .restsOn(tables.get(1), "all")
                .qc(supported == 0 || !(coverage > request.level() - 0.05) ? QcStatus.WARN : QcStatus.PASS)
                .verdict(verdict)
                .modelDerived(reference);
        return node;
    }

    /** Imputed values must stand apart, in files that are labelled as a model's. */
    private static Verdict verdict(List<Artifact> tables) {
        boolean apart = tables.stream()
                .allMatch(table ->
                        table.origin() == Origin.MODEL_DERIVED && table.path().startsWith("regions/predictions/"));
        long rows = tables.stream().mapToLong(Artifact::rows).sum();
        return apart
                ? Guardrails.IMPUTATION_NOT_MEASURED.pass(
                        "regions/predictions",
                        "All " + Words.count(rows)
                                + " imputed rows say imputed = true, stand apart from measured tables and are labelled model-derived.")
                : Guardrails.IMPUTATION_NOT_MEASURED.fail(
                        "regions/predictions", "Imputed rows stand among measured tables.");
    }
}
