package io.spatho.anndata.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionImage;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;

/**
 * States how the slide lies on the case and where each region lies on the slide; writes {@code analysis/slide.json}, {@code
 * regions/tissue_mask.png} (one pixel for each square, white on tissue) and the picture that maps are drawn on, {@code
 * regions/slide_overview.jpg}.
 */
public final class RegisterSlideTool implements Tool<RegisterSlideTool.Request, RegisterSlideTool.Result> {

    /** The document's path. */
    public static final String PATH = "analysis/slide.json";

    private static final int LONGEST = 1400;

    /**
     * What to state.
     *
     * @param slide the slide, checked
     * @param regions regions in micrometres
     * @param extentUm box of all observations in micrometres
     */
    public record Request(RegisteredSlide slide, List<Region> regions, Envelope extentUm) {}

    /**
     * What later steps need.
     *
     * @param images each region on the slide, in the order of regions
     * @param overview a small upright picture of the observations' box
     */
    public record Result(List<RegionImage> images, SlideImage overview) {}

    @Override
    public ToolId id() {
        return new ToolId("register_slide", "1.0");
    }

    @Override
    public String purpose() {
        return "States how the slide lies on the observations and where each region lies on it.";
    }

    @Override
    public JsonNode parameters(Request request) {
        Registration registration = request.slide().registration();
        ObjectNode node = CanonicalJson.object();
        node.put("method", registration.method())
                .put("um_per_pixel", request.slide().pixelSize().mean());
        SlideDocument.transform(node.putArray("transform"), registration.toPixels());
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        RegisteredSlide slide = request.slide();
        byte[] mask = UprightPicture.png(picture(slide));
        context.store().file("regions/tissue_mask.png", "image/png", Origin.MEASURED, file -> Files.write(file, mask));
        Envelope box = request.extentUm().copy();
        box.expandBy(0.03 * Math.max(box.getWidth(), box.getHeight()) + 10);
        SlideImage overview = UprightPicture.of(slide, box, LONGEST);
        context.store()
                .file(
                        "regions/slide_overview.jpg",
                        overview.mediaType(),
                        Origin.MEASURED,
                        file -> Files.write(file, overview.bytes()));
        Artifact document = context.store().json(PATH, Origin.MEASURED, SlideDocument.of(slide));
        stateRegistration(slide, document, context);
        statePlacement(slide, document, context);
        if (!slide.slide().gaps().isEmpty()) {
            context.evidence(Unit.SLIDE, "slide", "slide_gaps")
                    .value(CanonicalJson.object()
                            .put("corrupt_tiles", slide.slide().gaps().size()))
                    .summary(Words.count(slide.slide().gaps().size(), "tile")
                            + " of the slide cannot be decoded; they are left out.")
                    .restsOn(document, "gaps")
                    .qc(QcStatus.WARN)
                    .measured();
        }
        return new Result(RegionPictures.of(slide, request.regions()), overview);
    }

    private static BufferedImage picture(RegisteredSlide slide) {
        int width = slide.mask().width();
        int height = slide.mask().height();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        slide.mask().bits().stream().forEach(at -> image.setRGB(at % width, at / width, 0xffffff));
        return image;
    }

    private static void stateRegistration(RegisteredSlide slide, Artifact document, ToolContext context) {
        Registration registration = slide.registration();
        Optional<KeypointFit> fit = registration.fit();
        double limit = Guardrails.REGISTRATION_CONFIDENCE.thresholds().get("maximum_residual_um");
        ObjectNode value = CanonicalJson.object().put("method", registration.method());
        String detail = "The slide lies on the case by "
                + Map.of(
                                "matrix",
                                "the given matrix",
                                "keypoints",
                                "its key points",
                                "scale_factors",
                                "the platform's scale factors")
                        .get(registration.method())
                + "; no key points say how far it may be off.";
        if (fit.isPresent()) {
            KeypointFit found = fit.get();
            value.put("points", found.residuals().length);
            value.put("rms_um", found.rms()).put("max_um", found.largest());
            SlideDocument.number(value, "leave_one_out_rms_um", found.leaveOneOutRms());
            detail = String.format(
                    Locale.ROOT,
                    "%d key points are missed by %.2f µm (root mean square), at most %.2f µm; by %.2f µm when each is left out.",
                    found.residuals().length,
                    found.rms(),
                    found.largest(),
                    found.expected());
        }
        boolean isFar = fit.isPresent() && fit.get().expected() > limit;
        String sentence = detail;
        Verdict verdict = context.judge(
                isFar
                        ? Guardrails.REGISTRATION_CONFIDENCE.fail("slide key points", sentence)
                        : Guardrails.REGISTRATION_CONFIDENCE.pass("slide key points", sentence));
        context.evidence(Unit.SLIDE, "slide", "slide_registration")
                .value(value)
                .summary(detail)
                .restsOn(document, "registration")
                .qc(isFar ? QcStatus.WARN : fit.isPresent() ? QcStatus.PASS : QcStatus.NOT_ASSESSED)
                .verdict(verdict)
                .measured();
    }

    private static void statePlacement(RegisteredSlide slide, Artifact document, ToolContext context) {
        Placement placement = slide.placement();
        double limit = Guardrails.REGISTRATION_CONFIDENCE.thresholds().get("minimum_share_of_observations_inside");
        boolean isGood = placement.tissueShare() >= limit;
        String detail = Words.percent(placement.tissueShare()) + " of the observations lie on the slide's tissue, "
                + Words.percent(1 - placement.insideShare()) + " outside the slide.";
        Verdict verdict = context.judge(
                isGood
                        ? Guardrails.REGISTRATION_CONFIDENCE.pass("slide tissue", detail)
                        : Guardrails.REGISTRATION_CONFIDENCE.fail("slide tissue", detail));
        context.evidence(Unit.SLIDE, "slide", "observations_on_tissue")
                .value(CanonicalJson.object()
                        .put("on_tissue", placement.onTissue())
                        .put("inside_slide", placement.inside())
                        .put("observations", placement.observations())
                        .put("tissue_share_of_slide", slide.mask().share()))
                .summary(detail)
                .restsOn(document, "placement")
                .qc(isGood ? QcStatus.PASS : QcStatus.WARN)
                .verdict(verdict)
                .measured();
    }
}
