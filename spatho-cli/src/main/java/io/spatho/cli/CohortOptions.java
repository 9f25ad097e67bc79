package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.integration.Correction;
import io.spatho.core.json.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How several cases are brought together, for the command line and for {@code --config}. */
final class CohortOptions {

    @Option(
            names = "--protocol",
            paramLabel = "CASE=LABEL",
            split = ",",
            description =
                    "What a case was made with, such as liver_3=fresh_frozen; cases of one label are aligned first."
                            + " May be given several times.")
    Map<String, String> protocol = new TreeMap<>();

    @Option(
            names = "--correction",
            paramLabel = "METHOD",
            defaultValue = "mnn",
            description = "none, mnn or harmony (default: ${DEFAULT-VALUE}). What it gained and cost is in the report.")
    Correction correction = Correction.MNN;

    @Option(
            names = "--vectors",
            paramLabel = "WHICH",
            defaultValue = "auto",
            description =
                    "stgpt (the runs' vectors, all of one model), pca (of the shared genes) or auto: stgpt where all"
                            + " runs have vectors of one model, else pca (default: ${DEFAULT-VALUE}).")
    String vectors = "auto";

    @Option(
            names = "--min-panel-overlap",
            paramLabel = "SHARE",
            defaultValue = "0.3",
            description = "Least share of the smallest panel that all cases share (default: ${DEFAULT-VALUE}).")
    double minPanelOverlap;

    @Option(
            names = "--n-components",
            paramLabel = "N",
            defaultValue = "30",
            description = "Principal components (default: ${DEFAULT-VALUE}).")
    int components;

    @Option(
            names = "--n-neighbors",
            paramLabel = "N",
            defaultValue = "15",
            description = "Neighbours in the vectors (default: ${DEFAULT-VALUE}).")
    int neighbors;

    @Option(
            names = "--resolution",
            defaultValue = "1.0",
            description = "Resolution of the joint clusters (default: ${DEFAULT-VALUE}).")
    double resolution;

    @Option(
            names = "--structure-resolution",
            defaultValue = "0.5",
            description = "Resolution of the joint structures (default: ${DEFAULT-VALUE}).")
    double structureResolution;

    @Option(
            names = "--min-region-cells",
            paramLabel = "N",
            defaultValue = "30",
            description = "Fewest observations of a region (default: ${DEFAULT-VALUE}).")
    int minRegionCells;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
    long seed;

    /** Fails with a usage error that names the option. */
    void require() {
        RunSettings.requireOneOf("--vectors", vectors, List.of("auto", "pca", "stgpt"));
        RunSettings.require("--min-panel-overlap", minPanelOverlap, minPanelOverlap >= 0 && minPanelOverlap <= 1);
        RunSettings.require("--n-components", components, components >= 2 && components <= 200);
        RunSettings.require("--n-neighbors", neighbors, neighbors >= 2 && neighbors <= 200);
        RunSettings.require("--resolution", resolution, resolution > 0);
        RunSettings.require("--structure-resolution", structureResolution, structureResolution > 0);
        RunSettings.require("--min-region-cells", minRegionCells, minRegionCells >= 1);
    }

    /** Fails when a protocol is given for a case that there is not. */
    void requireCases(List<String> names) {
        for (String name : new TreeMap<>(protocol).keySet()) {
            if (!names.contains(name)) {
                throw new UsageException(Problem.of("a protocol is given for a case that is not in the cohort")
                        .at("--protocol " + name)
                        .expected("one of " + String.join(", ", names), name));
            }
        }
    }

    /** All options that can change a result, under their names in a configuration file. */
    ObjectNode effective() {
        ObjectNode node = CanonicalJson.object();
        node.put("study", "cohort");
        if (!protocol.isEmpty()) {
            node.put(
                    "protocol",
                    String.join(
                            ",",
                            new TreeMap<>(protocol)
                                    .entrySet().stream()
                                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                                            .toList()));
        }
        node.put("correction", correction.id());
        node.put("vectors", vectors);
        node.put("min_panel_overlap", minPanelOverlap);
        node.put("n_components", components);
        node.put("n_neighbors", neighbors);
        node.put("resolution", resolution);
        node.put("structure_resolution", structureResolution);
        node.put("min_region_cells", minRegionCells);
        node.put("seed", seed);
        return node;
    }
}
