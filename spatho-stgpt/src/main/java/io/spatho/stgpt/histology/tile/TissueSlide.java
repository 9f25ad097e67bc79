package io.spatho.stgpt.histology.tile;

import io.spatho.anndata.registration.RegisteredSlide;
import io.spatho.anndata.slide.PixelSize;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.TissueFinder;
import io.spatho.anndata.slide.TissueMask;
import io.spatho.anndata.slide.TissueSettings;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;

/**
 * An open slide with its tissue, its scale and the one affine map from micrometres to its pixels. Safe for several threads.
 *
 * <p>A slide of a case has the case's micrometres; a slide by itself has those from its own corner. Closing it closes the slide.
 */
public final class TissueSlide implements AutoCloseable {

    private final Slide slide;
    private final PixelSize size;
    private final TissueMask mask;
    private final SpatialTransform toPixels;
    private final double residualUm;

    private TissueSlide(Slide slide, PixelSize size, TissueMask mask, SpatialTransform toPixels, double residualUm) {
        this.slide = slide;
        this.size = size;
        this.mask = mask;
        this.toPixels = toPixels;
        this.residualUm = residualUm;
    }

    /** A slide that was laid on its case. */
    public static TissueSlide of(RegisteredSlide registered) {
        double residual =
                registered.registration().fit().map(fit -> fit.expected()).orElse(Double.NaN);
        return new TissueSlide(
                registered.slide(),
                registered.pixelSize(),
                registered.mask(),
                registered.registration().toPixels(),
                residual);
    }

    /**
     * A slide by itself.
     *
     * @throws InputException when the slide says nothing about the size of its pixels, or is grey
     */
    public static TissueSlide alone(Slide slide, Workers workers) {
        PixelSize size = slide.pixelSize();
        if (!slide.facts().colored()) {
            throw new InputException(Problem.of("the slide is grey, not a stained section in colour")
                    .at(slide.file())
                    .expected("an H&E picture", "one channel"));
        }
        TissueMask mask = TissueFinder.find(slide, size.mean(), TissueSettings.standard(), workers);
        SpatialTransform toPixels =
                new SpatialTransform("slide_um", "slide_pixel", 1 / size.x(), 0, 0, 0, 1 / size.y(), 0);
        return new TissueSlide(slide, size, mask, toPixels, Double.NaN);
    }

    /** The picture. */
    public Slide slide() {
        return slide;
    }

    /** Micrometres per pixel of the largest level. */
    public PixelSize pixelSize() {
        return size;
    }

    /** Where tissue is. */
    public TissueMask mask() {
        return mask;
    }

    /** Micrometres to pixels of the largest level. */
    public SpatialTransform toPixels() {
        return toPixels;
    }

    /** By how many micrometres key points are missed, each left out in turn; NaN without key points. */
    public double residualUm() {
        return residualUm;
    }

    /** The share of tissue in a square around a pixel, from the mask's squares whose centres it holds, at least the one at its centre. */
    double tissueShare(double column, double row, double sideUm) {
        double halfAcross = sideUm / size.x() / 2;
        double halfDown = sideUm / size.y() / 2;
        double step = mask.step();
        long all = 0;
        long tissue = 0;
        for (int r = (int) Math.ceil((row - halfDown) / step - 0.5); (r + 0.5) * step < row + halfDown; r++) {
            for (int c = (int) Math.ceil((column - halfAcross) / step - 0.5);
                    (c + 0.5) * step < column + halfAcross;
                    c++) {
                all++;
                tissue += mask.isTissue((c + 0.5) * step, (r + 0.5) * step) ? 1 : 0;
            }
        }
        if (all == 0) {
            return mask.isTissue(column, row) ? 1 : 0;
        }
        return (double) tissue / all;
    }

    @Override
    public void close() {
        slide.close();
    }
}
