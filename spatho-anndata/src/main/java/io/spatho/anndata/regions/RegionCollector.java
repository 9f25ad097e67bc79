package io.spatho.anndata.regions;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.core.region.OutlineCheck;
import io.spatho.core.region.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Puts regions together from corners that come row by row; the rows of a region, of a part and of a ring follow each other. */
final class RegionCollector {

    private final Path file;
    private final OutlineCheck check;
    private final Set<String> ids = new HashSet<>();
    private final List<Region> regions = new ArrayList<>();
    private final List<Polygon> parts = new ArrayList<>();
    private final List<LinearRing> rings = new ArrayList<>();
    private final List<Coordinate> corners = new ArrayList<>();
    private String id = "";
    private String label = "";
    private int part;
    private int ring;
    private int total;

    RegionCollector(Path file, OutlineCheck check) {
        this.file = file;
        this.check = check;
    }

    /** Starts or goes on with a region; a row that names another one ends it. */
    void add(String regionId, String regionLabel, int partNumber, int ringNumber, Coordinate corner) {
        if (regionId.isEmpty()) {
            throw refused("a corner belongs to no region", "an id", "an empty field");
        }
        if (!regionId.equals(id)) {
            endRegion();
            begin(regionId, regionLabel);
        } else if (partNumber < part || (partNumber == part && ringNumber < ring)) {
            throw refused("parts and rings are out of order", "ascending numbers", partNumber + ", " + ringNumber);
        } else if (partNumber > part) {
            endPart();
        } else if (ringNumber > ring) {
            endRing();
        }
        part = partNumber;
        ring = ringNumber;
        Limit.REGION_CORNERS.require(++total, "there are too many corners", file);
        corners.add(corner);
    }

    private void begin(String regionId, String regionLabel) {
        Limit.REGIONS.require(ids.size() + 1L, "there are too many regions", file);
        id = regionId;
        label = regionLabel;
        if (!ids.add(regionId)) {
            throw refused("a region's rows do not follow each other, or its id is used twice", "each id once", id);
        }
    }

    private void endRing() {
        if (!corners.isEmpty()) {
            rings.add(check.impliedRing(corners.toArray(Coordinate[]::new), place()));
            corners.clear();
        }
    }

    private void endPart() {
        endRing();
        if (!rings.isEmpty()) {
            LinearRing[] all = rings.toArray(LinearRing[]::new);
            parts.add(check.factory().createPolygon(all[0], Arrays.copyOfRange(all, 1, all.length)));
            rings.clear();
        }
    }

    private void endRegion() {
        endPart();
        if (!parts.isEmpty()) {
            Geometry outline = parts.size() == 1
                    ? parts.get(0)
                    : check.factory().createMultiPolygon(parts.toArray(Polygon[]::new));
            regions.add(new Region(id, check.valid(outline, place()), "user", label));
            parts.clear();
        }
    }

    /** All regions. */
    List<Region> finish() {
        endRegion();
        if (regions.isEmpty()) {
            throw refused("there is no region in the file", "at least one outline", "none");
        }
        return List.copyOf(regions);
    }

    private String place() {
        return file + (id.isEmpty() ? "" : " region " + id);
    }

    private InputException refused(String what, Object expected, Object found) {
        return new InputException(Problem.of(what).at(place()).expected(expected, found));
    }
}
