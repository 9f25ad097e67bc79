package io.spatho.anndata.regions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.geojson.StructureColors;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.region.Region;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the outlines of the regions for other tools under {@code regions/}: GeoJSON in micrometres, the same in pixels for QuPath and
 * in the form of Space Ranger's segmentations where the size of a pixel is known, selections and cell groups for Xenium Explorer.
 */
public final class ExportRegionsTool implements Tool<ExportRegionsTool.Request, List<Artifact>> {

    /** The outlines in micrometres. */
    public static final String FILE = "regions/regions.geojson";

    private static final String GEOJSON = "application/geo+json";
    private static final String CSV = "text/csv";

    /**
     * What to write.
     *
     * @param regions the regions and their members
     * @param kept the observations that the members are rows of
     */
    public record Request(RegionTool.Result regions, SpatialDataset kept) {}

    @Override
    public ToolId id() {
        return new ToolId("export_regions", "1.1");
    }

    @Override
    public String purpose() {
        return "Writes the outlines of the regions for QuPath, Xenium Explorer and other tools.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object().put("unit", "um");
        double pixel = request.kept().metadata().pixelSizeUm();
        return pixel > 0 ? node.put("um_per_pixel", pixel) : node;
    }

    @Override
    public List<Artifact> run(Request request, ToolContext context) {
        List<Region> regions = request.regions().regions();
        List<Artifact> written = new ArrayList<>();
        written.add(context.store()
                .file(FILE, GEOJSON, Origin.MEASURED, file -> write(file, regions, RegionTarget.QUPATH)));
        double pixel = request.kept().metadata().pixelSizeUm();
        if (pixel > 0) {
            RegionUnit unit = RegionUnit.pixel(pixel);
            written.add(context.store().file("regions/regions_qupath_pixel.geojson", GEOJSON, Origin.MEASURED, file -> {
                RegionWriter.write(file, regions, unit, RegionTarget.QUPATH);
            }));
            written.add(context.store()
                    .file("regions/regions_spaceranger_pixel.geojson", GEOJSON, Origin.MEASURED, file -> {
                        RegionWriter.write(file, regions, unit, RegionTarget.SPACE_RANGER);
                    }));
        }
        written.add(context.store().file("regions/explorer_selections.csv", CSV, Origin.MEASURED, file -> {
            write(file, regions, RegionTarget.EXPLORER);
        }));
        written.add(groups(request, context, "regions/explorer_region_groups.csv", false));
        written.add(groups(request, context, "regions/explorer_structure_groups.csv", true));
        return written;
    }

    private static void write(Path file, List<Region> regions, RegionTarget target) {
        RegionWriter.write(file, regions, RegionUnit.um(), target);
    }

    /** Each observation with its region, or its region's structure, in the structure's colour. */
    private static Artifact groups(Request request, ToolContext context, String path, boolean structures) {
        List<Region> regions = request.regions().regions();
        StructureColors colors = StructureColors.of(regions);
        String[] hex =
                regions.stream().map(region -> colors.hex(region.label())).toArray(String[]::new);
        int[] regionOf = request.regions().regionOf(request.kept().size());
        String[] names = new String[regionOf.length];
        String[] shades = new String[regionOf.length];
        for (int row = 0; row < regionOf.length; row++) {
            if (regionOf[row] >= 0) {
                Region region = regions.get(regionOf[row]);
                names[row] = structures ? region.label() : region.id();
                shades[row] = hex[regionOf[row]];
            }
        }
        String[] ids = request.kept().cellIds();
        return context.store()
                .file(path, CSV, Origin.MEASURED, file -> RegionWriter.cellGroups(file, ids, names, shades));
    }
}
