package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionImage;
import io.spatho.core.region.RegionQc;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.locationtech.jts.geom.Envelope;

/**
 * Judges the regions as a whole: how many observations they hold, which lack support, and how many a person should see; writes
 * {@code region_qc_report.json} and {@code region_image_manifest.json}.
 */
public final class RegionReviewTool implements Tool<RegionReviewTool.Request, Verdict> {

    /**
     * What to judge.
     *
     * @param kept the observations that the regions were made from
     * @param regions regions with their members
     * @param embeddings their vectors
     * @param images where each region lies on the slide picture, in the order of regions; empty without a slide
     */
    public record Request(
            SpatialDataset kept,
            RegionTool.Result regions,
            RegionEmbeddingTool.Result embeddings,
            List<RegionImage> images) {

        public Request {
            images = List.copyOf(images);
        }

        private int withImage() {
            return (int) images.stream().filter(RegionImage::isUsable).count();
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("region_review", "1.1");
    }

    @Override
    public String purpose() {
        return "Judges the regions as a whole and says how many a person should see.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("fewest_observations", request.regions().fewestCells());
    }

    @Override
    public Verdict run(Request request, ToolContext context) {
        context.store().json("regions/region_image_manifest.json", Origin.MEASURED, images(request));
        long escalated = request.embeddings().outliers().stream()
                .mapToInt(outlier -> outlier.region())
                .distinct()
                .count();
        int regions = request.regions().regions().size();
        // Ambiguous and outlying regions are found by their vectors, so with a model the judgement is the model's in
        // part.
        Origin origin = request.embeddings().model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        Artifact report = context.store().json("regions/region_qc_report.json", origin, document(request, escalated));
        double share = (double) escalated / regions;
        double limit = Guardrails.HUMAN_ESCALATION.thresholds().get("maximum_share_of_escalated_regions");
        String detail = Words.count(escalated) + " of " + Words.count(regions, "region")
                + " are weakly supported, ambiguous or outlying (" + Words.percent(share) + ").";
        Verdict verdict = context.judge(
                share <= limit
                        ? Guardrails.HUMAN_ESCALATION.pass("regions", detail)
                        : Guardrails.HUMAN_ESCALATION.fail("regions", detail));
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "region_support")
                .value(CanonicalJson.object().put("regions", regions).put("for_review", escalated))
                .summary(detail)
                .restsOn(report, "all")
                .qc(verdict.outcome() == Verdict.Outcome.PASS ? QcStatus.PASS : QcStatus.WARN)
                .verdict(verdict);
        RegionEmbeddingTool.complete(draft, request.embeddings().model());
        return verdict;
    }

    private static JsonNode document(Request request, long escalated) {
        int members = 0;
        for (int region : request.regions().regionOf(request.kept().size())) {
            members += region >= 0 ? 1 : 0;
        }
        ObjectNode node = CanonicalJson.object();
        node.put("case_name", request.kept().metadata().sampleName());
        node.put("training_unit", "region");
        node.put("n_regions_total", request.regions().regions().size());
        int regions = request.regions().regions().size();
        node.put("n_regions_with_image", request.withImage());
        node.put("n_regions_no_image", regions - request.withImage());
        node.put("image_coverage", regions == 0 ? 0.0 : (double) request.withImage() / regions);
        node.put("n_cells_total", request.kept().size());
        node.put("n_cells_assigned", members);
        node.put("cell_coverage", (double) members / request.kept().size());
        node.put("n_regions_for_review", escalated);
        Map<String, Integer> structures = new TreeMap<>();
        request.regions().regions().forEach(region -> structures.merge(region.label(), 1, Integer::sum));
        ObjectNode counts = node.putObject("structure_counts");
        structures.forEach(counts::put);
        ArrayNode list = node.putArray("regions");
        for (RegionQc qc : request.embeddings().quality()) {
            ObjectNode item = list.addObject();
            item.put("region_id", request.regions().regions().get(qc.region()).id());
            item.put("n_inner", qc.inner()).put("n_boundary", qc.boundary()).put("n_context", qc.context());
            item.put("qc_flag", qc.qcFlag());
        }
        return node;
    }

    /** Where each region lies on the slide; without a slide, where it lies in the first low-resolution picture, if there is one. */
    private static JsonNode images(Request request) {
        ObjectNode node = CanonicalJson.object();
        ArrayNode list = node.putArray("regions");
        SlideImage picture = request.kept().images().isEmpty()
                ? null
                : request.kept().images().get(0);
        for (int number = 0; number < request.regions().regions().size(); number++) {
            Region region = request.regions().regions().get(number);
            ObjectNode item = list.addObject();
            item.put("region_id", region.id());
            Envelope box = region.geometry().getEnvelopeInternal();
            ArrayNode micrometres = item.putArray("bbox_um");
            micrometres.add(box.getMinX()).add(box.getMinY()).add(box.getMaxX()).add(box.getMaxY());
            if (!request.images().isEmpty()) {
                slide(item, request.images().get(number));
                continue;
            }
            item.putNull("mpp").putNull("mask");
            if (picture == null) {
                item.putNull("image").putNull("crop").putNull("transform");
                continue;
            }
            var transform = picture.fromMicrometres();
            item.put("image", picture.name());
            item.putArray("crop")
                    .add(transform.x(box.getMinX(), box.getMinY()))
                    .add(transform.y(box.getMinX(), box.getMinY()))
                    .add(transform.x(box.getMaxX(), box.getMaxY()))
                    .add(transform.y(box.getMaxX(), box.getMaxY()));
            transform(item, transform);
        }
        return node;
    }

    private static void slide(ObjectNode item, RegionImage image) {
        item.put("image", image.image()).put("mpp", image.umPerPixel()).putNull("mask");
        if (image.crop().length == 0) {
            item.putNull("crop").putNull("mask_share");
        } else {
            ArrayNode crop = item.putArray("crop");
            for (int edge : image.crop()) {
                crop.add(edge);
            }
            item.put("mask_share", image.maskShare());
        }
        item.put("inside_share", image.insideShare());
        transform(item, image.transform());
    }

    private static void transform(ObjectNode item, SpatialTransform map) {
        item.putArray("transform")
                .add(map.a())
                .add(map.b())
                .add(map.c())
                .add(map.d())
                .add(map.e())
                .add(map.f());
    }
}
