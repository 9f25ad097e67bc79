package io.spatho.cli;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.review.ReviewState;
import io.spatho.core.run.AuditEvent;
import io.spatho.core.run.Journal;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.content.CaseDescription;
import io.spatho.report.content.Findings;
import io.spatho.report.content.InputFile;
import io.spatho.report.content.ModelUse;
import io.spatho.report.content.Provenance;
import io.spatho.report.content.Remarks;
import io.spatho.report.content.ReportInput;
import io.spatho.report.content.RunIdentity;
import io.spatho.report.content.ToolCall;
import io.spatho.report.content.Underlay;
import io.spatho.stgpt.discordance.DiscordanceModel;
import io.spatho.stgpt.expression.ExpressionModel;
import io.spatho.stgpt.retrieval.RetrievalSources;
import java.awt.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what a report shows from a prepared case and the journal of its run. */
final class ReportInputs {

    private ReportInputs() {}

    static ReportInput of(
            PreparedCase prepared,
            Journal journal,
            ToolRegistry tools,
            ArtifactStore store,
            Optional<SlideImage> overview) {
        CaseMetadata metadata = prepared.dataset().metadata();
        return new ReportInput(
                new RunIdentity(
                        prepared.identity().runId(),
                        prepared.identity().spathoVersion(),
                        prepared.identity().seed()),
                subject(metadata),
                new Findings(
                        journal.evidence(),
                        List.of(),
                        journal.events().stream()
                                .flatMap(event -> event.verdicts().stream())
                                .toList(),
                        Guardrails.all()),
                provenance(prepared, journal, tools),
                new Remarks(warnings(prepared), prepared.omissions()),
                store,
                overview.or(() -> prepared.dataset().images().stream().findFirst())
                        .flatMap(ReportInputs::underlay),
                ReviewState.of(DecisionLog.read(store.locate(DecisionLog.NAME)), journal.evidence()));
    }

    private static List<String> warnings(PreparedCase prepared) {
        List<String> warnings = new ArrayList<>(prepared.dataset().metadata().warnings());
        prepared.slide().ifPresent(slide -> warnings.addAll(slide.warnings()));
        return warnings;
    }

    private static CaseDescription subject(CaseMetadata metadata) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!metadata.softwareVersion().isEmpty()) {
            facts.put("platform software", metadata.softwareVersion());
        }
        facts.putAll(metadata.platformFields());
        String platform =
                switch (metadata.platform()) {
                    case XENIUM -> "10x Xenium";
                    case VISIUM -> "10x Visium";
                    case VISIUM_HD -> "10x Visium HD";
                    case MERSCOPE -> "Vizgen MERSCOPE";
                    case COSMX -> "NanoString CosMx";
                    case H5AD -> "AnnData file";
                };
        return new CaseDescription(
                metadata.sampleName(),
                platform,
                metadata.platform().observation(),
                metadata.observationSizeUm(),
                facts);
    }

    private static Provenance provenance(PreparedCase prepared, Journal journal, ToolRegistry tools) {
        return provenance(prepared.identity(), journal, tools, models(journal.evidence(), prepared));
    }

    /** How a run came about: its inputs, tool calls and files so far, and the models that had a part. */
    static Provenance provenance(
            io.spatho.core.run.RunIdentity identity, Journal journal, ToolRegistry tools, List<ModelUse> models) {
        Map<String, String> purposes = new LinkedHashMap<>();
        tools.all().forEach(tool -> purposes.put(tool.id().toString(), tool.purpose()));
        return new Provenance(
                identity.inputs().stream()
                        .map(input -> new InputFile(input.role(), input.name(), input.bytes(), input.sha256()))
                        .toList(),
                journal.events().stream().map(event -> call(event, purposes)).toList(),
                journal.events().stream()
                        .flatMap(event -> event.artifacts().stream())
                        .toList(),
                models);
    }

    private static ToolCall call(AuditEvent event, Map<String, String> purposes) {
        List<Artifact> artifacts = event.artifacts();
        return new ToolCall(
                event.sequence() + 1,
                event.tool(),
                purposes.getOrDefault(event.tool(), ""),
                event.key(),
                CanonicalJson.line(event.parameters()),
                artifacts.size(),
                event.evidenceIds().size());
    }

    private static List<ModelUse> models(List<Evidence> evidence, PreparedCase prepared) {
        ModelOptions options = prepared.settings().model();
        String discordance = prepared.discordance().isPresent()
                ? "A model that was given; it judged where morphology and molecules disagree."
                : "It was trained on this case itself and judged where morphology and molecules disagree.";
        String use;
        if (options.isPrecomputed()) {
            use = "Vectors that were computed elsewhere and read; the fingerprint is that of their files.";
        } else if (options.checkpoint.isPresent()) {
            use = "A checkpoint that was given; it embedded the observations.";
        } else {
            use = "A small model that was trained on this case itself; it embedded the observations.";
        }
        return evidence.stream()
                .filter(ModelDerived.class::isInstance)
                .map(item -> ((ModelDerived) item).model())
                .distinct()
                .map(model -> new ModelUse(model, use(model, use, discordance)))
                .toList();
    }

    private static String use(ModelReference model, String use, String discordance) {
        return switch (model.name()) {
            case DiscordanceModel.NAME -> discordance;
            case ExpressionModel.NAME -> "A model that was given; it predicted expression from the picture.";
            case RetrievalSources.MODEL_NAME ->
                "A model that was given; it predicted expression from the picture with reference"
                        + " cells that it looked up.";
            default -> use;
        };
    }

    /** A picture without rotation, placed on the slide; a turned one cannot lie under the map. */
    private static Optional<Underlay> underlay(SlideImage image) {
        SpatialTransform toSlide = image.fromMicrometres().inverse();
        boolean upright = toSlide.b() == 0 && toSlide.d() == 0 && toSlide.a() > 0 && toSlide.e() > 0;
        if (!upright) {
            return Optional.empty();
        }
        Dimension size = image.size();
        return Optional.of(new Underlay(
                image.bytes(), toSlide.x(0, 0), toSlide.y(0, 0), size.width * toSlide.a(), size.height * toSlide.e()));
    }
}
