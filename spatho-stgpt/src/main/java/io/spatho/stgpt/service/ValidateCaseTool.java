package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.tokens.GeneMapping;
import io.spatho.stgpt.tokens.GeneNames;
import io.spatho.stgpt.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Says whether a case can be embedded: positions, counts, and how much of its panel a vocabulary knows. Fatal findings are counted, not
 * thrown.
 */
public final class ValidateCaseTool implements Tool<ValidateCaseTool.Request, ValidateCaseTool.Result> {

    /** The report, of the form of {@code stgpt/qc_report.json}. */
    public static final String FILE = "validation/qc_report.json";

    /** A case, and the vocabulary of the checkpoint that is to embed it. */
    public record Request(SpatialDataset dataset, Optional<Vocabulary> vocabulary) {}

    /** The status as the quality report words it, with the reasons and the report. */
    public record Result(String status, List<String> fatal, List<String> warnings, JsonNode document) {}

    @Override
    public ToolId id() {
        return new ToolId("validate_case", "1.0");
    }

    @Override
    public String purpose() {
        return "Says whether a case can be embedded, and how much of its panel a checkpoint knows.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("vocabulary", request.vocabulary().map(Vocabulary::size).orElse(0));
    }

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset dataset = request.dataset();
        List<String> fatal = new ArrayList<>();
        List<String> warnings = new ArrayList<>(dataset.metadata().warnings());
        ObjectNode metrics = CanonicalJson.object();
        int empty = (int) IntStream.range(0, dataset.size())
                .filter(row -> !(dataset.counts().rowSum(row) > 0))
                .count();
        long placed = IntStream.range(0, dataset.size())
                .filter(row -> Double.isFinite(dataset.xUm()[row]) && Double.isFinite(dataset.yUm()[row]))
                .count();
        metrics.put("n_cells_total", dataset.size())
                .put("n_genes", dataset.panel().size())
                .put("n_cells_without_counts", empty)
                .put("n_cells_with_position", placed);
        if (dataset.size() == 0 || empty == dataset.size()) {
            fatal.add("no observation has any count");
        } else if (empty > 0) {
            warnings.add(Words.count(empty, "observation") + " without any count");
        }
        if (placed < dataset.size()) {
            fatal.add(Words.count(dataset.size() - placed, "observation") + " without a position");
        }
        request.vocabulary().ifPresent(vocabulary -> overlap(dataset, vocabulary, metrics, fatal, warnings));
        String status = fatal.isEmpty() ? warnings.isEmpty() ? "pass" : "warning" : "fail";
        ObjectNode document = CanonicalJson.object()
                .put("case_name", dataset.metadata().sampleName())
                .put("status", status);
        fatal.forEach(document.putArray("fatal_errors")::add);
        warnings.forEach(document.putArray("warnings")::add);
        document.set("metrics", metrics);
        Artifact file = context.store().json(FILE, Origin.MEASURED, document);
        context.evidence(Unit.SLIDE, "slide", "case_validation")
                .value(CanonicalJson.object().put("status", status))
                .summary("The case " + (status.equals("fail") ? "cannot" : "can") + " be embedded: "
                        + Words.count(fatal.size()) + " fatal findings, " + Words.count(warnings.size(), "warning")
                        + ".")
                .restsOn(file, "all")
                .qc(status.equals("pass") ? QcStatus.PASS : status.equals("fail") ? QcStatus.FAIL : QcStatus.WARN)
                .measured();
        return new Result(status, fatal, warnings, document);
    }

    private static void overlap(
            SpatialDataset dataset,
            Vocabulary vocabulary,
            ObjectNode metrics,
            List<String> fatal,
            List<String> warnings) {
        try {
            GeneMapping mapping = GeneMapping.of(
                    dataset.panel().featureNames(),
                    dataset.panel().featureIds(),
                    vocabulary,
                    GeneNames.exact(),
                    dataset.metadata().sampleName());
            metrics.put("shared_genes", mapping.sharedGenes())
                    .put("panel_genes", mapping.panelGenes())
                    .put("low_panel_overlap", mapping.lowOverlap());
            if (mapping.lowOverlap()) {
                warnings.add("the checkpoint knows " + mapping.sharedGenes() + " of " + mapping.panelGenes()
                        + " measured genes");
            }
        } catch (GuardrailException e) {
            fatal.add(e.getMessage());
        }
    }
}
