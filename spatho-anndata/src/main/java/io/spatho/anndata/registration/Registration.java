package io.spatho.anndata.registration;

import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The map between a slide's pixels and the case's micrometres, and where it comes from.
 *
 * @param method {@code matrix}, {@code keypoints} or {@code scale_factors}
 * @param toMicrometres slide pixels to micrometres
 * @param inverted the map back that would hold if the file gave the inverse of what it should
 * @param fit how far key points are missed, when there are any
 */
public record Registration(
        String method, SpatialTransform toMicrometres, Optional<SpatialTransform> inverted, Optional<KeypointFit> fit) {

    private static final double SIZE_TOLERANCE = 0.02;

    /** Reads the map that a request names, or takes the one that the case itself states when it names none. */
    static Registration of(SlideRequest request, SpatialDataset dataset) {
        if (request.alignment().isPresent()) {
            PlatformUnit unit = unit(request, dataset, request.alignment().get());
            SpatialTransform map = AlignmentMatrix.read(request.alignment().get(), unit);
            Optional<KeypointFit> fit =
                    request.keypoints().map(file -> KeypointFit.check(map, Keypoints.read(file, unit)));
            return new Registration("matrix", map, Optional.of(misread(map, unit)), fit);
        }
        if (request.keypoints().isPresent()) {
            Path file = request.keypoints().get();
            KeypointFit fit = KeypointFit.fit(Keypoints.read(file, unit(request, dataset, file)), file);
            return new Registration("keypoints", fit.transform(), Optional.empty(), Optional.of(fit));
        }
        return stated(dataset, "fullres_pixel", "scale_factors")
                .or(() -> stated(dataset, "he_image_pixel", "matrix"))
                .orElseThrow(() -> new InputException(Problem.of("nothing says how the slide lies on the case")
                        .at(request.slide())
                        .fix("Give the alignment matrix (--he-alignment) or key points (--he-keypoints)")));
    }

    /** The map that the case itself knows: from scale factors, or from the alignment of the bundle that it was converted from. */
    private static Optional<Registration> stated(SpatialDataset dataset, String frame, String method) {
        return dataset.metadata().transforms().stream()
                .filter(map -> map.from().equals("slide_um") && map.to().equals(frame))
                .findFirst()
                .map(map -> new Registration(method, toMicrometres(map), Optional.empty(), Optional.empty()));
    }

    private static SpatialTransform toMicrometres(SpatialTransform map) {
        SpatialTransform back = map.inverse();
        return new SpatialTransform(
                "slide_pixel", "slide_um", back.a(), back.b(), back.c(), back.d(), back.e(), back.f());
    }

    private static PlatformUnit unit(SlideRequest request, SpatialDataset dataset, Path file) {
        double pixel = dataset.metadata().pixelSizeUm();
        if (request.inMicrometres()) {
            return PlatformUnit.um();
        }
        if (!(pixel > 0)) {
            throw new InputException(
                    Problem.of("the size of the platform's pixels is not known, so its pixels have no place")
                            .at(file)
                            .fix("Give coordinates in micrometres and say so (--he-alignment-unit um)"));
        }
        return PlatformUnit.pixel(pixel);
    }

    /** What the numbers of a file mean when they map platform coordinates to picture pixels instead. */
    private static SpatialTransform misread(SpatialTransform map, PlatformUnit unit) {
        double s = unit.umPerUnit();
        return new SpatialTransform(
                "slide_um",
                "slide_pixel",
                map.a() / (s * s),
                map.b() / (s * s),
                map.c() / s,
                map.d() / (s * s),
                map.e() / (s * s),
                map.f() / s);
    }

    /** Micrometres to slide pixels. */
    public SpatialTransform toPixels() {
        SpatialTransform inverse = toMicrometres.inverse();
        return new SpatialTransform(
                "slide_um",
                "slide_pixel",
                inverse.a(),
                inverse.b(),
                inverse.c(),
                inverse.d(),
                inverse.e(),
                inverse.f());
    }

    /** Micrometres per pixel that the map implies. */
    public double impliedUmPerPixel() {
        return AlignmentMatrix.pixelSize(toMicrometres);
    }

    /**
     * Refuses a slide that cannot be the full-resolution picture that the scale factors speak of, by the size of the low-resolution picture
     * that was made from it.
     */
    void requireSize(Path slide, int width, int height, SpatialDataset dataset) {
        if (!method.equals("scale_factors") || dataset.images().isEmpty()) {
            return;
        }
        SlideImage small = dataset.images().get(dataset.images().size() - 1);
        Dimension size = small.size();
        double ratio = toPixels().a() / small.fromMicrometres().a();
        long expectedWidth = Math.round(size.width * ratio);
        long expectedHeight = Math.round(size.height * ratio);
        boolean fits = Math.abs(expectedWidth - width) <= SIZE_TOLERANCE * expectedWidth + ratio
                && Math.abs(expectedHeight - height) <= SIZE_TOLERANCE * expectedHeight + ratio;
        if (!fits) {
            throw new InputException(Problem.of("the slide is not the picture that Space Ranger was given")
                    .at(slide)
                    .expected(
                            "about " + expectedWidth + " x " + expectedHeight + " pixels (from the " + small.name()
                                    + " picture and its scale factor)",
                            width + " x " + height)
                    .fix("Give that picture, or an alignment (--he-alignment, --he-keypoints)"));
        }
    }
}
