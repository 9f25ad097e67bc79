package io.spatho.core.review;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The labels that people corrected, as rows to train on: of each relabelled region the region and its inner and boundary
 * observations, of each relabelled cluster or structure its observations. Columns: {@code unit} (region or cell), {@code unit_id},
 * {@code original_label}, {@code corrected_label}, {@code correction_type} (label_override), {@code evidence_id}, {@code
 * decision_id}, {@code reviewer}, {@code note}, {@code run_id}. An observation that several decisions concern has a row for each.
 */
public final class Corrections {

    private static final String CELLS = "analysis/clusters.parquet";
    private static final String MEMBERS = "regions/region_cell_membership.parquet";
    private static final List<String> OF_UNIT = List.of("cluster_id", "structure_id", "structure_label");
    private static final List<String> COLUMNS = List.of(
            "unit",
            "unit_id",
            "original_label",
            "corrected_label",
            "correction_type",
            "evidence_id",
            "decision_id",
            "reviewer",
            "note",
            "run_id");

    private final Function<String, Optional<Table>> tables;
    private final List<String[]> rows = new ArrayList<>();

    private Corrections(Function<String, Optional<Table>> tables) {
        this.tables = tables;
    }

    /**
     * The corrections that hold in a run.
     *
     * @param tables reads a table of the run, if it has it
     * @throws InputException when nobody relabelled anything in this run
     */
    public static Table of(ReviewState state, Function<String, Optional<Table>> tables) {
        Corrections corrections = new Corrections(tables);
        state.all().forEach((id, decision) -> {
            if (decision.kind() == ReviewDecision.Kind.RELABEL) {
                corrections.add(id, decision);
            }
        });
        if (corrections.rows.isEmpty()) {
            throw new InputException(Problem.of("nobody relabelled anything in this run")
                    .fix("Record corrections with spatho relabel first"));
        }
        Table table = Table.ofRows(corrections.rows.size());
        for (int column = 0; column < COLUMNS.size(); column++) {
            int place = column;
            table = table.with(
                    COLUMNS.get(column),
                    new Column.Strings(
                            corrections.rows.stream().map(row -> row[place]).toArray(String[]::new)));
        }
        return table;
    }

    private void add(String id, ReviewDecision decision) {
        switch (decision.unit()) {
            case "region" -> {
                row(id, decision, "region", decision.unitId());
                cells(id, decision, MEMBERS);
            }
            case "cell" -> row(id, decision, "cell", decision.unitId());
            default -> cells(id, decision, CELLS);
        }
    }

    private void cells(String id, ReviewDecision decision, String path) {
        Optional<Table> table = tables.apply(path);
        if (table.isEmpty()) {
            return;
        }
        Table cells = table.get();
        for (int row = 0; row < cells.rows(); row++) {
            if (concerns(decision, cells, row)) {
                row(id, decision, "cell", cells.column("cell_id").text(row));
            }
        }
    }

    private static boolean concerns(ReviewDecision decision, Table cells, int row) {
        if (cells.has("role")) {
            return cells.column("region_id").text(row).equals(decision.unitId())
                    && !cells.column("role").text(row).equals("context");
        }
        return OF_UNIT.stream()
                .anyMatch(column ->
                        cells.has(column) && cells.column(column).text(row).equals(decision.unitId()));
    }

    private void row(String id, ReviewDecision decision, String unit, String unitId) {
        rows.add(new String[] {
            unit,
            unitId,
            decision.original(),
            decision.label().orElseThrow(),
            "label_override",
            id,
            decision.id(),
            decision.reviewer(),
            decision.note(),
            decision.runId()
        });
    }
}
