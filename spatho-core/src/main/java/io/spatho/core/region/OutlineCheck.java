package io.spatho.core.region;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * Makes rings and polygons of coordinates from files and refuses those that enclose nothing or are no valid polygon.
 *
 * <p>A lenient check closes open rings, and repairs polygons that cross themselves where that leaves the area as it was to a
 * thousandth (JTS, GeometryFixer); each repair is stated in a warning. Every message names the place that the caller gives.
 */
public final class OutlineCheck {

    private static final int SHORTEST_RING = 4;
    private static final double FARTHEST_UM = 1e9;
    private static final double LARGEST_CHANGE = 1e-3;
    private static final String REDRAW = "Correct the drawing and export it again.";

    private final GeometryFactory factory = new GeometryFactory();
    private final boolean repairs;
    private final List<String> warnings;

    private OutlineCheck(boolean repairs, List<String> warnings) {
        this.repairs = repairs;
        this.warnings = warnings;
    }

    /** A check that repairs nothing. */
    public static OutlineCheck strict() {
        return new OutlineCheck(false, List.of());
    }

    /** A check that adds a warning for each repair to {@code warnings}. */
    public static OutlineCheck lenient(List<String> warnings) {
        return new OutlineCheck(true, warnings);
    }

    /** Whether safe repairs are made. */
    public boolean repairs() {
        return repairs;
    }

    /** The factory of all geometries of this check. */
    public GeometryFactory factory() {
        return factory;
    }

    /** A finite coordinate in micrometres, or a refusal that shows what the file holds. */
    public static double coordinate(double micrometres, Object found, String where) {
        if (!(Math.abs(micrometres) <= FARTHEST_UM)) {
            throw refused("a coordinate is not a finite number", where, "numbers within 1e9 um of the origin", found);
        }
        return micrometres;
    }

    /** The ring of a format that repeats the first position at the end. */
    public LinearRing ring(Coordinate[] corners, String where) {
        if (corners.length > 2 && !corners[0].equals2D(corners[corners.length - 1])) {
            if (!repairs) {
                throw refused(
                        "a ring is not closed",
                        where,
                        "the last position to be the first, " + corners[0],
                        corners[corners.length - 1]);
            }
            warnings.add("a ring of " + where + " was open and was closed");
        }
        return impliedRing(corners, where);
    }

    /** The ring of a format that need not repeat the first position at the end. */
    public LinearRing impliedRing(Coordinate[] corners, String where) {
        Coordinate[] closed = corners.clone();
        if (corners.length > 0 && !corners[0].equals2D(corners[corners.length - 1])) {
            closed = Arrays.copyOf(corners, corners.length + 1);
            closed[corners.length] = corners[0].copy();
        }
        if (closed.length < SHORTEST_RING) {
            throw refused("a ring has too few positions", where, "at least " + SHORTEST_RING, corners.length);
        }
        return factory.createLinearRing(closed);
    }

    /** The outline itself when it is a valid polygon or multipolygon of some area, or its repair. */
    public Geometry valid(Geometry outline, String where) {
        TopologyValidationError error = new IsValidOp(outline).getValidationError();
        Geometry sound = error == null ? outline : repaired(outline, error, where);
        if (!(sound.getArea() > 0)) {
            throw refused("an outline encloses no area", where, "an area above 0", sound.getArea());
        }
        return sound;
    }

    private Geometry repaired(Geometry outline, TopologyValidationError error, String where) {
        Geometry fixed = repairs ? GeometryFixer.fix(outline) : outline;
        double before = outline.getArea();
        double change = Math.abs(fixed.getArea() - before);
        if (!repairs || !(fixed instanceof Polygonal) || !(before > 0 && change <= LARGEST_CHANGE * before)) {
            throw refused(
                    "an outline is not a valid polygon",
                    where,
                    "no crossing or repeated rings",
                    error.getMessage() + " at " + error.getCoordinate());
        }
        warnings.add(String.format(
                Locale.ROOT,
                "the outline of %s was repaired (%s); its area changed by %.3g %%",
                where,
                error.getMessage().toLowerCase(Locale.ROOT),
                100 * change / before));
        return fixed;
    }

    private static InputException refused(String what, String where, Object expected, Object found) {
        return new InputException(
                Problem.of(what).at(where).expected(expected, found).fix(REDRAW));
    }
}
