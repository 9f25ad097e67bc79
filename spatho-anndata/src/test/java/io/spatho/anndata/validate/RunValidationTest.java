package io.spatho.anndata.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.WorkingFolder;
import io.spatho.anndata.h5ad.Cases;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A sound run has no violation of its tables; each fault that is put into it has its own code. */
class RunValidationTest extends WorkingFolder {

    private static final String RUN = "run_" + "0a".repeat(16);
    private static final String ZERO = "0".repeat(64);

    private static Column.Strings texts(String... values) {
        return new Column.Strings(values);
    }

    private static Column.Doubles reals(double... values) {
        return new Column.Doubles(values);
    }

    private static Table regions() {
        return Table.ofRows(2)
                .with("region_id", texts("r1", "r2"))
                .with("x", reals(1, 2))
                .with("y", reals(1, 2))
                .with("structure_label", texts("a", "b"))
                .with("n_cells", new Column.Ints(new int[] {1, 2}))
                .with("qc_flag", texts("ok", "low_cells,no_image"))
                .with("emb_0", new Column.Floats(new float[] {1, 2}))
                .with("emb_1", new Column.Floats(new float[] {3, 4}));
    }

    private static Table members() {
        return Table.ofRows(2)
                .with("region_id", texts("r1", "r2"))
                .with("cell_id", texts("célula-0", "célula-1"))
                .with("role", texts("inner", "context"))
                .with("weight", reals(1, 0.5))
                .with("distance_um", reals(-3, 4));
    }

    private static Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put(TableContract.REGIONS, regions());
        tables.put(TableContract.MEMBERS, members());
        tables.put(
                TableContract.SUMMARY,
                Table.ofRows(1).with("region_id", texts("r1")).with("n_cells", new Column.Ints(new int[] {1})));
        tables.put(
                TableContract.NEIGHBORS,
                Table.ofRows(1)
                        .with("region_id", texts("r1"))
                        .with("neighbor_id", texts("r2"))
                        .with("relation", texts("adjacent"))
                        .with("distance_um", reals(3))
                        .with("shared_boundary_um", reals(0)));
        tables.put("regions/region_outliers.parquet", Table.ofRows(0).with("region_id", texts()));
        tables.put(TableContract.CLUSTERS, Table.ofRows(1).with("cell_id", texts("célula-2")));
        return tables;
    }

    private static String manifest(String more) {
        return """
            {"schema_version": "1.0", "spatho_version": "1", "run_id": "%s", "seed": 0,
             "case": {"name": "n", "platform": "visium", "observations": 3, "genes": 2},
             "inputs": [{"role": "m", "name": "m", "bytes": 1, "sha256": "%s"}], "config": {},
             "tool_calls": [{"sequence": 0, "tool": "t", "key": "%s", "parameters": {}, "artifacts": [], "evidence": 0}],
             "models": [], "artifacts": [{"path": "note.txt", "media_type": "text/plain", "rows": null, "bytes": 2,
             "sha256": "%s", "origin": "measured"}], "guardrails": {"rules": [], "verdicts": []}, "evidence_ids": [],
             "tolerance": "none", "manifest_fingerprint": "%s"%s}
            """.formatted(RUN, ZERO, ZERO, ZERO, ZERO, more);
    }

    /** A run whose files a test then changes. */
    private Path run(Map<String, Table> tables, String runId, String manifest) {
        try {
            Path run = Files.createTempDirectory(folder, "run");
            H5adWriter.write(Cases.rich(5, 4), run.resolve("case.h5ad"), workers);
            for (Map.Entry<String, Table> table : tables.entrySet()) {
                Path file = run.resolve(table.getKey());
                Files.createDirectories(file.getParent());
                Map<String, String> metadata = Map.of("run_id", runId, "origin", "measured");
                try (TableSink sink = new ParquetTables().create(file, metadata, table.getValue())) {
                    sink.append(table.getValue());
                }
            }
            Files.writeString(run.resolve("note.txt"), "hi");
            Files.writeString(run.resolve("evidence_manifest.json"), manifest);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Validation changed(Consumer<Map<String, Table>> change) {
        Map<String, Table> tables = tables();
        change.accept(tables);
        return Validation.of(run(tables, RUN, manifest("")), workers);
    }

    private static Consumer<Map<String, Table>> column(String table, String name, Column column) {
        return tables -> tables.put(table, tables.get(table).with(name, column));
    }

    @Test
    void aSoundRunHasNoViolation() {
        assertThat(changed(tables -> {}).violations()).isEmpty();
    }

    private static String subject(String platform, int observations, int genes, boolean isStudy, boolean hasInputs) {
        String text = manifest("")
                .replace("visium", platform)
                .replace(
                        "\"observations\": 3, \"genes\": 2",
                        "\"observations\": " + observations + ", \"genes\": " + genes);
        text = isStudy ? text.replace("\"config\": {}", "\"config\": {\"study\": \"s\"}") : text;
        return hasInputs ? text : text.replaceFirst("\"inputs\": \\[[^]]*]", "\"inputs\": []");
    }

    /** A picture has no genes, weights have neither cells nor genes, made slides come from no file; a case has all of them. */
    @Test
    void whatAStudyIsAboutDecidesWhatItMustHave() {
        Map<String, Boolean> sound = new LinkedHashMap<>();
        sound.put(subject("visium", 3, 2, false, true), true);
        sound.put(subject("visium", 0, 2, true, true), false);
        sound.put(subject("visium", 3, 0, true, true), false);
        sound.put(subject("visium", 3, 2, true, false), false);
        sound.put(subject("slide", 0, 0, true, true), true);
        sound.put(subject("slide", 9, 0, true, true), true);
        sound.put(subject("slide", 9, 2, true, true), false);
        sound.put(subject("slide", 9, 0, false, true), false);
        sound.put(subject("model", 0, 0, true, true), true);
        sound.put(subject("model", 1, 0, true, true), false);
        sound.put(subject("model", 0, 0, true, false), false);
        sound.put(subject("reference", 5, 5, true, true), true);
        sound.put(subject("reference", 5, 0, true, true), false);
        sound.put(subject("made", 5, 5, true, false), true);
        sound.put(subject("made", 5, 5, true, true), false);
        sound.put(subject("made", 5, 0, true, false), false);
        sound.put(subject("rag", 5, 5, true, true), false);
        sound.forEach((manifest, expected) -> assertThat(
                        Validation.of(run(tables(), RUN, manifest), workers).isValid(true))
                .as(manifest)
                .isEqualTo(expected));
    }

    @Test
    void everyFaultHasItsCode() throws IOException {
        Map<Rule, Validation> found = new LinkedHashMap<>();
        found.put(RunRule.RUN_TABLE_001, changed(tables -> tables.remove(TableContract.SUMMARY)));
        found.put(RunRule.RUN_TABLE_002, changed(column(TableContract.MEMBERS, "weight", texts("1", "0"))));
        found.put(RunRule.RUN_TABLE_003, changed(column(TableContract.REGIONS, "region_id", texts("r2", "r1"))));
        found.put(
                RunRule.RUN_TABLE_004,
                changed(column(TableContract.REGIONS, "emb_3", new Column.Floats(new float[2]))));
        found.put(
                RunRule.RUN_TABLE_005,
                changed(column(TableContract.REGIONS, "emb_1", new Column.Floats(new float[] {0, Float.NaN}))));
        found.put(RunRule.RUN_TABLE_006, Validation.of(run(tables(), "run_" + "0b".repeat(16), manifest("")), workers));
        found.put(RunRule.RUN_REF_001, changed(column(TableContract.NEIGHBORS, "neighbor_id", texts("r9"))));
        found.put(RunRule.RUN_REF_002, changed(column(TableContract.CLUSTERS, "cell_id", texts("nobody"))));
        found.put(RunRule.RUN_VALUE_001, changed(column(TableContract.MEMBERS, "weight", reals(1, 1.5))));
        found.put(RunRule.RUN_VALUE_002, changed(column(TableContract.MEMBERS, "role", texts("inner", "outer"))));
        found.put(RunRule.RUN_VALUE_003, changed(column(TableContract.NEIGHBORS, "distance_um", reals(-1))));
        found.put(RunRule.RUN_MANIFEST_001, Validation.of(run(tables(), RUN, "{"), workers));
        found.put(RunRule.RUN_MANIFEST_002, Validation.of(run(tables(), RUN, manifest(", \"more\": 1")), workers));
        Path cut = run(tables(), RUN, manifest(""));
        Files.writeString(cut.resolve("note.txt"), "h");
        found.put(RunRule.RUN_MANIFEST_003, Validation.of(cut, workers));
        assertThat(RunRule.values()).allMatch(found::containsKey);
        found.forEach((rule, validation) -> {
            assertThat(validation.counts()).as(rule.code()).containsKey(rule);
            assertThat(validation.isValid(false)).isFalse();
        });
    }
}
