package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A made tissue section: a function from a point to the structure there, with smooth lobed borders.
 *
 * <p>One side of the section is carcinoma (nests in desmoplastic stroma, with lymphoid aggregates, most of them at the front), the
 * other is normal glandular tissue (glands with a lumen, vessels, nerves). Structures are discs on jittered grids whose borders are
 * bent by two octaves of smooth noise. Small sections have smaller structures, so that each holds several.
 *
 * <p>Units: micrometres, origin in the middle of the section. Determinism: everything depends on seed and radius only, and on no
 * function whose last bit differs between machines. Cost: a few hundred nanoseconds for a point.
 */
final class TissueModel {

    private static final double SMALLEST_STEP = 105;
    private static final double LARGEST_STEP = 400;
    private static final double LARGEST_FINE_STEP = 130;
    /** How much less the borders of small structures are bent. */
    private static final double SMALL_BEND = 0.4;

    private static final double DUCT_WALL = 13;
    private static final double VESSEL_WALL = 8;

    private final long seed;
    private final double radius;
    private final double step;
    private final SmoothNoise zones;
    private final SmoothNoise bendX;
    private final SmoothNoise bendY;
    private final SmoothNoise rim;
    private final SiteGrid coarse;
    private final SiteGrid fine;

    /** A section of about the given radius. */
    TissueModel(long seed, double radius) {
        this.seed = seed;
        this.radius = radius;
        this.step = Math.max(SMALLEST_STEP, Math.min(LARGEST_STEP, radius / 2.1));
        this.zones = new SmoothNoise(seed, "synthetic.zone");
        this.bendX = new SmoothNoise(seed, "synthetic.bend.x");
        this.bendY = new SmoothNoise(seed, "synthetic.bend.y");
        this.rim = new SmoothNoise(seed, "synthetic.rim");
        double reach = 1.9 * radius;
        double fineStep = Math.min(step, LARGEST_FINE_STEP);
        this.coarse = new SiteGrid(step, reach, this::plantLarge);
        this.fine = new SiteGrid(fineStep, reach, (x, y, square) -> plantSmall(x, y, square, fineStep));
    }

    double radius() {
        return radius;
    }

    /** The distance between large structures. */
    double step() {
        return step;
    }

    /** How far out a point lies: about 1 on the section's edge, growing outwards, with lobes. */
    double level(double x, double y) {
        double stretched = 1.12 * y;
        double distance = Math.sqrt(x * x + stretched * stretched);
        double lobes = 0.15 * rim.at(x / (0.8 * radius), y / (0.8 * radius))
                + 0.045 * rim.at(x / (0.24 * radius) + 50, y / (0.24 * radius));
        return distance / (radius * (1 + lobes));
    }

    /** From 0 on the section's left side to 1 on its right side. */
    double across(double x) {
        return Math.max(0, Math.min(1, 0.5 + 0.5 * x / radius));
    }

    /** A smooth angle in radians along which elongated cells of a neighbourhood lie. */
    double grain(double x, double y) {
        return Math.PI * zones.at(x / (0.8 * step) - 70, y / (0.8 * step));
    }

    /** What the tissue is at a point. */
    Place at(double x, double y) {
        double bentX = bend(bendX, x, y) + x;
        double bentY = bend(bendY, x, y) + y;
        Site nest = coarse.deepest(bentX, bentY, Structure.TUMOUR_NEST);
        double tumourDepth = nest == null ? -step : nest.depth(bentX, bentY);
        Site aggregate = coarse.deepest(bentX, bentY, Structure.LYMPHOID_AGGREGATE);
        if (aggregate != null && aggregate.depth(bentX, bentY) > Math.max(0, tumourDepth)) {
            return solid(aggregate, aggregate.depth(bentX, bentY), tumourDepth);
        }
        if (tumourDepth > 0) {
            return solid(nest, tumourDepth, tumourDepth);
        }
        return small(x + SMALL_BEND * (bentX - x), y + SMALL_BEND * (bentY - y), tumourDepth);
    }

    private static Place solid(Site site, double depth, double tumourDepth) {
        return new Place(site.structure(), depth, site.radius(), tumourDepth, false, false);
    }

    private Place small(double x, double y, double tumourDepth) {
        Site gland = fine.deepest(x, y, Structure.GLAND);
        if (gland != null && gland.depth(x, y) > 0) {
            return hollow(gland, gland.depth(x, y), tumourDepth, DUCT_WALL);
        }
        Site vessel = fine.deepest(x, y, Structure.VESSEL);
        if (vessel != null && vessel.depth(x, y) > 0) {
            return hollow(vessel, vessel.depth(x, y), tumourDepth, VESSEL_WALL);
        }
        Site nerve = fine.deepest(x, y, Structure.NERVE);
        if (nerve != null && nerve.depth(x, y) > 0) {
            return solid(nerve, nerve.depth(x, y), tumourDepth);
        }
        return new Place(Structure.STROMA, 0, 0, tumourDepth, false, false);
    }

    private static Place hollow(Site site, double depth, double tumourDepth, double wall) {
        double thickness = Math.max(wall, 0.55 * site.radius());
        return new Place(site.structure(), depth, site.radius(), tumourDepth, depth > thickness, site.secretory());
    }

    private double bend(SmoothNoise noise, double x, double y) {
        return 0.25 * step * noise.at(x / (0.75 * step), y / (0.75 * step))
                + 0.06 * step * noise.at(x / (0.2 * step) + 31, y / (0.2 * step));
    }

    private double zone(double x, double y) {
        return 0.55 * zones.at(x / (3 * step), y / (3 * step)) + 1.1 * x / radius;
    }

    private Site plantLarge(double middleX, double middleY, long square) {
        CounterRandom random = CounterRandom.of(seed, "synthetic.large", square);
        double x = middleX + 0.34 * step * (2 * random.nextDouble() - 1);
        double y = middleY + 0.34 * step * (2 * random.nextDouble() - 1);
        double kind = random.nextDouble();
        double size = random.nextDouble();
        double zone = zone(x, y);
        double aggregates = Math.abs(zone) < 0.35 ? 0.3 : 0.06;
        if (kind < aggregates) {
            return new Site(Structure.LYMPHOID_AGGREGATE, x, y, step * (0.27 + 0.09 * size), false);
        }
        boolean nest = zone > 0 && kind < 0.9;
        return nest ? new Site(Structure.TUMOUR_NEST, x, y, step * (0.38 + 0.14 * size), false) : null;
    }

    private Site plantSmall(double middleX, double middleY, long square, double fineStep) {
        CounterRandom random = CounterRandom.of(seed, "synthetic.small", square);
        double x = middleX + 0.36 * fineStep * (2 * random.nextDouble() - 1);
        double y = middleY + 0.36 * fineStep * (2 * random.nextDouble() - 1);
        double kind = random.nextDouble();
        double size = random.nextDouble();
        boolean secretory = random.nextDouble() < 0.45;
        boolean normal = zone(x, y) < 0.05;
        double glands = normal ? 0.66 : 0;
        if (kind < glands) {
            return new Site(Structure.GLAND, x, y, fineStep * (0.29 + 0.13 * size), secretory);
        }
        if (kind < glands + 0.17) {
            return new Site(Structure.VESSEL, x, y, fineStep * (0.14 + 0.09 * size), false);
        }
        boolean nerve = normal && kind < glands + 0.25;
        return nerve ? new Site(Structure.NERVE, x, y, fineStep * (0.2 + 0.06 * size), false) : null;
    }

    /** Whether a point belongs to one structure, also where two of a kind touch. */
    boolean inside(Site site, double x, double y) {
        double strength = site.structure() == Structure.GLAND ? SMALL_BEND : 1;
        SiteGrid grid = site.structure() == Structure.GLAND ? fine : coarse;
        Site owner = grid.deepest(x + strength * bend(bendX, x, y), y + strength * bend(bendY, x, y), site.structure());
        return site.equals(owner) && at(x, y).structure() == site.structure();
    }

    /** The point that the bent plane puts at a site's centre, found by fixed-point iteration. */
    double[] middle(Site site) {
        double strength = site.structure() == Structure.GLAND ? SMALL_BEND : 1;
        double x = site.x();
        double y = site.y();
        for (int i = 0; i < 25; i++) {
            double nextX = site.x() - strength * bend(bendX, x, y);
            y = 0.5 * (y + site.y() - strength * bend(bendY, x, y));
            x = 0.5 * (x + nextX);
        }
        return new double[] {x, y};
    }

    /** The structures large enough to be outlined by hand, row after row. */
    List<Site> landmarks() {
        List<Site> landmarks = new ArrayList<>(coarse.sites());
        landmarks.addAll(fine.sites().stream()
                .filter(site -> site.structure() == Structure.GLAND)
                .toList());
        return landmarks;
    }
}
