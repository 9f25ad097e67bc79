package io.spatho.anndata.registration;

import io.spatho.anndata.slide.PixelSize;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideOptions;
import io.spatho.anndata.slide.TissueFinder;
import io.spatho.anndata.slide.TissueMask;
import io.spatho.anndata.slide.TissueSettings;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A slide that was opened, laid on its case and checked: observations lie on it, and its tissue is known.
 *
 * <p>Failure: {@link InputException} when no observation lies on the slide (both extents are named), when the alignment looks like the
 * inverse of what it should be, when nothing says how the slide lies, or when the slide is grey. Nothing is mended silently.
 */
public final class RegisteredSlide implements AutoCloseable {

    private static final double SIZE_CONFLICT = 0.05;
    private static final double GOOD_SHARE = 0.5;
    private static final double POOR_SHARE = 0.25;

    private final Slide slide;
    private final PixelSize pixelSize;
    private final Registration registration;
    private final TissueMask mask;
    private final Placement placement;
    private final List<String> warnings;

    private RegisteredSlide(
            Slide slide,
            PixelSize pixelSize,
            Registration registration,
            TissueMask mask,
            Placement placement,
            List<String> warnings) {
        this.slide = slide;
        this.pixelSize = pixelSize;
        this.registration = registration;
        this.mask = mask;
        this.placement = placement;
        this.warnings = List.copyOf(warnings);
    }

    /** Opens and checks a slide; reads its tissue once. */
    public static RegisteredSlide open(SlideRequest request, SpatialDataset dataset, Workers workers) {
        Registration registration = Registration.of(request, dataset);
        SlideOptions options = request.umPerPixel().isPresent()
                ? SlideOptions.standard().withUmPerPixel(request.umPerPixel().getAsDouble())
                : SlideOptions.standard();
        Slide slide = Slide.open(request.slide(), options);
        try {
            return of(slide, registration, dataset, workers);
        } catch (RuntimeException e) {
            slide.close();
            throw e;
        }
    }

    private static RegisteredSlide of(Slide slide, Registration registration, SpatialDataset dataset, Workers workers) {
        if (!slide.facts().colored()) {
            throw new InputException(Problem.of("the slide is grey, not a stained section in colour")
                    .at(slide.file())
                    .expected("an H&E picture", "one channel")
                    .fix("Give the H&E picture of this section"));
        }
        registration.requireSize(slide.file(), slide.width(), slide.height(), dataset);
        List<String> warnings = new ArrayList<>(slide.facts().notes());
        PixelSize size = pixelSize(slide, registration, warnings);
        requireOverlap(slide, registration.toPixels(), dataset);
        TissueMask mask = TissueFinder.find(slide, size.mean(), TissueSettings.standard(), workers);
        Placement placement = place(dataset, registration.toPixels(), slide, mask);
        requireDirection(slide, registration, dataset, mask, placement, warnings);
        slide.gaps().forEach(gap -> warnings.add("a tile of the slide is corrupt: " + gap.place()));
        return new RegisteredSlide(slide, size, registration, mask, placement, warnings);
    }

    private static PixelSize pixelSize(Slide slide, Registration registration, List<String> warnings) {
        double implied = registration.impliedUmPerPixel();
        if (slide.facts().pixelSize().isEmpty()) {
            return new PixelSize(implied, implied, "the registration", List.of());
        }
        PixelSize stated = slide.facts().pixelSize().get();
        warnings.addAll(stated.conflicts());
        if (Math.abs(stated.mean() / implied - 1) > SIZE_CONFLICT) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the registration implies %.4g µm per pixel, but %s says %.4g; positions follow the registration",
                    implied,
                    stated.source(),
                    stated.mean()));
        }
        return stated;
    }

    private static Placement place(SpatialDataset dataset, SpatialTransform toPixels, Slide slide, TissueMask mask) {
        return Placement.of(dataset.xUm(), dataset.yUm(), toPixels, slide.width(), slide.height(), mask);
    }

    private static void requireOverlap(Slide slide, SpatialTransform toPixels, SpatialDataset dataset) {
        double[] x = new double[dataset.size()];
        double[] y = new double[dataset.size()];
        boolean any = false;
        for (int i = 0; i < x.length; i++) {
            x[i] = toPixels.x(dataset.xUm()[i], dataset.yUm()[i]);
            y[i] = toPixels.y(dataset.xUm()[i], dataset.yUm()[i]);
            any |= x[i] >= 0 && y[i] >= 0 && x[i] < slide.width() && y[i] < slide.height();
        }
        if (!any) {
            throw new InputException(Problem.of("no observation lies on the slide")
                    .at(slide.file())
                    .expected(
                            "observations within 0,0 to " + slide.width() + "," + slide.height() + " pixels",
                            extent(x, y) + " pixels")
                    .fix("Check the alignment's direction (picture pixels to platform coordinates) and unit"));
        }
    }

    private static String extent(double[] x, double[] y) {
        return String.format(
                Locale.ROOT,
                "%.0f,%.0f to %.0f,%.0f",
                Arrays.stream(x).min().orElse(0),
                Arrays.stream(y).min().orElse(0),
                Arrays.stream(x).max().orElse(0),
                Arrays.stream(y).max().orElse(0));
    }

    /** Compares the map with the mistakes people make: the inverse matrix, and rows taken for columns. */
    private static void requireDirection(
            Slide slide,
            Registration registration,
            SpatialDataset dataset,
            TissueMask mask,
            Placement placement,
            List<String> warnings) {
        double given = placement.tissueShare();
        double inverse = registration
                .inverted()
                .map(map -> place(dataset, map, slide, mask).tissueShare())
                .orElse(0.0);
        SpatialTransform map = registration.toPixels();
        double swapped = place(
                        dataset,
                        new SpatialTransform(
                                map.from(), map.to(), map.d(), map.e(), map.f(), map.a(), map.b(), map.c()),
                        slide,
                        mask)
                .tissueShare();
        boolean isInverse = inverse >= swapped;
        double other = Math.max(inverse, swapped);
        String words = isInverse ? "the inverse of the matrix" : "columns and rows exchanged";
        if (given < POOR_SHARE && other >= GOOD_SHARE) {
            throw new InputException(Problem.of("the alignment seems to run the wrong way: with " + words + ", "
                            + Words.percent(other) + " of the observations lie on tissue")
                    .at(slide.file())
                    .expected("most observations on tissue", Words.percent(given))
                    .fix(isInverse ? "Give the map from picture pixels to platform coordinates" : "Exchange x and y"));
        }
        if (other > given + 0.1) {
            warnings.add("with " + words + " more observations would lie on tissue (" + Words.percent(other)
                    + " against " + Words.percent(given) + "): check the alignment");
        }
    }

    /** The slide. */
    public Slide slide() {
        return slide;
    }

    /** Micrometres per pixel: the slide's own word, or what the registration implies. */
    public PixelSize pixelSize() {
        return pixelSize;
    }

    /** How it lies on the case. */
    public Registration registration() {
        return registration;
    }

    /** Its tissue. */
    public TissueMask mask() {
        return mask;
    }

    /** Where the observations fall. */
    public Placement placement() {
        return placement;
    }

    /** What is unusual but not wrong. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        slide.close();
    }
}
