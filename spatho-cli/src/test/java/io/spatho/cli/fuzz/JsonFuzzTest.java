package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.csv.TextInput;
import io.spatho.anndata.geojson.GeoJsonRegions;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** JSON: any document, the descriptions in Xenium and Visium folders, and drawn regions. */
class JsonFuzzTest {

    private static final Workers WORKERS = new Workers(1);

    @TempDir
    static Path shared;

    @BeforeAll
    static void writeBundles() {
        SyntheticOptions small = SyntheticOptions.of(50, 26, 1);
        SyntheticBundles.write(Platform.XENIUM, small, shared.resolve("xenium"), WORKERS);
        SyntheticBundles.write(Platform.VISIUM, small, shared.resolve("visium"), WORKERS);
    }

    /** What was read and written again reads the same. */
    @FuzzTest(maxDuration = "2m")
    void document(byte[] bytes) {
        Hostile.file("document.json", bytes, file -> {
            JsonNode node = StrictJson.read(file);
            if (isFinite(node)) {
                String line = CanonicalJson.line(node);
                assertThat(CanonicalJson.line(StrictJson.parse(line, "again"))).isEqualTo(line);
            }
            TextInput.jsonObject(file);
        });
    }

    /** JSON cannot say infinity, but a number may be too large for a double. */
    private static boolean isFinite(JsonNode node) {
        if (node.isFloatingPointNumber()) {
            return Double.isFinite(node.doubleValue());
        }
        for (JsonNode child : node) {
            if (!isFinite(child)) {
                return false;
            }
        }
        return true;
    }

    @FuzzTest(maxDuration = "2m")
    void experiment(byte[] bytes) throws IOException {
        replaceAndOpen("xenium", "experiment.xenium", bytes);
    }

    @FuzzTest(maxDuration = "2m")
    void scaleFactors(byte[] bytes) throws IOException {
        replaceAndOpen("visium", "spatial/scalefactors_json.json", bytes);
    }

    private static void replaceAndOpen(String bundle, String name, byte[] bytes) throws IOException {
        Files.write(shared.resolve(bundle).resolve(name), bytes);
        Hostile.holds(() -> Bundles.open(shared.resolve(bundle), BundleOptions.of(WORKERS)));
    }

    /** Regions that were read and written again are the same regions. */
    @FuzzTest(maxDuration = "2m")
    void geoJson(byte[] bytes) {
        Hostile.file("regions.geojson", bytes, file -> GeoJsonRegions.read(file, RegionUnit.um()));
        Hostile.file("regions.geojson", bytes, file -> {
            List<Region> regions = GeoJsonRegions.read(file, RegionUnit.um(), new ArrayList<>());
            GeoJsonRegions.write(file, regions);
            List<Region> again = GeoJsonRegions.read(file, RegionUnit.um(), new ArrayList<>());
            assertThat(again.stream().map(Region::id).toList())
                    .isEqualTo(regions.stream().map(Region::id).toList());
        });
    }
}
