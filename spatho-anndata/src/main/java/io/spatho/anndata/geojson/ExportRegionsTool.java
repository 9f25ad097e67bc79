package io.spatho.anndata.geojson;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;

/** Writes the outlines of the regions in micrometres to {@code regions/regions.geojson}, as QuPath and others read them. */
public final class ExportRegionsTool implements Tool<RegionTool.Result, Artifact> {

    /** The file's path in a run. */
    public static final String FILE = "regions/regions.geojson";

    @Override
    public ToolId id() {
        return new ToolId("export_regions", "1.0");
    }

    @Override
    public String purpose() {
        return "Writes the outlines of the regions as GeoJSON in micrometres.";
    }

    @Override
    public JsonNode parameters(RegionTool.Result request) {
        return CanonicalJson.object().put("unit", "um");
    }

    @Override
    public Artifact run(RegionTool.Result request, ToolContext context) {
        return context.store()
                .file(
                        FILE,
                        "application/geo+json",
                        Origin.MEASURED,
                        file -> GeoJsonRegions.write(file, request.regions()));
    }
}
