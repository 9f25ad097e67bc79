package io.spatho.stgpt.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.json.StrictJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the quality report beside precomputed artifacts says: {@code qc_report.json} or {@code region_qc_report.json}, by spatho or by
 * stGPT itself.
 *
 * <p>Fatal: {@code fatal_errors} or {@code errors} that are not empty, or the status {@code fail}. Coverage is the first of
 * {@code cell_coverage}, {@code patch_cell_coverage}, {@code patch_cell_coverage_fraction}, {@code image_coverage} that is there, at
 * the top or under {@code metrics}, else {@code n_cells_with_image / n_cells_total}. The bridge of upstream spatho looks at
 * {@code image_coverage} first; it comes late here because a case without a slide has none and its vectors are none the worse.
 *
 * @param fatal why the artifacts must not be used
 * @param warnings what to know before using them
 * @param coverage the share of observations that they say they cover
 * @param overlap how much of the panel their model knew, if they say it
 * @param model name and version of their model, if they say it
 */
record ArtifactQc(
        List<String> fatal,
        List<String> warnings,
        OptionalDouble coverage,
        Optional<PanelOverlap> overlap,
        Optional<String> model) {

    private static final List<String> COVERAGES =
            List.of("cell_coverage", "patch_cell_coverage", "patch_cell_coverage_fraction", "image_coverage");

    ArtifactQc {
        fatal = List.copyOf(fatal);
        warnings = List.copyOf(warnings);
    }

    /** What stands for a report that is not there. */
    static ArtifactQc absent() {
        return new ArtifactQc(
                List.of(),
                List.of("no quality report lies beside the precomputed artifacts"),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ArtifactQc read(Path file) {
        JsonNode report = StrictJson.read(file);
        List<String> fatal = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        report.path("fatal_errors").forEach(line -> fatal.add(line.asText()));
        report.path("errors").forEach(line -> fatal.add(line.asText()));
        String status = report.path("status").asText("").toLowerCase(Locale.ROOT);
        if (status.equals("fail") && fatal.isEmpty()) {
            fatal.add("its status is fail");
        }
        report.path("warnings").forEach(line -> warnings.add(line.asText()));
        if (status.startsWith("warn") && warnings.isEmpty()) {
            warnings.add("the quality report of the precomputed artifacts warns without a reason");
        }
        JsonNode named = report.path("model");
        return new ArtifactQc(
                fatal,
                warnings,
                coverage(report),
                overlap(report.path("metrics")),
                named.path("name").isTextual()
                        ? Optional.of((named.path("name").asText() + " "
                                        + named.path("version").asText(""))
                                .strip())
                        : Optional.empty());
    }

    private static OptionalDouble coverage(JsonNode report) {
        for (String name : COVERAGES) {
            JsonNode value = number(report, name);
            if (value.isNumber()) {
                return OptionalDouble.of(value.asDouble());
            }
        }
        double imaged = number(report, "n_cells_with_image").asDouble(Double.NaN);
        double total = number(report, "n_cells_total").asDouble(Double.NaN);
        return total > 0 && imaged >= 0 ? OptionalDouble.of(imaged / total) : OptionalDouble.empty();
    }

    private static JsonNode number(JsonNode report, String name) {
        return report.path(name).isNumber()
                ? report.path(name)
                : report.path("metrics").path(name);
    }

    private static Optional<PanelOverlap> overlap(JsonNode metrics) {
        if (!metrics.path("shared_genes").isInt()
                || !metrics.path("panel_genes").isInt()) {
            return Optional.empty();
        }
        return Optional.of(new PanelOverlap(
                metrics.path("shared_genes").asInt(),
                metrics.path("panel_genes").asInt(),
                metrics.path("low_panel_overlap").asBoolean()));
    }
}
