package io.spatho.stgpt.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.region.ModelExpression;
import io.spatho.stgpt.region.RegionModel;
import io.spatho.stgpt.region.RegionSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Says how good the case's model is on tissue that it did not see, always beside baselines: genes taken out of held-out cells
 * (against gene means, principal components and nearest cells), neighbourhoods (against a linear regression), labels, batches and
 * space kept by the embedding (against principal components), where it fails, and what becomes of it in another part of the tissue.
 *
 * <p>Writes {@code evaluation/evaluation.json}, {@code evaluation/genes.parquet} and {@code evaluation/split.parquet}. Determinism: bytes
 * depend on the case, the model, the split and the seed. Cost: two trainings and {@link EmbeddingBenchmark} twice.
 */
public final class EvaluateTool implements Tool<EvaluateTool.Request, JsonNode> {

    /** The document. */
    public static final String FILE = "evaluation/evaluation.json";

    /** The scores of each gene. */
    public static final String GENES = "evaluation/genes.parquet";

    /**
     * What to judge.
     *
     * @param kept observations that passed quality control
     * @param spatial their spatial graph
     * @param components their principal components
     * @param embedding the embedding of a checkpoint; empty to take that of the model trained on the split
     * @param split how the cells are divided
     * @param labels labels to compare with
     * @param settings how models are trained for this evaluation
     * @param device where
     */
    public record Request(
            SpatialDataset kept,
            Graph spatial,
            DenseMatrix components,
            Optional<CellEmbedding> embedding,
            Split split,
            Labels labels,
            RegionSettings settings,
            DeviceRequest device) {}

    @Override
    public ToolId id() {
        return new ToolId("evaluate_checkpoint", "1.0");
    }

    @Override
    public String purpose() {
        return "Says how good the model is on tissue that it did not see, beside baselines.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("split", request.split().division().strategy())
                .put(
                        "split_fingerprint",
                        request.split().division().fingerprint().sha256())
                .put("labels", request.labels().labelSource())
                .put("batches", request.labels().batchSource())
                .put("epochs", request.settings().epochs())
                .put("most_steps", request.settings().mostSteps());
        request.embedding()
                .flatMap(CellEmbedding::model)
                .ifPresent(model -> node.put("model_fingerprint", model.fingerprint()));
        return node;
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        ObjectNode node = CanonicalJson.object();
        Division division = request.split().division();
        node.set("split", request.split().document(request.kept()));
        context.store()
                .table(
                        "evaluation/split.parquet",
                        Origin.MEASURED,
                        request.split().table(request.kept()));
        try (Trainings trainings = Trainings.start(request, context)) {
            RegionModel model = trainings.train(division);
            ModelReference reference = new ModelReference(
                    RegionModel.NAME,
                    RegionModel.VERSION + " trained on " + division.strategy() + " split",
                    model.fingerprint().sha256());
            node.putObject("model")
                    .put("name", reference.name())
                    .put("version", reference.version())
                    .put("fingerprint", reference.fingerprint());
            CsrMatrix expression = ModelExpression.of(model, request.kept(), context.workers());
            HiddenGenes.Outcome outcome = trainings.hiddenGenes(model, expression, division);
            Artifact genes = genes(context, model, outcome);
            HiddenGenesReport report = new HiddenGenesReport(outcome, context.seed());
            node.set("hidden_genes", report.document());
            node.set(
                    "neighbourhoods",
                    HiddenGenesReport.neighbourhoods(model.report().heldOut()));
            DenseMatrix vectors =
                    request.embedding().map(CellEmbedding::vectors).orElseGet(() -> trainings.embed(model));
            node.set("embedding", embeddings(request, vectors, context));
            node.putObject("image_gene_retrieval")
                    .put("status", "not_applicable")
                    .put("reason", "this model has no image encoder");
            node.set("failures", failures(model, outcome, expression));
            node.set("domain_shift", trainings.domainShift(report));
            Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, node);
            state(context, reference, node, List.of(file, genes), report);
        }
        return node;
    }

    private static ObjectNode embeddings(Request request, DenseMatrix vectors, ToolContext context) {
        ObjectNode node = CanonicalJson.object();
        EmbeddingBenchmark benchmark = new EmbeddingBenchmark(
                request.labels().subject(request.kept(), request.spatial()), context.seed(), context.workers());
        node.put("labels", request.labels().labelSource());
        node.put("batches", request.labels().batchSource());
        node.put("cells", request.kept().size());
        String source = request.embedding()
                .flatMap(CellEmbedding::model)
                .map(model -> model.name() + " " + model.version())
                .orElse("the model trained on this split");
        node.put("model_source", source);
        node.set("model", benchmark.scores(finite(vectors)));
        node.set("pca", benchmark.scores(request.components()));
        return node;
    }

    /** Cells without a vector take the place of the origin, which is no one's neighbour in particular. */
    private static DenseMatrix finite(DenseMatrix vectors) {
        float[] values = vectors.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isFinite(values[i]) ? values[i] : 0;
        }
        return new DenseMatrix(vectors.rows(), vectors.columns(), values);
    }

    private static ObjectNode failures(RegionModel model, HiddenGenes.Outcome outcome, CsrMatrix expression) {
        int groups = outcome.groups().size();
        int[] cells = new int[groups];
        double[] counts = new double[groups];
        for (int row = 0; row < outcome.cells().length; row++) {
            int cell = outcome.cells()[row];
            cells[outcome.groupOf()[row]]++;
            counts[outcome.groupOf()[row]] += expression.end(cell) - expression.start(cell);
        }
        for (int group = 0; group < groups; group++) {
            counts[group] /= Math.max(1, cells[group]);
        }
        return new Failures(model.genes(), outcome).document(cells, counts);
    }

    private static Artifact genes(ToolContext context, RegionModel model, HiddenGenes.Outcome outcome) {
        int[] order = IntStream.range(0, model.genes().size())
                .boxed()
                .sorted(Comparator.comparing(gene -> model.genes().get(gene)))
                .mapToInt(Integer::intValue)
                .toArray();
        PairTally first = outcome.tallies().get("model");
        Table table = Table.ofRows(order.length)
                .with("gene", new Column.Strings(model.genes().toArray(String[]::new)).select(order))
                .with(
                        "pairs",
                        new Column.Longs(
                                IntStream.of(order).mapToLong(first::pairs).toArray()))
                .with("mean_expression", new Column.Doubles(outcome.means()).select(order))
                .with("share_of_cells_expressing", new Column.Doubles(outcome.detected()).select(order));
        for (String method : HiddenGenes.METHODS) {
            PairTally tally = outcome.tallies().get(method);
            int[] once = tally.once();
            table = table.with(
                            "pearson_" + method,
                            new Column.Doubles(IntStream.of(order)
                                    .mapToDouble(g -> tally.pearson(g, once))
                                    .toArray()))
                    .with(
                            "spearman_" + method,
                            new Column.Doubles(outcome.spearman().get(method)).select(order))
                    .with(
                            "mse_" + method,
                            new Column.Doubles(IntStream.of(order)
                                    .mapToDouble(tally::error)
                                    .toArray()));
        }
        return context.store().table(GENES, Origin.MODEL_DERIVED, table);
    }

    private static void state(
            ToolContext context,
            ModelReference reference,
            ObjectNode node,
            List<Artifact> files,
            HiddenGenesReport report) {
        double model = report.error("model");
        double mean = report.error("gene_mean");
        double linear = report.error("pca_linear");
        boolean better = model < mean;
        ObjectNode value = CanonicalJson.object();
        value.put("model", model).put("gene_mean", mean).put("pca_linear", linear);
        value.put("held_out_cells", report.cells());
        var draft = context.evidence(Unit.SLIDE, "slide", "model_benchmark")
                .value(value)
                .summary("For genes taken out of " + Words.count(report.cells())
                        + " held-out observations the model's error is "
                        + Words.decimal(model, 3) + " of a gene's variance (gene mean: " + Words.decimal(mean, 3)
                        + ", principal components: " + Words.decimal(linear, 3) + ", nearest observations: "
                        + Words.decimal(report.error("nearest_cells"), 3) + "); it "
                        + report.verb("gene_mean") + " the mean and " + report.verb("pca_linear")
                        + " principal components.")
                .restsOn(files.get(0), "hidden_genes")
                .restsOn(files.get(1), "all")
                .qc(better ? QcStatus.PASS : QcStatus.WARN);
        report.interval("model").ifPresent(draft::uncertainty);
        draft.modelDerived(reference);
        context.progress()
                .note(node.path("split").path("strategy").asText() + " split: " + Words.decimal(model, 3)
                        + " of a gene's variance, gene mean " + Words.decimal(mean, 3));
    }
}
