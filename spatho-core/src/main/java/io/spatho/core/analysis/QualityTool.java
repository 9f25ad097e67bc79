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
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.qc.CellComposition;
import io.spatho.core.qc.ControlRate;
import io.spatho.core.qc.GeneFamily;
import io.spatho.core.qc.MetricComparison;
import io.spatho.core.qc.QcReason;
import io.spatho.core.qc.QcResult;
import io.spatho.core.qc.QcThresholds;
import io.spatho.core.qc.QualityControl;
import io.spatho.core.statistics.WilsonInterval;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.List;
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
        return new ToolId("quality_control", "2.0");
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
        CellComposition composition = CellComposition.of(dataset, context.workers());
        List<ControlRate> controls = ControlRate.of(dataset);
        ObjectNode document = document(dataset, qc, request);
        addComposition(document, qc, composition, controls);
        Artifact artifact = context.store().json(FILE, Origin.MEASURED, document);
        Artifact rows = context.store()
                .table(QualityTables.CELLS, Origin.MEASURED, QualityTables.cells(dataset, qc, composition));
        context.store().table(QualityTables.GENES, Origin.MEASURED, QualityTables.genes(dataset, composition));
        stateControls(context, artifact, controls);
        PlatformMetricsReport.write(context, dataset.metadata().platform().id(), MetricComparison.of(dataset, qc));
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
                .restsOn(rows, "qc_flag = ok")
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

    private ObjectNode document(SpatialDataset dataset, QcResult qc, Request request) {
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

    /** Shares of gene families over kept observations, and the rate of each kind of control over all. */
    private static void addComposition(
            ObjectNode node, QcResult qc, CellComposition composition, List<ControlRate> controls) {
        ObjectNode families = node.putObject("gene_families");
        for (GeneFamily family : GeneFamily.values()) {
            double counts = 0;
            double total = 0;
            for (int row : qc.keptRows()) {
                counts += composition.counts(family)[row];
                total += qc.cells().totalCounts()[row];
            }
            ObjectNode entry = families.putObject(family.id());
            int genes = 0;
            for (boolean member : composition.families()[family.place()]) {
                genes += member ? 1 : 0;
            }
            entry.put("n_genes", genes);
            JsonNumbers.put(entry, "share_of_counts", genes == 0 ? Double.NaN : counts / total);
        }
        ArrayNode rates = node.putArray("control_rates");
        for (ControlRate control : controls) {
            ObjectNode rate = rates.addObject()
                    .put("kind", control.kind())
                    .put("n_features", control.features())
                    .put("total", control.total())
                    .put("n_molecules", control.molecules());
            JsonNumbers.put(rate, "share", control.share());
            rate.put("lower", control.interval().lower())
                    .put("upper", control.interval().upper());
            JsonNumbers.put(rate, "adjusted_rate", control.adjustedRate());
            rate.put("per_feature_per_observation", control.perFeaturePerObservation());
        }
    }

    private static void stateControls(ToolContext context, Artifact artifact, List<ControlRate> controls) {
        for (ControlRate control : controls) {
            if (control.molecules() > 0) {
                String words = control.kind().replace('_', ' ');
                context.evidence(Unit.SLIDE, "slide", "control_rate")
                        .value(CanonicalJson.object()
                                .put("kind", control.kind())
                                .put("share", control.share())
                                .put("n", control.molecules())
                                .put("unit", "decoded molecules")
                                .put("adjusted_rate", control.adjustedRate()))
                        .uncertainty(new Uncertainty(
                                control.interval().lower(),
                                control.interval().upper(),
                                WilsonInterval.LEVEL,
                                "Wilson score over molecules"))
                        .summary(Words.decimal(100 * control.share(), 3) + " % of the counts are of kind " + words
                                + " (n = " + Words.count(Math.round(control.molecules())) + ").")
                        .restsOn(artifact, "control_rates")
                        .measured();
            }
        }
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
