package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.region.Region;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.awt.Dimension;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;

/** States what was read: platform, sizes, panel, modalities, and whether positions lie where pictures and drawn regions are. */
public final class CaseTool implements Tool<CaseTool.Request, SpatialDataset> {

    private static final String FILE = "analysis/case.json";

    /** A dataset that was read, and regions that a user drew. */
    public record Request(SpatialDataset dataset, Optional<List<Region>> drawn) {}

    @Override
    public ToolId id() {
        return new ToolId("read_case", "1.0");
    }

    @Override
    public String purpose() {
        return "States what was read: platform, sizes, panel, modalities, registration.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("platform", request.dataset().metadata().platform().id())
                .put("drawn_regions", request.drawn().map(List::size).orElse(0));
    }

    @Override
    public SpatialDataset run(Request request, ToolContext context) {
        SpatialDataset dataset = request.dataset();
        Verdict verdict = context.judge(registration(request));
        Artifact artifact = context.store().json(FILE, Origin.MEASURED, document(dataset));
        CaseMetadata metadata = dataset.metadata();
        metadata.warnings().forEach(context.progress()::note);
        context.evidence(Unit.SLIDE, "slide", "case")
                .value(CanonicalJson.object()
                        .put("observations", dataset.size())
                        .put("genes", dataset.panel().size())
                        .put("nonzeros", dataset.counts().nonzeros()))
                .summary("The case holds "
                        + Words.count(dataset.size(), metadata.platform().observation()) + " and "
                        + Words.count(dataset.panel().size(), "gene") + " ("
                        + metadata.platform().id() + ").")
                .restsOn(artifact, "all")
                .qc(metadata.warnings().isEmpty() ? QcStatus.PASS : QcStatus.WARN)
                .verdict(verdict)
                .measured();
        return dataset;
    }

    private static JsonNode document(SpatialDataset dataset) {
        CaseMetadata metadata = dataset.metadata();
        ObjectNode node = CanonicalJson.object();
        node.put("name", metadata.sampleName());
        node.put("platform", metadata.platform().id());
        node.put("software_version", metadata.softwareVersion());
        node.put("observations", dataset.size());
        node.put("genes", dataset.panel().size());
        node.put("nonzeros", dataset.counts().nonzeros());
        node.put("panel", dataset.panel().name());
        node.put("panel_fingerprint", dataset.panel().fingerprint().sha256());
        JsonNumbers.put(node, "pixel_size_um", metadata.pixelSizeUm());
        JsonNumbers.put(node, "observation_size_um", metadata.observationSizeUm());
        ObjectNode extent = node.putObject("extent_um");
        Envelope box = extent(dataset);
        extent.put("min_x", box.getMinX()).put("min_y", box.getMinY());
        extent.put("max_x", box.getMaxX()).put("max_y", box.getMaxY());
        var modalities = node.putArray("modalities");
        for (Modality modality : dataset.modalities()) {
            modalities
                    .addObject()
                    .put("name", modality.name())
                    .put("features", modality.features().size());
        }
        var images = node.putArray("images");
        dataset.images().forEach(image -> images.add(image.name()));
        var warnings = node.putArray("warnings");
        metadata.warnings().forEach(warnings::add);
        ObjectNode fields = node.putObject("platform_fields");
        metadata.platformFields().forEach(fields::put);
        return node;
    }

    /** The box around all observations that have a position. */
    public static Envelope extent(SpatialDataset dataset) {
        Envelope box = new Envelope();
        for (int row = 0; row < dataset.size(); row++) {
            if (Double.isFinite(dataset.xUm()[row]) && Double.isFinite(dataset.yUm()[row])) {
                box.expandToInclude(dataset.xUm()[row], dataset.yUm()[row]);
            }
        }
        return box;
    }

    private static Verdict registration(Request request) {
        double limit = Guardrails.REGISTRATION_CONFIDENCE.thresholds().get("minimum_share_of_observations_inside");
        SpatialDataset dataset = request.dataset();
        if (dataset.images().isEmpty() && request.drawn().isEmpty()) {
            return Guardrails.REGISTRATION_CONFIDENCE.pass(
                    "slide", "No picture and no drawn regions that positions could miss.");
        }
        double share = 1;
        String detail = "";
        for (SlideImage image : dataset.images()) {
            double inside = shareInside(dataset, image);
            share = Math.min(share, inside);
            detail += Words.percent(inside) + " of the observations lie on the " + image.name() + " picture. ";
        }
        if (request.drawn().isPresent()) {
            Envelope box = extent(dataset);
            long touching = request.drawn().get().stream()
                    .filter(region -> region.geometry().getEnvelopeInternal().intersects(box))
                    .count();
            int all = request.drawn().get().size();
            share = Math.min(share, (double) touching / all);
            detail += Words.count(touching) + " of " + Words.count(all, "drawn region")
                    + " touch the extent of the case.";
        }
        return share >= limit
                ? Guardrails.REGISTRATION_CONFIDENCE.pass("slide", detail.strip())
                : Guardrails.REGISTRATION_CONFIDENCE.fail("slide", detail.strip());
    }

    private static double shareInside(SpatialDataset dataset, SlideImage image) {
        Dimension size = image.size();
        int inside = 0;
        for (int row = 0; row < dataset.size(); row++) {
            double x = image.fromMicrometres().x(dataset.xUm()[row], dataset.yUm()[row]);
            double y = image.fromMicrometres().y(dataset.xUm()[row], dataset.yUm()[row]);
            inside += x >= 0 && y >= 0 && x <= size.width && y <= size.height ? 1 : 0;
        }
        return (double) inside / dataset.size();
    }
}
