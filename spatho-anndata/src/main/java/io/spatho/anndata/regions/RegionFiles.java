package io.spatho.anndata.regions;

import io.spatho.anndata.geojson.GeoJsonRegions;
import io.spatho.anndata.geojson.GeoJsonRegions.Drawing;
import io.spatho.anndata.geojson.UnitRule;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.region.OutlineCheck;
import io.spatho.core.region.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads files of regions of any format that {@link RegionFormat} knows, plain or gzip-compressed, and checks that they lie on the slide.
 *
 * <p>Outlines that are open or cross themselves are repaired where that keeps their area, points and lines left out; each is stated in
 * a warning. Everything else that is wrong is refused, with file and region.
 */
public final class RegionFiles {

    private final SlideCells cells;
    private final double pixelSizeUm;
    private final Workers workers;
    private final List<String> warnings;

    private RegionFiles(SlideCells cells, double pixelSizeUm, Workers workers, List<String> warnings) {
        this.cells = cells;
        this.pixelSizeUm = pixelSizeUm;
        this.workers = workers;
        this.warnings = warnings;
    }

    /**
     * A reader of regions for one slide.
     *
     * @param pixelSizeUm micrometres per full-resolution pixel, NaN when unknown
     * @param warnings where repairs and omissions are stated
     */
    public static RegionFiles on(SlideCells cells, double pixelSizeUm, Workers workers, List<String> warnings) {
        return new RegionFiles(cells, pixelSizeUm, workers, warnings);
    }

    /** The outlines in a file, wherever they lie; cell groups have none and are refused. */
    public static Drawing outlines(Path file, UnitRule units, List<String> warnings) {
        OutlineCheck check = OutlineCheck.lenient(warnings);
        return switch (RegionFormat.of(file)) {
            case GEOJSON -> GeoJsonRegions.read(file, units, warnings);
            case EXPLORER_SELECTION -> ExplorerSelections.read(file, units, check);
            case POLYGON_CSV -> PolygonCsv.read(file, units, check);
            case EXPLORER_CELL_GROUPS ->
                throw new InputException(Problem.of("cell groups have no outlines of their own")
                        .at(file)
                        .expected("outlines", "cell_id, group")
                        .fix("Pass them to `spatho run --regions` with the case that the cells are of."));
        };
    }

    /**
     * The regions of one or several files.
     *
     * @param unit what the user says of the unit, see {@link UnitRule#parse}
     * @throws InputException also when ids are repeated between files, or when cell groups are mixed with other files
     */
    public DrawnRegions read(List<Path> files, Optional<String> unit) {
        UnitRule units = UnitRule.parse(unit, pixelSizeUm);
        if (files.size() == 1 && RegionFormat.of(files.get(0)) == RegionFormat.EXPLORER_CELL_GROUPS) {
            return CellGroups.read(files.get(0), cells, workers, warnings);
        }
        List<Region> regions = new ArrayList<>();
        Map<String, Path> ids = new HashMap<>();
        SlideFit fit = SlideFit.on(cells, pixelSizeUm);
        for (Path file : files) {
            Drawing drawing = outlines(file, units, warnings);
            fit.check(file, drawing).ifPresent(warnings::add);
            for (Region region : drawing.regions()) {
                Path other = ids.putIfAbsent(region.id(), file);
                if (other != null) {
                    throw new InputException(Problem.of("region id " + region.id() + " stands in two files")
                            .at(other.getFileName() + " and " + file.getFileName())
                            .expected("each id once", "two regions"));
                }
                regions.add(region);
            }
        }
        return DrawnRegions.ofOutlines(regions);
    }
}
