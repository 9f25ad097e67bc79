package io.spatho.anndata.xenium;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.csv.TextInput;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code experiment.xenium} says about a run.
 *
 * @param softwareVersion of Xenium Onboard Analysis, or of Xenium Ranger where cells were segmented again; may be empty
 * @param pixelSizeUm micrometres per pixel of the morphology image
 * @param fields all plain values, by key
 */
record Experiment(String softwareVersion, double pixelSizeUm, Map<String, String> fields) {

    static final List<String> NAMES = List.of("experiment\\.xenium", "[^/]*[_.-]experiment\\.xenium(\\.gz)?");

    private static final double DEFAULT_PIXEL_SIZE_UM = 0.2125;
    private static final double SMALLEST_PIXEL_UM = 0.01;
    private static final double LARGEST_PIXEL_UM = 10;
    private static final int LONGEST_VALUE = 1000;
    private static final Pattern VERSION = Pattern.compile("[xX]enium[-_](\\d+\\.\\d+\\.\\d+[0-9.-]*).*");

    static Experiment read(BundleFolder folder, List<String> warnings) {
        Optional<Path> file = folder.find(NAMES);
        if (file.isEmpty()) {
            warnings.add("experiment.xenium is missing; a pixel size of " + DEFAULT_PIXEL_SIZE_UM + " um was taken");
            return new Experiment("", DEFAULT_PIXEL_SIZE_UM, Map.of());
        }
        JsonNode root = TextInput.jsonObject(folder.use("experiment", file.get()));
        Map<String, String> fields = new TreeMap<>();
        root.properties().forEach(entry -> {
            if (entry.getValue().isValueNode() && entry.getValue().asText().length() <= LONGEST_VALUE) {
                fields.put(entry.getKey(), entry.getValue().asText());
            }
        });
        String ranger = root.path("xenium_ranger").path("version").asText("");
        String stated = ranger.isEmpty() ? root.path("analysis_sw_version").asText("") : ranger;
        return new Experiment(version(stated), pixelSize(file.get(), root, warnings), fields);
    }

    static String version(String stated) {
        Matcher matcher = VERSION.matcher(stated);
        return matcher.matches() ? matcher.group(1) : stated;
    }

    private static double pixelSize(Path file, JsonNode root, List<String> warnings) {
        JsonNode stated = root.path("pixel_size");
        if (stated.isMissingNode() || stated.isNull()) {
            warnings.add("experiment.xenium states no pixel_size; " + DEFAULT_PIXEL_SIZE_UM + " um was taken");
            return DEFAULT_PIXEL_SIZE_UM;
        }
        double size = stated.asDouble(Double.NaN);
        if (!(size >= SMALLEST_PIXEL_UM && size <= LARGEST_PIXEL_UM)) {
            throw new InputException(Problem.of("pixel_size makes no sense")
                    .at(file + " key pixel_size")
                    .expected(SMALLEST_PIXEL_UM + " to " + LARGEST_PIXEL_UM + " micrometres", stated));
        }
        return size;
    }

    String panelName() {
        return fields.getOrDefault("panel_name", "");
    }

    String name(String fallback) {
        String region = fields.getOrDefault("region_name", "");
        String run = fields.getOrDefault("run_name", "");
        return region.isBlank() ? (run.isBlank() ? fallback : run) : region;
    }
}
