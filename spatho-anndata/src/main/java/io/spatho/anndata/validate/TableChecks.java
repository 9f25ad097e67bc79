package io.spatho.anndata.validate;

import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.validate.TableContract.Kind;
import io.spatho.core.error.InputException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks one table of a run against its contract. */
final class TableChecks {

    private static final String EMBEDDING = "emb_";

    private final TableContract contract;
    private final Path file;
    private final Findings findings;

    TableChecks(Path run, TableContract contract, Findings findings) {
        this.contract = contract;
        this.file = run.resolve(contract.path());
        this.findings = findings;
    }

    /** The contract's columns and embeddings; empty when the table is absent or lacks columns. */
    Optional<Table> check(String runId, boolean required) {
        if (!Files.exists(file)) {
            findings.require(!required, RunRule.RUN_TABLE_001, contract.path(), "a table", "nothing");
            return Optional.empty();
        }
        try {
            List<String> names = ParquetTable.columnNames(file);
            metadata(ParquetTable.metadata(file), runId);
            if (!named(names)) {
                return Optional.empty();
            }
            Set<String> wanted = new LinkedHashSet<>(contract.columns().keySet());
            names.stream()
                    .filter(name -> contract.embeddings() && name.startsWith(EMBEDDING))
                    .forEach(wanted::add);
            Table table = ParquetTable.read(file, wanted);
            boolean typed = types(table);
            if (contract.embeddings()) {
                embeddings(table, names);
            }
            if (typed) {
                sorted(table);
            }
            return typed ? Optional.of(table) : Optional.empty();
        } catch (InputException e) {
            findings.add(RunRule.RUN_TABLE_001, contract.path(), "a Parquet table", e.getMessage());
            return Optional.empty();
        }
    }

    private void metadata(Map<String, String> metadata, String runId) {
        String found = metadata.getOrDefault("run_id", "none");
        boolean same = runId.isEmpty() ? !found.equals("none") : found.equals(runId);
        findings.require(
                same, RunRule.RUN_TABLE_006, contract.path() + " run_id", runId.isEmpty() ? "a run id" : runId, found);
        String origin = metadata.getOrDefault("origin", "none");
        boolean known = origin.equals("measured") || origin.equals("model_derived");
        findings.require(
                known, RunRule.RUN_TABLE_006, contract.path() + " origin", "measured or model_derived", origin);
    }

    private boolean named(List<String> names) {
        List<String> expected = new ArrayList<>(contract.columns().keySet());
        List<String> found = names.subList(0, Math.min(names.size(), expected.size()));
        return findings.require(expected.equals(found), RunRule.RUN_TABLE_002, contract.path(), expected, found);
    }

    private boolean types(Table table) {
        boolean all = true;
        for (Map.Entry<String, Kind> column : contract.columns().entrySet()) {
            Column found = table.column(column.getKey());
            all &= findings.require(
                    column.getValue().fits(found),
                    RunRule.RUN_TABLE_002,
                    contract.path() + " " + column.getKey(),
                    column.getValue().name().toLowerCase(java.util.Locale.ROOT),
                    found.getClass().getSimpleName());
        }
        return all;
    }

    private void embeddings(Table table, List<String> names) {
        List<String> found =
                names.stream().filter(name -> name.startsWith(EMBEDDING)).toList();
        for (int i = 0; i < found.size(); i++) {
            String place = contract.path() + " " + found.get(i);
            boolean numbered = found.get(i).equals(EMBEDDING + i);
            findings.require(numbered, RunRule.RUN_TABLE_004, place, EMBEDDING + i, found.get(i));
            if (!(table.column(found.get(i)) instanceof Column.Floats column)) {
                findings.add(RunRule.RUN_TABLE_004, place, "float32", "another type");
                continue;
            }
            for (int row = 0; row < column.size(); row++) {
                if (!Float.isFinite(column.values()[row])) {
                    findings.add(RunRule.RUN_TABLE_005, place + " row " + row, "a finite number", column.values()[row]);
                }
            }
        }
        findings.require(!found.isEmpty(), RunRule.RUN_TABLE_004, contract.path(), "emb_0 and further", "none");
    }

    private void sorted(Table table) {
        List<String[]> ids = contract.idColumns().stream().map(table::strings).toList();
        if (ids.isEmpty()) {
            return;
        }
        for (int row = 1; row < table.rows(); row++) {
            int order = 0;
            for (int i = 0; i < ids.size() && order == 0; i++) {
                order = orEmpty(ids.get(i)[row - 1]).compareTo(orEmpty(ids.get(i)[row]));
            }
            if (order >= 0) {
                String found = orEmpty(ids.get(0)[row - 1]) + ", then " + orEmpty(ids.get(0)[row]);
                findings.add(RunRule.RUN_TABLE_003, contract.path() + " row " + row, "ascending ids", found);
            }
        }
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
