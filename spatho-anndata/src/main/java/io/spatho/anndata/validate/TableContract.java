package io.spatho.anndata.validate;

import io.spatho.core.table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns that a table of a run starts with.
 *
 * @param path the table's place in the run
 * @param required whether every run has it; tables of regions, every run that makes regions
 * @param columns names and kinds, in order
 * @param ids how many of the first columns identify a row
 * @param embeddings whether {@code emb_0}, {@code emb_1} and so on follow
 */
record TableContract(String path, boolean required, Map<String, Kind> columns, int ids, boolean embeddings) {

    /** What a column holds. */
    enum Kind {
        TEXT,
        INTEGER,
        REAL;

        boolean fits(Column column) {
            return switch (this) {
                case TEXT -> column instanceof Column.Strings || column instanceof Column.Categories;
                case INTEGER -> column instanceof Column.Ints || column instanceof Column.Longs;
                case REAL -> column instanceof Column.Doubles || column instanceof Column.Floats;
            };
        }
    }

    static final String REGION_FOLDER = "regions/";
    static final String REGIONS = "regions/region_embeddings.parquet";
    static final String MEMBERS = "regions/region_cell_membership.parquet";
    static final String NEIGHBORS = "regions/region_neighbors.parquet";
    static final String SUMMARY = "regions/region_molecular_summary.parquet";
    static final String CLUSTERS = "analysis/clusters.parquet";

    static final List<TableContract> ALL = List.of(
            regions(REGIONS, true),
            regions("regions/region_pca_embeddings.parquet", false),
            new TableContract(
                    MEMBERS,
                    true,
                    columns("region_id:TEXT cell_id:TEXT role:TEXT weight:REAL distance_um:REAL"),
                    2,
                    false),
            new TableContract(SUMMARY, true, columns("region_id:TEXT n_cells:INTEGER"), 1, false),
            new TableContract(
                    NEIGHBORS,
                    true,
                    columns("region_id:TEXT neighbor_id:TEXT relation:TEXT distance_um:REAL shared_boundary_um:REAL"),
                    3,
                    false),
            new TableContract("regions/region_outliers.parquet", true, columns("region_id:TEXT"), 0, false),
            new TableContract(
                    "stgpt/cell_embeddings.parquet",
                    false,
                    columns("cell_id:TEXT x:REAL y:REAL structure_label:TEXT qc_flag:TEXT"),
                    1,
                    true),
            new TableContract(CLUSTERS, true, columns("cell_id:TEXT"), 1, false));

    private static TableContract regions(String path, boolean required) {
        Map<String, Kind> columns =
                columns("region_id:TEXT x:REAL y:REAL structure_label:TEXT n_cells:INTEGER qc_flag:TEXT");
        return new TableContract(path, required, columns, 1, true);
    }

    private static Map<String, Kind> columns(String text) {
        Map<String, Kind> columns = new LinkedHashMap<>();
        for (String part : text.split(" ", -1)) {
            int colon = part.indexOf(':');
            columns.put(part.substring(0, colon), Kind.valueOf(part.substring(colon + 1)));
        }
        return columns;
    }

    List<String> idColumns() {
        return new ArrayList<>(columns.keySet()).subList(0, ids);
    }
}
