package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.registration.SlideRequest;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The H&amp;E slide of the section and how it lies on the case. */
final class SlideOptions {

    @Option(
            names = "--he",
            paramLabel = "SLIDE",
            description = "The H&E slide of the section: OME-TIFF, SVS, other TIFF pyramids, PNG or JPEG.")
    Optional<Path> slide = Optional.empty();

    @Option(
            names = "--he-alignment",
            paramLabel = "CSV",
            description =
                    "3 x 3 matrix without header, slide pixels to platform coordinates, as Xenium Explorer exports"
                            + " (default: the one in the Xenium folder, or Visium's scale factors).")
    Optional<Path> alignment = Optional.empty();

    @Option(
            names = "--he-keypoints",
            paramLabel = "CSV",
            description = "Pairs of points (fixedX, fixedY, alignmentX, alignmentY): the map, or a test of the matrix.")
    Optional<Path> keypoints = Optional.empty();

    @Option(
            names = "--he-alignment-unit",
            paramLabel = "UNIT",
            defaultValue = "pixel",
            description = "Unit of the platform's coordinates in these files: pixel (the platform's own) or um.")
    String alignmentUnit = "pixel";

    @Option(
            names = "--he-mpp",
            paramLabel = "UM",
            description = "Micrometres per pixel of the slide (default: what the file says).")
    Optional<Double> umPerPixel = Optional.empty();

    /** Fails with a usage error that names the option. */
    void require() {
        RunSettings.requireOneOf("--he-alignment-unit", alignmentUnit, List.of("um", "pixel"));
        RunSettings.require(
                "--he-mpp",
                umPerPixel,
                umPerPixel.filter(um -> !(um > 0 && um < 1000)).isEmpty());
        boolean aboutSlide = alignment.isPresent() || keypoints.isPresent() || umPerPixel.isPresent();
        if (aboutSlide && slide.isEmpty()) {
            throw new UsageException(Problem.of("--he-alignment, --he-keypoints and --he-mpp speak of a slide")
                    .fix("Name the slide with --he"));
        }
    }

    /** The slide that was named, if one was. */
    Optional<SlideRequest> request() {
        return slide.map(file -> new SlideRequest(
                file,
                alignment,
                keypoints,
                alignmentUnit.equals("um"),
                umPerPixel.map(OptionalDouble::of).orElse(OptionalDouble.empty())));
    }

    /** Writes what can change a result. */
    void describe(ObjectNode node) {
        slide.ifPresent(value -> {
            node.put("he", RunSettings.name(value));
            alignment.ifPresent(file -> node.put("he_alignment", RunSettings.name(file)));
            keypoints.ifPresent(file -> node.put("he_keypoints", RunSettings.name(file)));
            node.put("he_alignment_unit", alignmentUnit);
            umPerPixel.ifPresent(um -> node.put("he_mpp", um));
        });
    }
}
