package io.spatho.anndata.xenium;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.csv.TextInput;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code experiment.xenium} says about a run.
 *
 * @param softwareVersion of Xenium Onboard Analysis, or of Xenium Ranger where that changed the run; may be empty
 * @param pixelSizeUm micrometres per pixel of the morphology image
 * @param fields all plain values, by key; those of a section such as {@code images} by {@code section.key}
 */
record Experiment(String softwareVersion, double pixelSizeUm, Map<String, String> fields) {

    static final List<String> NAMES = List.of("experiment\\.xenium", "[^/]*[_.-]experiment\\.xenium(\\.gz)?");

    private static final double DEFAULT_PIXEL_SIZE_UM = 0.2125;
    private static final double SMALLEST_PIXEL_UM = 0.01;
    private static final double LARGEST_PIXEL_UM = 10;
    private static final int LONGEST_VALUE = 1000;
    private static final int MOST_FIELDS = 500;
    private static final Pattern VERSION =
            Pattern.compile("[xX]enium[-_]([rR]anger[-_])?(\\d+\\.\\d+\\.\\d+[0-9.-]*).*");

    static Experiment read(BundleFolder folder, List<String> warnings) {
        Optional<Path> file = folder.find(NAMES);
        if (file.isEmpty()) {
            warnings.add("experiment.xenium is missing; a pixel size of " + DEFAULT_PIXEL_SIZE_UM + " um was taken");
            return new Experiment("", DEFAULT_PIXEL_SIZE_UM, Map.of());
        }
        JsonNode root = TextInput.jsonObject(folder.use("experiment", file.get()));
        Map<String, String> fields = new TreeMap<>();
        collect("", root, fields);
        String ranger = root.path("xenium_ranger").path("version").asText("");
        String analysis = root.path("analysis_sw_version").asText("");
        String stated = ranger.isEmpty() ? analysis : ranger;
        if (stated.isEmpty()) {
            warnings.add("experiment.xenium states no version of the analysis software");
        } else if (!ranger.isEmpty() || analysis.toLowerCase(Locale.ROOT).contains("ranger")) {
            warnings.add("Xenium Ranger changed this run after the instrument (" + stated + ")");
        }
        return new Experiment(version(stated), pixelSize(file.get(), root, warnings), fields);
    }

    /** Plain values, and those of sections one level down. */
    private static void collect(String section, JsonNode node, Map<String, String> fields) {
        node.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            boolean plain = value.isValueNode() && value.asText().length() <= LONGEST_VALUE;
            if (plain && fields.size() < MOST_FIELDS) {
                fields.put(section + entry.getKey(), value.asText());
            } else if (value.isObject() && section.isEmpty()) {
                collect(entry.getKey() + ".", value, fields);
            }
        });
    }

    static String version(String stated) {
        Matcher matcher = VERSION.matcher(stated);
        return matcher.matches() ? matcher.group(2) : stated;
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

    /** The number of cells of the whole section, where it is stated. */
    OptionalLong cells() {
        try {
            return OptionalLong.of(Long.parseLong(fields.getOrDefault("num_cells", "")));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** A path that the file names, relative to the folder; empty when it names none. */
    String path(String key) {
        return fields.getOrDefault(key, "");
    }

    String name(String fallback) {
        String region = fields.getOrDefault("region_name", "");
        String run = fields.getOrDefault("run_name", "");
        return region.isBlank() ? (run.isBlank() ? fallback : run) : region;
    }
}
