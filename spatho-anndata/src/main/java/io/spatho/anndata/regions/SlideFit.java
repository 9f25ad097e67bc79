package io.spatho.anndata.regions;

import io.spatho.anndata.geojson.GeoJsonRegions.Drawing;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.locationtech.jts.geom.Envelope;

/**
 * Whether drawn regions lie where the observations are, and if not, what may have gone wrong.
 *
 * <p>A region's share on the slide is that of its bounding box within the extent of the observations. A drawing is refused when no
 * region touches the slide, or when less than half lies on it although nearly all would if the coordinates were in the other
 * unit, with x and y exchanged, or with y upside down. A drawing that is small where it was taken to be and would fill the
 * slide in the other unit is only warned about: it may be a small drawing.
 */
final class SlideFit {

    private static final double ENOUGH = 0.5;
    private static final double NEARLY_ALL = 0.9;
    private static final double LITTLE = 0.1;
    /** Drawings may reach a little beyond the outermost cells. */
    private static final double MARGIN = 0.05;

    private final Envelope slide;
    private final Envelope wide;
    private final double pixelSizeUm;

    private SlideFit(Envelope slide, double pixelSizeUm) {
        this.slide = slide;
        this.wide = slide.copy();
        this.wide.expandBy(MARGIN * Math.max(slide.getWidth(), slide.getHeight()));
        this.pixelSizeUm = pixelSizeUm;
    }

    static SlideFit on(SlideCells cells, double pixelSizeUm) {
        Envelope box = new Envelope();
        for (int row = 0; row < cells.ids().length; row++) {
            if (Double.isFinite(cells.xUm()[row]) && Double.isFinite(cells.yUm()[row])) {
                box.expandToInclude(cells.xUm()[row], cells.yUm()[row]);
            }
        }
        return new SlideFit(box, pixelSizeUm);
    }

    /** A warning, where there is something to say. */
    Optional<String> check(Path file, Drawing drawing) {
        List<Envelope> boxes = drawing.regions().stream()
                .map(region -> region.geometry().getEnvelopeInternal())
                .toList();
        double share = share(boxes, box -> box);
        boolean touching = boxes.stream().anyMatch(wide::intersects);
        Map<String, UnaryOperator<Envelope>> causes = causes(drawing.unit());
        if (!touching || share < ENOUGH) {
            for (Map.Entry<String, UnaryOperator<Envelope>> cause : causes.entrySet()) {
                if (share(boxes, cause.getValue()) >= NEARLY_ALL) {
                    throw refused(file, drawing, boxes, cause.getKey());
                }
            }
        }
        if (!touching) {
            throw refused(
                    file, drawing, boxes, "Check that the file belongs to this case and that --regions-unit is right.");
        }
        return smallCorner(file, drawing, boxes, causes);
    }

    private double share(List<Envelope> boxes, UnaryOperator<Envelope> change) {
        double sum = 0;
        for (Envelope box : boxes) {
            Envelope changed = change.apply(box);
            double area = changed.getArea();
            sum += area > 0 ? changed.intersection(wide).getArea() / area : 0;
        }
        return sum / boxes.size();
    }

    /** What may be wrong, with the change that would put it right; the likeliest first. */
    private Map<String, UnaryOperator<Envelope>> causes(RegionUnit unit) {
        Map<String, UnaryOperator<Envelope>> causes = new LinkedHashMap<>();
        boolean um = unit.name().equals("um");
        if (um && pixelSizeUm > 0) {
            causes.put(
                    "The coordinates look like pixels that were taken to be um: try --regions-unit pixel.",
                    box -> scaled(box, pixelSizeUm));
        } else if (!um) {
            causes.put(
                    "The coordinates look like um that were taken to be pixels: try --regions-unit um.",
                    box -> scaled(box, 1 / unit.micrometres()));
            if (pixelSizeUm > 0 && !unit.agrees(RegionUnit.pixel(pixelSizeUm))) {
                causes.put(
                        "The pixels look like those of the case, of " + pixelSizeUm + " um: try --regions-unit pixel:"
                                + pixelSizeUm + ".",
                        box -> scaled(box, pixelSizeUm / unit.micrometres()));
            }
        }
        causes.put(
                "x and y look exchanged: export the regions with x first.",
                box -> new Envelope(box.getMinY(), box.getMaxY(), box.getMinX(), box.getMaxX()));
        causes.put(
                "y looks upside down: export the regions with y growing downwards.",
                box -> new Envelope(box.getMinX(), box.getMaxX(), -box.getMaxY(), -box.getMinY()));
        return causes;
    }

    private static Envelope scaled(Envelope box, double factor) {
        return new Envelope(
                factor * box.getMinX(), factor * box.getMaxX(), factor * box.getMinY(), factor * box.getMaxY());
    }

    private Optional<String> smallCorner(
            Path file, Drawing drawing, List<Envelope> boxes, Map<String, UnaryOperator<Envelope>> causes) {
        if (drawing.unit().name().equals("um")) {
            return Optional.empty();
        }
        double covered = overlap(union(boxes, box -> box));
        for (Map.Entry<String, UnaryOperator<Envelope>> cause : causes.entrySet()) {
            boolean sameScale =
                    cause.getKey().startsWith("x ") || cause.getKey().startsWith("y ");
            if (!sameScale && covered < LITTLE && overlap(union(boxes, cause.getValue())) > ENOUGH) {
                return Optional.of("the regions of " + file.getFileName()
                        + " lie in a small corner of the slide and would fill it in another unit. " + cause.getKey());
            }
        }
        return Optional.empty();
    }

    /** How well a box agrees with the slide: the shared area over the joined area. */
    private double overlap(Envelope box) {
        double shared = box.intersection(slide).getArea();
        return shared / (box.getArea() + slide.getArea() - shared);
    }

    private static Envelope union(List<Envelope> boxes, UnaryOperator<Envelope> change) {
        Envelope all = new Envelope();
        boxes.forEach(box -> all.expandToInclude(change.apply(box)));
        return all;
    }

    private InputException refused(Path file, Drawing drawing, List<Envelope> boxes, String advice) {
        RegionUnit unit = drawing.unit();
        Envelope all = union(boxes, box -> box);
        String drawn = extent(all) + " um";
        if (!unit.name().equals("um")) {
            drawn = extent(scaled(all, 1 / unit.micrometres())) + " " + unit.text() + ", that is " + drawn;
        }
        return new InputException(Problem.of("the regions do not lie where the observations are")
                .at(file)
                .expected("regions within " + extent(slide) + " um", drawn)
                .fix(advice));
    }

    private static String extent(Envelope box) {
        return String.format(
                Locale.ROOT,
                "x %.1f to %.1f, y %.1f to %.1f",
                box.getMinX(),
                box.getMaxX(),
                box.getMinY(),
                box.getMaxY());
    }
}
