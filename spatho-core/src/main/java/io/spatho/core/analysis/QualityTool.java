package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.qc.QcReason;
import io.spatho.core.qc.QcResult;
import io.spatho.core.qc.QcThresholds;
import io.spatho.core.qc.QualityControl;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Map;

/** Measures every observation and sets aside those that are too poor to analyse; writes {@code analysis/qc.json}. */
public final class QualityTool implements Tool<QualityTool.Request, QualityTool.Result> {

    private static final String FILE = "analysis/qc.json";
    private static final int HISTOGRAM_BINS = 40;

    /** A dataset and the limits to hold it against. */
    public record Request(SpatialDataset dataset, QcThresholds thresholds) {}

    /**
     * The judged dataset.
     *
     * @param dataset all observations
     * @param qc the judgement of each
     * @param kept the observations that the analysis goes on with
     */
    public record Result(SpatialDataset dataset, QcResult qc, SpatialDataset kept) {}

    @Override
    public ToolId id() {
        return new ToolId("quality_control", "1.0");
    }

    @Override
    public String purpose() {
        return "Measures every observation and sets aside those too poor to analyse.";
    }

    @Override
    public JsonNode parameters(Request request) {
        QcThresholds limits = request.thresholds();
        return CanonicalJson.object()
                .put("minimum_counts", limits.minimumCounts())
                .put("minimum_genes", limits.minimumGenes())
                .put("maximum_control_share", limits.maximumControlShare())
                .put("maximum_mitochondrial_share", limits.maximumMitochondrialShare())
                .put("minimum_cells_per_gene", limits.minimumCellsPerGene());
    }

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset dataset = request.dataset();
        QcResult qc = QualityControl.assess(dataset, request.thresholds(), context.workers());
        int kept = qc.keptRows().length;
        if (kept < 2) {
            throw new InputException(Problem.of("almost no observation passes quality control")
                    .at(dataset.metadata().sampleName())
                    .expected("at least 2 of " + dataset.size(), kept + " (" + qc.flagged() + ")")
                    .fix("Lower --min-counts and --min-genes, or check that the matrix holds raw counts"));
        }
        Artifact artifact = context.store().json(FILE, Origin.MEASURED, document(dataset, qc, request));
        Verdict verdict = context.judge(verdict(dataset, kept));
        String observation = dataset.metadata().platform().observation();
        context.evidence(Unit.SLIDE, "slide", "quality_control")
                .value(CanonicalJson.object()
                        .put("observations", dataset.size())
                        .put("kept", kept)
                        .put("median_counts", qc.totalCounts().median())
                        .put("median_genes", qc.detectedGenes().median()))
                .summary(Words.count(kept) + " of " + Words.count(dataset.size(), observation)
                        + " passed quality control, with a median of "
                        + Words.decimal(qc.totalCounts().median(), 0) + " transcripts and "
                        + Words.decimal(qc.detectedGenes().median(), 0) + " genes each.")
                .restsOn(artifact, "all")
                .qc(verdict.outcome() == Verdict.Outcome.PASS ? QcStatus.PASS : QcStatus.WARN)
                .verdict(verdict)
                .measured();
        return new Result(dataset, qc, kept == dataset.size() ? dataset : dataset.select(qc.keptRows()));
    }

    /** Whether enough observations are left for anything that names them. */
    static Verdict verdict(SpatialDataset dataset, int kept) {
        double share = (double) kept / dataset.size();
        Map<String, Double> limits = Guardrails.QC_BEFORE_ANNOTATION.thresholds();
        String detail = Words.count(kept) + " of " + Words.count(dataset.size()) + " observations kept ("
                + Words.percent(share) + ").";
        boolean enough =
                share >= limits.get("minimum_share_of_observations_kept") && kept >= limits.get("minimum_observations");
        return enough
                ? Guardrails.QC_BEFORE_ANNOTATION.pass("slide", detail)
                : Guardrails.QC_BEFORE_ANNOTATION.fail("slide", detail);
    }

    private JsonNode document(SpatialDataset dataset, QcResult qc, Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("observation", dataset.metadata().platform().observation());
        node.put("n_observations", dataset.size());
        node.put("n_kept", qc.keptRows().length);
        node.put("n_genes", dataset.panel().size());
        node.put("n_genes_expressed", qc.keptGenes().length);
        node.set("thresholds", parameters(request));
        ObjectNode failed = node.putObject("failed");
        for (QcReason reason : QcReason.values()) {
            failed.put(reason.id(), qc.flagged().getOrDefault(reason, 0));
        }
        node.put("median_counts", qc.totalCounts().median());
        node.put("median_genes", qc.detectedGenes().median());
        ObjectNode quantiles = node.putObject("quantiles");
        quantiles.set("counts", JsonNumbers.quartiles(qc.totalCounts()));
        quantiles.set("genes", JsonNumbers.quartiles(qc.detectedGenes()));
        JsonNumbers.put(node, "control_share_mean", qc.controlShare().mean());
        JsonNumbers.put(
                node, "mitochondrial_share_mean", qc.mitochondrialShare().mean());
        node.set("histogram_counts", histogram(qc));
        ArrayNode modalities = node.putArray("modalities");
        for (Modality modality : dataset.modalities()) {
            double total = 0;
            for (float value : modality.matrix().values()) {
                total += value;
            }
            modalities
                    .addObject()
                    .put("name", modality.name())
                    .put("n_features", modality.features().size())
                    .put("total", total);
        }
        return node;
    }

    /** Counts per observation in bins of equal width up to the 95 % quantile times 1.5; the last bin takes what is beyond. */
    private static JsonNode histogram(QcResult qc) {
        double top = Math.max(
                1, Math.min(qc.totalCounts().maximum(), 1.5 * qc.totalCounts().ninetyFifth()));
        double width = Math.max(1, Math.ceil(top / HISTOGRAM_BINS));
        int[] counts = new int[HISTOGRAM_BINS];
        for (double total : qc.cells().totalCounts()) {
            counts[(int) Math.min(HISTOGRAM_BINS - 1, total / width)]++;
        }
        ObjectNode node = CanonicalJson.object();
        ArrayNode edges = node.putArray("edges");
        for (int edge = 0; edge <= HISTOGRAM_BINS; edge++) {
            edges.add(edge * width);
        }
        ArrayNode values = node.putArray("counts");
        for (int count : counts) {
            values.add(count);
        }
        return node;
    }
}
