package io.spatho.anndata.registration;

import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionImage;
import java.util.List;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;

/** Finds the box of each region on a registered slide and how much of the region lies on tissue. */
final class RegionPictures {

    private RegionPictures() {}

    static List<RegionImage> of(RegisteredSlide registered, List<Region> regions) {
        String name = registered.slide().file().getFileName().toString();
        return regions.stream().map(region -> picture(registered, name, region)).toList();
    }

    private static RegionImage picture(RegisteredSlide registered, String name, Region region) {
        SpatialTransform toPixels = registered.registration().toPixels();
        Envelope box = box(region.geometry(), toPixels);
        Envelope slide = new Envelope(
                0, registered.slide().width(), 0, registered.slide().height());
        Envelope seen = box.intersection(slide);
        boolean isOutside = seen.isNull() || !(seen.getArea() > 0);
        int[] crop = isOutside
                ? new int[0]
                : new int[] {
                    (int) Math.floor(seen.getMinX()),
                    (int) Math.floor(seen.getMinY()),
                    (int) Math.ceil(seen.getMaxX()),
                    (int) Math.ceil(seen.getMaxY())
                };
        return new RegionImage(
                region.id(),
                name,
                crop,
                registered.pixelSize().mean(),
                toPixels,
                isOutside ? 0 : seen.getArea() / box.getArea(),
                isOutside ? Double.NaN : tissueShare(registered, region.geometry(), seen));
    }

    private static Envelope box(Geometry geometry, SpatialTransform toPixels) {
        Envelope box = new Envelope();
        for (Coordinate corner : geometry.getCoordinates()) {
            box.expandToInclude(toPixels.x(corner.x, corner.y), toPixels.y(corner.x, corner.y));
        }
        return box;
    }

    /** Counts mask squares whose centres lie in the region; a region smaller than a square is judged by its interior point. */
    private static double tissueShare(RegisteredSlide registered, Geometry geometry, Envelope seen) {
        SpatialTransform toUm = registered.registration().toMicrometres();
        double step = registered.mask().step();
        IndexedPointInAreaLocator locator = new IndexedPointInAreaLocator(geometry);
        long inside = 0;
        long tissue = 0;
        for (int row = (int) (seen.getMinY() / step); row <= seen.getMaxY() / step; row++) {
            for (int column = (int) (seen.getMinX() / step); column <= seen.getMaxX() / step; column++) {
                double x = (column + 0.5) * step;
                double y = (row + 0.5) * step;
                if (locator.locate(new Coordinate(toUm.x(x, y), toUm.y(x, y))) != Location.EXTERIOR) {
                    inside++;
                    tissue += registered.mask().isTissue(x, y) ? 1 : 0;
                }
            }
        }
        if (inside > 0) {
            return (double) tissue / inside;
        }
        Coordinate centre = geometry.getInteriorPoint().getCoordinate();
        SpatialTransform toPixels = registered.registration().toPixels();
        return registered.mask().isTissue(toPixels.x(centre.x, centre.y), toPixels.y(centre.x, centre.y)) ? 1 : 0;
    }
}
