package io.spatho.anndata.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spatho.core.error.InputException;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the manifest and the tables of a run, and that ids in them lead somewhere. */
final class RunChecks {

    static final String MANIFEST = "evidence_manifest.json";

    private static final Set<String> ROLES = Set.of("inner", "boundary", "context");
    private static final Set<String> FLAGS = Set.of("ok", "no_image", "low_cells", "low_panel_overlap");

    /** Analyses that end here make no regions. */
    private static final Set<String> STAGES_BEFORE_REGIONS = Set.of("qc", "cluster", "annotate", "spatial");

    private final Path run;
    private final Findings findings;
    private final JsonNode manifest;

    RunChecks(Path run, Findings findings) {
        this.run = run;
        this.findings = findings;
        this.manifest = manifest();
    }

    /** Whether this is a study of a model, which leaves neither a case nor the tables of a run. */
    boolean isStudy() {
        return manifest.at("/config").has("study");
    }

    void check(List<String> caseIds) {
        String runId = manifest.path("run_id").asText("");
        boolean withRegions =
                !STAGES_BEFORE_REGIONS.contains(manifest.at("/config/stage").asText(""));
        Map<String, Table> tables = new LinkedHashMap<>();
        for (TableContract contract : TableContract.ALL) {
            boolean required = !isStudy()
                    && contract.required()
                    && (withRegions || !contract.path().startsWith(TableContract.REGION_FOLDER));
            new TableChecks(run, contract, findings)
                    .check(runId, required)
                    .ifPresent(table -> tables.put(contract.path(), table));
        }
        references(tables, new HashSet<>(caseIds));
        tables.forEach(this::values);
    }

    /** The manifest; nothing in it when it cannot be read. */
    private JsonNode manifest() {
        JsonNode read;
        try {
            read = StrictJson.read(run.resolve(MANIFEST));
        } catch (InputException e) {
            findings.add(RunRule.RUN_MANIFEST_001, MANIFEST, "a JSON document", e.getMessage());
            return MissingNode.getInstance();
        }
        ManifestSchema.check(read)
                .forEach(fault -> findings.add(
                        RunRule.RUN_MANIFEST_002, MANIFEST + fault.place(), fault.expected(), fault.found()));
        for (JsonNode artifact : read.path("artifacts")) {
            artifact(artifact.path("path").asText(""), artifact.path("bytes").asLong(-1));
        }
        return read;
    }

    private void artifact(String name, long bytes) {
        try {
            Path file = run.resolve(name).normalize();
            boolean inside = file.startsWith(run.normalize()) && Files.isRegularFile(file);
            long found = inside ? Files.size(file) : -1;
            findings.require(
                    found == bytes && found >= 0,
                    RunRule.RUN_MANIFEST_003,
                    name,
                    bytes + " bytes",
                    inside ? found : "none");
        } catch (IOException | InvalidPathException e) {
            findings.add(RunRule.RUN_MANIFEST_003, name, bytes + " bytes", e.getMessage());
        }
    }

    private void references(Map<String, Table> tables, Set<String> caseIds) {
        if (tables.containsKey(TableContract.REGIONS)) {
            Set<String> regions = new HashSet<>(
                    Arrays.asList(tables.get(TableContract.REGIONS).strings("region_id")));
            tables.forEach((path, table) -> {
                resolve(path, table, "region_id", regions, RunRule.RUN_REF_001);
                resolve(path, table, "neighbor_id", regions, RunRule.RUN_REF_001);
            });
        }
        if (!caseIds.isEmpty()) {
            tables.forEach((path, table) -> resolve(path, table, "cell_id", caseIds, RunRule.RUN_REF_002));
        }
    }

    private void resolve(String path, Table table, String column, Set<String> known, Rule rule) {
        if (!table.has(column)) {
            return;
        }
        String[] ids = table.strings(column);
        for (int row = 0; row < ids.length; row++) {
            if (!known.contains(ids[row])) {
                findings.add(rule, path + " " + column + " row " + row, "an id that there is", ids[row]);
            }
        }
    }

    private void values(String path, Table table) {
        for (int row = 0; row < table.rows(); row++) {
            String place = path + " row " + row;
            if (table.has("weight")) {
                double weight = table.column("weight").number(row);
                findings.require(
                        weight >= 0 && weight <= 1, RunRule.RUN_VALUE_001, place + " weight", "0 to 1", weight);
            }
            if (table.has("role")) {
                word(place + " role", table.column("role").text(row), ROLES);
            }
            if (table.has("qc_flag") && table.has("region_id")) {
                for (String flag : table.column("qc_flag").text(row).split(",", -1)) {
                    word(place + " qc_flag", flag, FLAGS);
                }
            }
            for (String name : List.of("n_cells", "distance_um", "shared_boundary_um")) {
                boolean signed = name.equals("distance_um") && table.has("role");
                if (table.has(name) && !signed) {
                    double value = table.column(name).number(row);
                    findings.require(!(value < 0), RunRule.RUN_VALUE_003, place + " " + name, "0 or more", value);
                }
            }
        }
    }

    private void word(String place, String found, Set<String> known) {
        findings.require(
                known.contains(found),
                RunRule.RUN_VALUE_002,
                place,
                String.join(", ", known.stream().sorted().toList()),
                found);
    }
}
